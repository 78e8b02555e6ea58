/** @file
 * How long a channel hangs together: its Doppler shift and coherence time, by three
 * estimators with intervals, and without any model.
 */
#ifndef PHW_KGEN_COHERENCE_H
#define PHW_KGEN_COHERENCE_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/coherence_law.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** Fewest rows, and most that are looked at. */
#define PHW_COHERENCE_ROWS_MIN 64
#define PHW_COHERENCE_ROWS_MAX 131072

/** Most series that are looked at. */
#define PHW_COHERENCE_SERIES_MAX 16

/** Most lags. */
#define PHW_COHERENCE_LAGS_MAX 1024

/** Ways to tell the Doppler shift. */
typedef enum phw_coherence_estimator {
    PHW_COHERENCE_BY_CORRELATION = 0, /**< Clarke's J0 through the law, fitted to the
                                           autocorrelation by least squares */
    PHW_COHERENCE_BY_CROSSINGS,       /**< the same, to what the shares of instants on
                                           two sides of the median say: no outlier
                                           matters */
    PHW_COHERENCE_BY_SPECTRUM,        /**< Clarke's spectrum through the law, by
                                           Whittle's likelihood */
    PHW_N_COHERENCE_ESTIMATORS
} phw_coherence_estimator;

/** What one of them says. */
typedef struct phw_coherence_figure {
    double turns; /**< largest Doppler shift times interval; NaN: it finds none */
    double low;   /**< 95 %: delete-one jackknife over eight blocks of time, Student's
                       law, in the logarithm (by spectrum twice as wide,
                        which is what it takes); NaN with turns */
    double high;
    double signal; /**< R(0+): the process's share, g / (1 + g) */
    double misfit; /**< root mean square of the correlations (parts) or squares (others)
                        that were fitted, how far from Clarke's; NaN by spectrum */
} phw_coherence_figure;

/** The result; plain values. */
typedef struct phw_coherence {
    phw_coherence_figure figure[PHW_N_COHERENCE_ESTIMATORS];
    double half_rows; /**< rows after which R is down to half of R(0+), as measured;
                           HUGE_VAL when it is not within the lags looked at */
    double signal;    /**< R(0+) as measured: what the correlation extrapolates to */
    size_t n_rows;    /**< looked at */
    size_t n_series;  /**< looked at */
    size_t n_lags;    /**< looked at */
} phw_coherence;

/** "autocorrelation", "crossings", "spectrum"; never NULL. */
PHW_API const char *phw_coherence_estimator_name(phw_coherence_estimator estimator);

/** Measures the series of x, rows at even intervals, that come of a fading process by
 * the law. Shifts above half a turn a row can't be told from smaller ones. PHW_ESHORT
 * for fewer than PHW_COHERENCE_ROWS_MIN rows or constant series, PHW_EINPUT when a
 * value is not finite, PHW_ENOMEM. Series without memory are no failure: the figures
 * are NaN and half_rows is below 1. */
PHW_API PHW_MUST_USE phw_status phw_coherence_measure(phw_coherence *out,
                                                      const phw_features *x,
                                                      phw_coherence_law law);

PHW_END_C

#endif
