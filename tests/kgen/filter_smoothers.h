/** @file
 * A first-order series under noise, for the tests of the filters that smooth.
 */
#ifndef PHW_TESTS_KGEN_FILTER_SMOOTHERS_H
#define PHW_TESTS_KGEN_FILTER_SMOOTHERS_H

#include "kgen/features.h"

#include "tests/kgen/pair.h"

/** x_k = a x_(k-1) + w of variance 1 about a mean of 7, in `truth`; with noise of
 * variance `noise` in `seen`. Both to be freed. */
static inline void noisy_series(phw_features *seen, double **truth, size_t n, double a,
                                double noise)
{
    double *w = normals(n, 21);
    double *v = normals(n, 22);
    cr_assert_eq(phw_features_alloc(seen, n, 1), PHW_OK);
    for (size_t k = 1; k < n; ++k)
        w[k] = a * w[k - 1] + sqrt(1 - a * a) * w[k];
    for (size_t k = 0; k < n; ++k) {
        w[k] += 7;
        seen->value[k] = w[k] + sqrt(noise) * v[k];
    }
    free(v);
    *truth = w;
}

/** Mean square of the difference. */
static inline double mean_square(const phw_features *x, const double *truth)
{
    double sum = 0;
    for (size_t k = 0; k < x->n_rows; ++k)
        sum += pow(x->value[k] - truth[k], 2);
    return sum / (double)x->n_rows;
}

#endif
