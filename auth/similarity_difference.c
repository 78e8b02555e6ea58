#include "auth/similarity_difference.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "auth/similarity_theory.h"
#include "auth/spread.h"

/* E|difference|^2 of one tone, from the mean of the references. */
static double variance_of(const phw_similarity_input *input)
{
    return input->noise_frame + input->noise_reference / (double)input->n_references;
}

/* Twice the squared distance over the variance of a difference from the mean of the
 * references: unit variance for each real dimension. */
static phw_status measure(double *statistic, const phw_similarity_input *input,
                          const phw_params *params)
{
    phw_spread spread;
    const double variance = variance_of(input);
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

static phw_status miss(double *out, double threshold, const phw_similarity_input *input,
                       size_t n_parts, const phw_params *params)
{
    return phw_spread_miss(out, threshold * variance_of(input) / 2, input, n_parts,
                           params);
}

static const char *holds_for(const phw_params *params)
{
    return (phw_fit)params->value[PHW_SPREAD_FIT] == PHW_FIT_NONE
               ? "any channel at rest with that noise"
               : "any channel at rest with that noise, 5 dB or more above it";
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
    .miss = miss,
    .holds_for = holds_for,
    .freedom = freedom,
};
