/** @file
 * The Doppler shift and the noise that explain measured correlations best.
 */
#ifndef PHW_KGEN_DOPPLER_FIT_H
#define PHW_KGEN_DOPPLER_FIT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "kgen/doppler.h"

PHW_BEGIN_C

/** Least and largest shift that is looked for, turns a reading. */
#define PHW_DOPPLER_FIT_LEAST 1e-5
#define PHW_DOPPLER_FIT_MOST  0.5

/** What was found. */
typedef struct phw_doppler_fit {
    double turns;  /**< largest Doppler shift times interval */
    double signal; /**< R(0+), g / (1 + g): the process's share of the variance */
    double misfit; /**< root mean square over the lags */
} phw_doppler_fit;

/** Fits `signal` R(turns k) to correlation[k], k = 1 .. n_lags (entry 0 is not looked
 * at), or with `squares` signal^2 R^2 to squares of them (as
 * phw_coherence_law_back() gives), by least squares; the signal is at most 1. The lags
 * after the correlation's fall tell the shift best and those before it the signal: of
 * the n_lags there are, 5 m give the shift and m the signal and the misfit, m half as
 * many again as it takes to fall to a tenth of lag 1, at least 6. PHW_ESHORT for fewer
 * than 2 lags or correlations that are all 0 or less. */
PHW_API PHW_MUST_USE phw_status phw_doppler_fit_make(phw_doppler_fit *out,
                                                     phw_doppler shape,
                                                     const double *correlation,
                                                     size_t n_lags, bool squares);

PHW_END_C

#endif
