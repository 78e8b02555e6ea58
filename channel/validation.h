/** @file
 * What a fading generator's statistics are held against: an entry of the registry in
 * channel/validations.h.
 *
 * A validation reads values from a source that knows nothing of it (ours, another
 * library's, a recording's replay) and adds figures to a list, each beside its closed
 * form and with its standard error. Trials are independent, so figures of many trials
 * need no model of what is within one.
 */
#ifndef PHW_CHANNEL_VALIDATION_H
#define PHW_CHANNEL_VALIDATION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "channel/process_model.h"
#include "channel/statistic.h"
#include "channel/taps.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Where the values come from. */
typedef struct phw_fading_source {
    size_t n; /**< values at one instant, 1..PHW_TAPS_MAX: the taps of a channel */
    /** The values out[n] of trial `trial` at any instant. What it fails with ends the
     * validation: PHW_ECANCEL, say. */
    phw_status (*read)(void *context, phw_cf *out, uint32_t trial, double time_s);
    void *context;
} phw_fading_source;

/** A source and what is expected of it. All memory is borrowed. */
typedef struct phw_validation_subject {
    const phw_fading_source *source;
    const phw_process_model *model; /**< source->n: of each value */
    const double *delay_s;          /**< the source's excess delays, or NULL */
    const double *expected_delay_s; /**< what they should be; NULL: as they are */
    double doppler_hz;              /**< fd; 0: frozen within a trial */
    double fade_periods;            /**< periods 1/fd over which one draw of a source
                                         turns into the next, which widens its lines;
                                         0: it has none */
    size_t n_trials;                /**< independent trials, >= 16; see
                                         phw_validation_trials() */
} phw_validation_subject;

/** One entry. Static and constant. */
typedef struct phw_validation {
    const char *name;      /**< "envelope" */
    const char *summary;   /**< one line */
    const char *reference; /**< where the closed form stands */
    bool moving;           /**< needs a Doppler shift above 0 */
    /** Adds its figures to `out`; none when nothing of it applies. As the source fails;
     * PHW_ENOMEM. */
    phw_status (*run)(phw_statistics *out, const phw_validation_subject *subject);
} phw_validation;

PHW_END_C

#endif
