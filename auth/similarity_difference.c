#include "auth/similarity_difference.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "auth/similarity_theory.h"
#include "auth/spread.h"

/* Twice the squared distance over the variance of a difference from the mean of the
 * references: unit variance for each real dimension. */
static phw_status measure(double *statistic, const phw_similarity_input *input,
                          const phw_params *params)
{
    phw_spread spread;
    const double variance =
        input->noise_frame + input->noise_reference / (double)input->n_references;
    if (!(variance > 0))
        return phw_fail(PHW_EARG,
                        "similarity difference: the noise variance is unknown");
    PHW_TRY(phw_spread_measure(&spread, input, params));
    *statistic = 2 * spread.frame / variance;
    return PHW_OK;
}

static phw_status threshold(double *out, const phw_similarity_shape *shape,
                            double false_alarm, const phw_params *params)
{
    const double dof = phw_spread_freedom(shape->n, params);
    if (!(dof > 0))
        return phw_fail(PHW_EARG,
                        "similarity difference: %zu tones are too few for that fit",
                        shape->n);
    *out = phw_chisq_threshold(false_alarm, dof);
    return PHW_OK;
}

static double p_value(double statistic, const phw_similarity_shape *shape,
                      const phw_params *params)
{
    const double dof = phw_spread_freedom(shape->n, params);
    return dof > 0 ? gsl_cdf_chisq_Q(statistic, dof) : (double)NAN;
}

static void freedom(double dof[2], const phw_similarity_shape *shape,
                    const phw_params *params)
{
    dof[0] = phw_spread_freedom(shape->n, params);
    dof[1] = 0;
}

const phw_similarity phw_similarity_difference = {
    .name = "difference",
    .summary = "what is left between two frames over the known noise: chi-square with "
               "2 M degrees of freedom for M tones, less one a parameter of the fit",
    .reference = "Xiao, Greenstein, Mandayam and Trappe, IEEE Trans. Wireless Commun. "
                 "7(7), 2008",
    .params = phw_spread_params,
    .n_params = PHW_N_SPREAD_PARAMS,
    .n_references_min = 1,
    .needs_noise = true,
    .measure = measure,
    .threshold = threshold,
    .p_value = p_value,
    .freedom = freedom,
};
