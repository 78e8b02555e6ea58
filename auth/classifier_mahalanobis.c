#include "auth/classifier_mahalanobis.h"

#include <math.h>

#include <gsl/gsl_cdf.h>

#include "auth/dispersion.h"

enum {
    SHRINKAGE
};

static const char *const shrinkages[] = {"auto", "none", NULL};

static const phw_param params_table[] = {
    [SHRINKAGE] = {.name = "shrinkage",
                   .unit = "",
                   .summary = "auto draws correlations to 0 when there are fewer than "
                              "10 frames a feature",
                   .min = 0,
                   .max = 1,
                   .preset = PHW_SHRINKAGE_AUTO,
                   .whole = true,
                   .choice = shrinkages},
};

static phw_status learn(phw_template *out, const phw_fingerprint_set *set,
                        const bool *skip, const phw_params *params)
{
    phw_dispersion d = {0};
    PHW_TRY(
        phw_dispersion_compute(&d, set, skip, (phw_shrinkage)params->value[SHRINKAGE]));
    phw_template t = {.n_features = set->n_features,
                      .n_dimensions = set->n_features,
                      .map = d.whiten,
                      .freedom = d.freedom,
                      .shrinkage = d.shrinkage};
    d.whiten = NULL;
    phw_dispersion_free(&d);
    const phw_status s = phw_template_place(&t, set, skip, false);
    if (s)
        phw_template_free(&t);
    else
        *out = t;
    return s;
}

/* The frame, the mean of n others and the covariance S of v degrees of freedom are
 * independent: D^2 n / (n + 1) is Hotelling's T^2(p, v), and T^2 (v - p + 1) / (v p) is
 * F(p, v - p + 1) (Anderson, An Introduction to Multivariate Statistical Analysis, 3rd
 * ed., theorem 5.2.2). With one label v = n - 1. */
static double law(const phw_template *t, size_t label, double rejection)
{
    const double n = (double)t->count[label];
    const double p = (double)t->n_features;
    const double v = t->freedom;
    if (t->shrinkage > 0 || n < 1 || v < p)
        return (double)NAN;
    const double f = gsl_cdf_fdist_Qinv(rejection, p, v - p + 1);
    return sqrt(f * v * p / (v - p + 1) * (n + 1) / n);
}

const phw_classifier phw_classifier_mahalanobis = {
    .name = "mahalanobis",
    .summary = "distance from the mean in standard deviations, pooled covariance",
    .reference = "Mahalanobis, Proc. Natl. Inst. Sci. India 2 (1936); Ledoit, Wolf, J. "
                 "Multivariate Anal. 88 (2004)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .learn = learn,
    .distances = phw_template_distances,
    .law = law,
};
