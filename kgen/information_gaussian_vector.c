#include "kgen/information_gaussian_vector.h"

#include <math.h>

#include "kgen/covariance.h"
#include "kgen/information_rows.h"

static const phw_param params_table[] = {
    {.name = "shrinkage",
     .unit = "",
     .summary = "share taken off all correlations, -1 for the best",
     .min = -1,
     .max = 1,
     .preset = -1},
};

static phw_status divide(double *bits, const phw_covariance *c, size_t n_a)
{
    double a = 0;
    double b = 0;
    double both = 0;
    PHW_TRY(phw_covariance_log2_det(&a, c, 0, n_a, 0, 0));
    PHW_TRY(phw_covariance_log2_det(&b, c, n_a, c->n, 0, 0));
    PHW_TRY(phw_covariance_log2_det(&both, c, 0, c->n, 0, 0));
    *bits = 0.5 * (a + b - both);
    return PHW_OK;
}

static phw_status measure(phw_information_figure *out, const phw_features *a,
                          const phw_features *b, const phw_params *params)
{
    const size_t n_a = a->n_components;
    const size_t n_b = b->n_components;
    PHW_TRY(phw_information_check(a, b, false, 3, "information gaussian-vector"));
    const phw_features *const party[] = {a, b};
    phw_covariance c = {0};
    double bits = 0;
    PHW_TRY(phw_covariance_measure(&c, party, 2, params->value[0]));
    const phw_status s = divide(&bits, &c, n_a);
    phw_covariance_free(&c);
    if (!s)
        *out = (phw_information_figure){
            bits, (double)n_a * (double)n_b / (2 * (double)a->n_rows * M_LN2),
            (double)NAN};
    return s;
}

const phw_information phw_information_gaussian_vector = {
    .name = "gaussian-vector",
    .summary = "canonical correlations of all components together, shrunk",
    .reference = "Hotelling, Biometrika 28, 1936; Schaefer and Strimmer 2005 "
                 "(shrinkage)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .measure = measure,
};
