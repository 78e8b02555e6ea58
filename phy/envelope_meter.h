/** @file
 * Bursts by their power alone: what a receiver of next to no power can do, which has a
 * diode and a capacitor and neither a carrier nor a transform.
 *
 * At every place the power of `length` samples is held against that of `reference`
 * samples before them. In white Gaussian noise the first one's share of both has a beta
 * distribution with parameters length and reference, whatever the noise's level: the
 * threshold is its tail (a cell-averaging constant-false-alarm-rate detector; Finn and
 * Johnson, RCA Review 29 (1968) 414). A burst is where the power is largest within its
 * own length of the first place above the threshold.
 */
#ifndef PHW_PHY_ENVELOPE_METER_H
#define PHW_PHY_ENVELOPE_METER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** What false_alarm = 0 means. */
#define PHW_ENVELOPE_FALSE_ALARM 1e-9

/** Most samples of a burst, and of what it is held against. */
#define PHW_ENVELOPE_LENGTH_MAX 4194304

/** What to look for. */
typedef struct phw_envelope_config {
    size_t length;      /**< of a burst, samples, 1..PHW_ENVELOPE_LENGTH_MAX */
    size_t reference;   /**< samples of noise before it, as many at most; 0: as long as
                           the burst. Bursts closer than that hide each other */
    double false_alarm; /**< probability that a place in noise counts, 1e-15..0.1; 0 for
                           PHW_ENVELOPE_FALSE_ALARM */
} phw_envelope_config;

/** One burst. */
typedef struct phw_envelope_burst {
    uint64_t start_sample; /**< its first sample, about */
    double power;          /**< mean |x|^2 less the noise's; > 0 */
    double noise;          /**< mean |x|^2 of the reference */
    double amplitude;      /**< mean |x| of the burst, noise and all */
    double share;          /**< of the energy, that was above the threshold */
} phw_envelope_burst;

/** Opaque; for one thread. The samples may be cut into blocks of any size: the bursts
 * are the same. */
typedef struct phw_envelope_meter phw_envelope_meter;

/** Given back with phw_envelope_meter_destroy(). PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_envelope_meter_create(phw_envelope_meter **out, const phw_envelope_config *config);

/** Takes NULL. */
PHW_API void phw_envelope_meter_destroy(phw_envelope_meter *m);

/** The next n samples, of which only the magnitude counts. Bursts wait until they are
 * taken; those within the first `reference` samples are not seen. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_envelope_meter_push(phw_envelope_meter *m,
                                                        const phw_cf *sample, size_t n);

/** The same of magnitudes, as a diode gives them. */
PHW_API PHW_MUST_USE phw_status phw_envelope_meter_push_envelope(phw_envelope_meter *m,
                                                                 const float *magnitude,
                                                                 size_t n);

/** No more will come: ends a burst that waits for its largest place. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_envelope_meter_finish(phw_envelope_meter *m);

/** The next burst, in the order of time; false, and `out` untouched, when there is none
 * (yet). */
PHW_API bool phw_envelope_meter_take(phw_envelope_meter *m, phw_envelope_burst *out);

/** The share of energy that a burst must exceed. */
PHW_API double phw_envelope_meter_threshold(const phw_envelope_meter *m);

PHW_END_C

#endif
