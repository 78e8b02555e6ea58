#include "auth/classifier_lda.h"

#include <gsl/gsl_eigen.h>
#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

#include "auth/dispersion.h"
#include "core/signal.h"

enum {
    SHRINKAGE,
    DIMENSIONS
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
    [DIMENSIONS] = {.name = "dimensions",
                    .unit = "",
                    .summary = "directions kept, the best first; 0: all, one fewer "
                               "than transmitters",
                    .min = 0,
                    .max = PHW_FINGERPRINT_FEATURES_MAX,
                    .preset = 0,
                    .whole = true},
};

/* How many directions there are: the means of L labels span L - 1. */
static phw_status directions(size_t *out, const phw_dispersion *d, double asked)
{
    size_t n_labels = 0;
    for (size_t l = 0; l < d->n_labels; ++l)
        n_labels += d->count[l] > 0;
    if (n_labels < 2)
        return phw_fail(PHW_ESHORT, "fingerprint: lda tells transmitters apart and has "
                                    "one; enrol a second or take mahalanobis");
    size_t n = n_labels - 1 < d->n_features ? n_labels - 1 : d->n_features;
    if (asked > 0 && asked < (double)n)
        n = (size_t)asked;
    *out = n;
    return PHW_OK;
}

/* W x for the lower triangle W. */
static void whiten(double *out, const phw_dispersion *d, const double *x)
{
    const size_t p = d->n_features;
    for (size_t i = 0; i < p; ++i) {
        out[i] = 0;
        for (size_t j = 0; j <= i; ++j)
            out[i] += d->whiten[i * p + j] * x[j];
    }
}

/* Between the labels: sum over them of n (m - mean)(m - mean)', whitened. */
static void between(gsl_matrix *B, const phw_dispersion *d)
{
    const size_t p = d->n_features;
    double all[PHW_FINGERPRINT_FEATURES_MAX] = {0};
    double n = 0;
    for (size_t l = 0; l < d->n_labels; ++l) {
        n += (double)d->count[l];
        for (size_t j = 0; j < p; ++j)
            all[j] += (double)d->count[l] * d->mean[l * p + j];
    }
    for (size_t l = 0; l < d->n_labels; ++l) {
        double apart[PHW_FINGERPRINT_FEATURES_MAX];
        double u[PHW_FINGERPRINT_FEATURES_MAX];
        for (size_t j = 0; j < p; ++j)
            apart[j] = d->mean[l * p + j] - all[j] / n;
        whiten(u, d, apart);
        for (size_t j = 0; j < p; ++j) {
            for (size_t k = 0; k < p; ++k)
                *gsl_matrix_ptr(B, j, k) += (double)d->count[l] * u[j] * u[k];
        }
    }
}

/* The map's rows are v' W for the eigenvectors v of B, the greatest first. */
static void combine(phw_template *t, const phw_dispersion *d, const gsl_matrix *v)
{
    const size_t p = d->n_features;
    for (size_t k = 0; k < t->n_dimensions; ++k) {
        for (size_t j = 0; j < p; ++j) {
            double sum = 0;
            for (size_t i = 0; i < p; ++i)
                sum += gsl_matrix_get(v, i, k) * d->whiten[i * p + j];
            t->map[k * p + j] = sum;
        }
    }
}

static phw_status find_map(phw_template *t, const phw_dispersion *d)
{
    const size_t p = d->n_features;
    gsl_matrix *B = gsl_matrix_calloc(p, p);
    gsl_matrix *v = gsl_matrix_calloc(p, p);
    gsl_vector *value = gsl_vector_calloc(p);
    gsl_eigen_symmv_workspace *work = gsl_eigen_symmv_alloc(p);
    phw_status s = PHW_OK;
    if (B == NULL || v == NULL || value == NULL || work == NULL)
        s = phw_fail(PHW_ENOMEM, "no memory for %zu features' directions", p);
    if (!s)
        s = phw_array_alloc(&t->map, t->n_dimensions * p, sizeof *t->map);
    if (!s) {
        between(B, d);
        (void)gsl_eigen_symmv(B, value, v, work);
        (void)gsl_eigen_symmv_sort(value, v, GSL_EIGEN_SORT_VAL_DESC);
        combine(t, d, v);
    }
    gsl_eigen_symmv_free(work);
    gsl_vector_free(value);
    gsl_matrix_free(v);
    gsl_matrix_free(B);
    return s;
}

static phw_status learn(phw_template *out, const phw_fingerprint_set *set,
                        const bool *skip, const phw_params *params)
{
    phw_dispersion d = {0};
    phw_template t = {.n_features = set->n_features};
    PHW_TRY(
        phw_dispersion_compute(&d, set, skip, (phw_shrinkage)params->value[SHRINKAGE]));
    t.freedom = d.freedom;
    t.shrinkage = d.shrinkage;
    phw_status s = directions(&t.n_dimensions, &d, params->value[DIMENSIONS]);
    if (!s)
        s = find_map(&t, &d);
    if (!s)
        s = phw_template_place(&t, set, skip, false);
    phw_dispersion_free(&d);
    if (s)
        phw_template_free(&t);
    else
        *out = t;
    return s;
}

/* No law: the directions were found from the same frames, so that distances in them are
 * of no Hotelling's T^2. */
const phw_classifier phw_classifier_lda = {
    .name = "lda",
    .summary = "distance from the mean where the transmitters differ most, which "
               "weights features by how well they tell them apart",
    .reference = "Fisher, Ann. Eugenics 7 (1936); Rao, J. R. Stat. Soc. B 10 (1948)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .learn = learn,
    .distances = phw_template_distances,
};
