/** @file
 * A code of pulses: how long its marks and spaces last, and which bits they are. The
 * interface; the entries are pulse_code_NAME.c, their list is phy/pulse_codes.h.
 */
#ifndef PHW_PHY_PULSE_CODE_H
#define PHW_PHY_PULSE_CODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "phy/pulse_runs.h"

PHW_BEGIN_C

/** Most bits of a burst. */
#define PHW_PULSE_BITS_MAX 4096

/** No code fits runs whose lengths are further off, rms, in units. */
#define PHW_PULSE_MISFIT_MOST 0.25

/** A burst's waveform, as phw_pulse_wave() made it, with its runs. */
typedef struct phw_pulse_waveform {
    const phw_pulse_runs *runs;
    const double *sum; /**< of the samples [0, i), i from 0 to n */
    size_t n;
    bool keyed; /**< on and off, with silence before and behind it */
} phw_pulse_waveform;

/** What a code makes of a burst. */
typedef struct phw_pulse_reading {
    double unit;   /**< the shortest mark or space that it has, samples */
    double symbol; /**< a bit, on the average, samples */
    double misfit; /**< rms distance of the runs' lengths from what they should be, in
                      units; 0.29 for any lengths at all */
    size_t n_bits;
    uint8_t bit[PHW_PULSE_BITS_MAX]; /**< one to a byte */
} phw_pulse_reading;

/** One entry. */
typedef struct phw_pulse_code {
    const char *name;        /**< as users read it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    double handicap; /**< added to the misfit when codes are compared: what includes
                        another one fits whatever that fits */

    /** Reads the burst; false where it cannot be this code. */
    bool (*read)(phw_pulse_reading *out, const phw_pulse_waveform *w);
} phw_pulse_code;

PHW_END_C

#endif
