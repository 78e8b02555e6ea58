#include "tools/forecast_effect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sort.h>

#include "core/signal.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/information_coherence.h"
#include "kgen/series.h"

static double median(double *scratch, const double *x, size_t n)
{
    memcpy(scratch, x, n * sizeof *x);
    gsl_sort(scratch, 1, n);
    return 0.5 * (scratch[(n - 1) / 2] + scratch[n / 2]);
}

static phw_status count_differing(uint64_t *out, const double *a, const double *b,
                                  size_t n)
{
    double *scratch = NULL;
    uint64_t differ = 0;
    PHW_TRY(phw_array_alloc(&scratch, n, sizeof *scratch));
    const double of_a = median(scratch, a, n);
    const double of_b = median(scratch, b, n);
    free(scratch);
    for (size_t i = 0; i < n; ++i)
        differ += (a[i] > of_a) != (b[i] > of_b);
    *out = differ;
    return PHW_OK;
}

/* One series as features of one component, to be freed. */
static phw_status wrap(phw_features *out, const double *x, size_t n)
{
    PHW_TRY(phw_features_alloc(out, n, 1));
    memcpy(out->value, x, n * sizeof *x);
    return PHW_OK;
}

/* Too few rows have no rate, and that is no failure. */
static phw_status measure_rate(double *out, const double *a, const double *b, size_t n)
{
    phw_params params;
    phw_features x = {0};
    phw_features y = {0};
    phw_information_figure figure = {.bits = (double)NAN};
    const phw_information *coherence = &phw_information_coherence;
    phw_params_preset(&params, coherence->params, coherence->n_params);
    phw_status s = wrap(&x, a, n);
    if (!s)
        s = wrap(&y, b, n);
    if (!s)
        s = coherence->measure(&figure, &x, &y, &params);
    phw_features_free(&x);
    phw_features_free(&y);
    if (s != PHW_OK && s != PHW_ESHORT)
        return s;
    *out = s == PHW_OK ? fmax(0, figure.bits - figure.bias_bits) : (double)NAN;
    return PHW_OK;
}

phw_status phw_forecast_likeness_measure(phw_forecast_likeness *out, const double *own,
                                         const double *other, size_t n)
{
    phw_forecast_likeness l = {.n = n};
    PHW_TRY(phw_series_correlation(&l.correlation, own, other, n));
    PHW_TRY(count_differing(&l.n_differ, own, other, n));
    l.information_bits = -0.5 * log2(1 - l.correlation * l.correlation);
    PHW_TRY(measure_rate(&l.rate_bits, own, other, n));
    PHW_TRY(phw_gaussian_innovation(&l.open, own, n, 0));
    phw_pace_worth(&l.counted, 1, l.correlation);
    phw_pace_worth(&l.charged, l.open, l.correlation);
    *out = l;
    return PHW_OK;
}
