/** @file
 * The straight line in the phase of a channel's frequency response: what the carrier's
 * phase (common to all carriers) and the receiver's timing (a slope) leave in it.
 */
#ifndef PHW_PHY_PHASE_LINE_H
#define PHW_PHY_PHASE_LINE_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** How the line is found. */
typedef enum phw_phase_fit {
    PHW_PHASE_PEAK = 0, /**< the delay at which the carriers add up best, and the phase
                             there: no phase is unwrapped */
    PHW_PHASE_LEAST,    /**< from there, least squares through the unwrapped phases that
                             are left, weighted by power */
    PHW_PHASE_ENDS,     /**< through the unwrapped phases' ends, and their mean */
    PHW_N_PHASE_FITS
} phw_phase_fit;

/** common_rad - 2 pi f delay_s is the line's phase at the offset f (Hz). */
typedef struct phw_phase_line {
    double common_rad;
    double delay_s;
} phw_phase_line;

/** Finds lines for carriers at given offsets. Belongs to one thread. */
typedef struct phw_phase_finder phw_phase_finder;

/** For n_carriers >= 2 rising offsets (Hz). Delays are looked for within half of 1 /
 * spacing_hz, either way, where that is not less than the least distance of two
 * offsets; 0: that one. Given back with phw_phase_finder_destroy(). PHW_EARG when
 * offsets do not rise, or some are so much closer than others that there are more than
 * 2^20 delays to look at; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_phase_finder_create(phw_phase_finder **out,
                                                        const double *offset_hz,
                                                        size_t n_carriers,
                                                        double spacing_hz);

/** Takes NULL. */
PHW_API void phw_phase_finder_destroy(phw_phase_finder *finder);

/** The line of z[n_antennas * n_carriers], antenna after antenna: one delay for all,
 * and the phase of antenna `which`. All zero values give a line of zeros.
 *
 * A line that z is turned by turns the result by the same: what is left after it is
 * taken off does not depend on it. */
PHW_API void phw_phase_find(phw_phase_line *out, phw_phase_finder *finder,
                            const phw_cf *z, size_t n_antennas, size_t which,
                            phw_phase_fit fit);

/** Takes the line off z[n_antennas * n_carriers]: z e^{-j (common - 2 pi f delay)}. */
PHW_API void phw_phase_remove(phw_cf *z, const phw_phase_finder *finder,
                              size_t n_antennas, const phw_phase_line *line);

PHW_END_C

#endif
