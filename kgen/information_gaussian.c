#include "kgen/information_gaussian.h"

#include <math.h>

#include "kgen/information_rows.h"
#include "kgen/series.h"

static phw_status measure(phw_information_figure *out, const phw_features *a,
                          const phw_features *b, const phw_params *params)
{
    (void)params;
    PHW_TRY(phw_information_check(a, b, true, 3, "information gaussian"));
    const double n = (double)a->n_rows;
    double bits = 0;
    double variance = 0;
    for (size_t c = 0; c < a->n_components; ++c) {
        double rho = 0;
        PHW_TRY(phw_series_correlation(&rho, phw_features_series(a, c),
                                       phw_features_series(b, c), a->n_rows));
        bits -= 0.5 * log2(fmax(1 - rho * rho, 1e-300));
        variance += rho * rho / (n * M_LN2 * M_LN2);
    }
    *out = (phw_information_figure){bits, (double)a->n_components / (2 * n * M_LN2),
                                    sqrt(variance)};
    return PHW_OK;
}

const phw_information phw_information_gaussian = {
    .name = "gaussian",
    .summary = "-1/2 log2(1 - rho^2) of every component, added up",
    .reference = "Cover and Thomas, Elements of Information Theory, section 8.5",
    .measure = measure,
};
