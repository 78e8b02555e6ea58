#include "auth/similarity_enrolled.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "auth/spread.h"

static void freedom(double dof[2], const phw_similarity_shape *shape,
                    const phw_params *params)
{
    const double one = phw_spread_freedom(shape->n, params);
    dof[0] = one;
    dof[1] = one * ((double)shape->n_references - 1);
}

/* n / (n + 1) of the squared distance from the mean of n has the variance of one. */
static phw_status measure(double *statistic, const phw_similarity_input *input,
                          const phw_params *params)
{
    phw_spread spread;
    const double n = (double)input->n_references;
    if (input->n_references < 2)
        return phw_fail(PHW_EARG, "similarity enrolled: needs 2 reference frames");
    PHW_TRY(phw_spread_measure(&spread, input, params));
    if (!(spread.within > 0))
        return phw_fail(PHW_EINPUT,
                        "similarity enrolled: the reference frames are all the same: "
                        "they tell no noise");
    *statistic = n / (n + 1) * spread.frame * (n - 1) / spread.within;
    return PHW_OK;
}

static phw_status miss(double *out, double threshold, const phw_similarity_input *input,
                       size_t n_parts, const phw_params *params)
{
    phw_spread spread;
    const double n = (double)input->n_references;
    PHW_TRY(phw_spread_measure(&spread, input, params));
    const double limit = threshold * (n + 1) / n * spread.within / (n - 1);
    return phw_spread_miss(out, limit, input, n_parts, params);
}

static const char *holds_for(const phw_params *params)
{
    return (phw_fit)params->value[PHW_SPREAD_FIT] == PHW_FIT_NONE
               ? "any channel at rest, the references and the frame equally noisy"
               : "any channel at rest, 5 dB or more above a noise that the references "
                 "and the frame share";
}

static phw_status threshold(double *out, const phw_similarity_shape *shape,
                            double false_alarm, const phw_params *params)
{
    double dof[2];
    freedom(dof, shape, params);
    if (!(dof[0] > 0 && dof[1] > 0))
        return phw_fail(PHW_EARG,
                        "similarity enrolled: %zu tones of %zu reference frames are "
                        "too few",
                        shape->n, shape->n_references);
    *out = gsl_cdf_fdist_Qinv(false_alarm, dof[0], dof[1]);
    return PHW_OK;
}

static double p_value(double statistic, const phw_similarity_shape *shape,
                      const phw_params *params)
{
    double dof[2];
    freedom(dof, shape, params);
    return dof[0] > 0 && dof[1] > 0 ? gsl_cdf_fdist_Q(statistic, dof[0], dof[1])
                                    : (double)NAN;
}

const phw_similarity phw_similarity_enrolled = {
    .name = "enrolled",
    .summary =
        "the same over what the enrolled frames differ by among themselves: an F "
        "test, whatever the noise level; 2 reference frames or more",
    .reference = "Fisher's variance ratio, each pair of frames fitted",
    .params = phw_spread_params,
    .n_params = PHW_N_SPREAD_PARAMS,
    .n_references_min = 2,
    .measure = measure,
    .threshold = threshold,
    .p_value = p_value,
    .miss = miss,
    .holds_for = holds_for,
    .freedom = freedom,
};
