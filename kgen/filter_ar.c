#include "kgen/filter_ar.h"

#include <math.h>

#include "kgen/autocovariance.h"
#include "kgen/series.h"

#define ORDER_MAX 64

static const phw_param params_table[] = {
    {.name = "order",
     .unit = "",
     .summary = "rows that the model looks back",
     .min = 1,
     .max = ORDER_MAX,
     .preset = 4,
     .whole = true},
};

static void shorten(phw_params *inout, size_t n_rows)
{
    if (2 * inout->value[0] + 2 > (double)n_rows && n_rows >= 4)
        inout->value[0] = floor((double)(n_rows - 2) / 2);
}

/* e_k for k from `order` on, from the last row back so that it can be in place. */
static void innovate(double *x, size_t n, const double *a, size_t order)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    for (size_t k = n; k-- > order;) {
        double e = x[k] - mean;
        for (size_t i = 0; i < order; ++i)
            e -= a[i] * (x[k - 1 - i] - mean);
        x[k] = e;
    }
}

static phw_status apply(phw_features *inout, const phw_params *params)
{
    const size_t order = (size_t)params->value[0];
    double a[ORDER_MAX];
    for (size_t c = 0; c < inout->n_components; ++c) {
        double *x = phw_features_series(inout, c);
        PHW_TRY(phw_autoregression(a, NULL, order, x, inout->n_rows));
        innovate(x, inout->n_rows, a, order);
    }
    return phw_features_drop(inout, order);
}

const phw_filter phw_filter_ar = {
    .name = "ar",
    .summary = "what an autoregressive model of the series can't foretell: less "
               "memory, more noise",
    .reference = "Burg, 37th meeting of the SEG, 1967; Madiseh et al., IEEE Trans. "
                 "Wireless Commun. 2010 (innovations)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .shorten = shorten,
    .apply = apply,
};
