/** @file
 * How the autocorrelation of what is measured comes of that of the fading process
 * behind it: R of a circular Gaussian process, noise included, so that R(0+) is g / (1
 * + g) at a signal to noise ratio of g.
 */
#ifndef PHW_KGEN_COHERENCE_LAW_H
#define PHW_KGEN_COHERENCE_LAW_H

#include "core/status.h"

PHW_BEGIN_C

/** What the series are of the process. */
typedef enum phw_coherence_law {
    PHW_COHERENCE_PARTS = 0, /**< its real or imaginary part: R */
    PHW_COHERENCE_POWER,     /**< its power: R^2 */
    PHW_COHERENCE_AMPLITUDE, /**< its size: (2F1(-1/2, -1/2; 1; R^2) - 1) / (4/pi - 1)
                              */
    PHW_COHERENCE_DECIBELS,  /**< its power in dB: Li2(R^2) / (pi^2 / 6) */
    PHW_N_COHERENCE_LAWS
} phw_coherence_law;

/** "parts", "power", "amplitude", "decibels"; never NULL. */
PHW_API const char *phw_coherence_law_name(phw_coherence_law law);

/** The series' correlation where the process has R = r, -1..1. */
PHW_API double phw_coherence_law_of(phw_coherence_law law, double r);

/** R of parts and R^2 of the others where the series have the correlation rho; of
 * others a negative one is what the law's slope at 0 makes of it. Within 1e-9. */
PHW_API double phw_coherence_law_back(phw_coherence_law law, double rho);

/** How often the series is at two instants on the two sides of its median, where the
 * process has R = r: acos(R) / pi for parts (the arcsine law), and for all others the
 * same, that of the envelope (Downton's series of the bivariate exponential law, J. R.
 * Stat. Soc. B 32, 1970). */
PHW_API double phw_coherence_law_crossing(phw_coherence_law law, double r);

/** R of parts and R^2 of the others where that share of instants cross; 0 for a share
 * of one half of the others and above. Within 1e-9. */
PHW_API double phw_coherence_law_crossed(phw_coherence_law law, double share);

PHW_END_C

#endif
