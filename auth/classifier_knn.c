#include "auth/classifier_knn.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "auth/dispersion.h"
#include "core/signal.h"

#define NEAREST_MAX 64

enum {
    NEAREST,
    SCALE
};

enum scale {
    WITHIN = 0,
    TOTAL,
    NONE
};

static const char *const scales[] = {"within", "total", "none", NULL};

static const phw_param params_table[] = {
    [NEAREST] = {.name = "k",
                 .unit = "",
                 .summary = "nearest frames of a transmitter whose distances are "
                            "averaged; all when it has fewer",
                 .min = 1,
                 .max = NEAREST_MAX,
                 .preset = 15,
                 .whole = true},
    [SCALE] = {.name = "scale",
               .unit = "",
               .summary = "unit of each feature: its standard deviation within the "
                          "transmitters, over all frames (total: every feature weighs "
                          "the same), or its own (none)",
               .min = 0,
               .max = 2,
               .preset = WITHIN,
               .whole = true,
               .choice = scales},
};

/* Standard deviation of feature j over all frames taken. */
static phw_status total_scale(double *out, const phw_fingerprint_set *set,
                              const bool *skip, size_t j)
{
    double n = 0;
    double mean = 0;
    double squares = 0;
    for (size_t i = 0; i < set->n; ++i) {
        if (skip != NULL && skip[i])
            continue;
        const double before = set->value[i * set->n_features + j] - mean;
        mean += before / ++n;
        squares += before * (set->value[i * set->n_features + j] - mean);
    }
    if (!(squares > 0) || !isfinite(squares))
        return phw_fail(PHW_EINPUT,
                        "fingerprint: feature %s does not vary over the frames; leave "
                        "it out",
                        set->feature[j].name);
    *out = sqrt(squares / (n - 1));
    return PHW_OK;
}

static phw_status find_scale(double *scale, const phw_fingerprint_set *set,
                             const bool *skip, enum scale kind)
{
    phw_dispersion d = {0};
    if (kind == WITHIN) {
        PHW_TRY(phw_dispersion_compute(&d, set, skip, PHW_SHRINKAGE_AUTO));
        memcpy(scale, d.scale, set->n_features * sizeof *scale);
        phw_dispersion_free(&d);
    }
    for (size_t j = 0; j < set->n_features && kind != WITHIN; ++j) {
        scale[j] = 1;
        if (kind == TOTAL)
            PHW_TRY(total_scale(&scale[j], set, skip, j));
    }
    return PHW_OK;
}

static phw_status learn(phw_template *out, const phw_fingerprint_set *set,
                        const bool *skip, const phw_params *params)
{
    const size_t p = set->n_features;
    double scale[PHW_FINGERPRINT_FEATURES_MAX];
    phw_template t = {.n_features = p,
                      .n_dimensions = p,
                      .n_nearest = (size_t)params->value[NEAREST]};
    PHW_TRY(find_scale(scale, set, skip, (enum scale)params->value[SCALE]));
    PHW_TRY(phw_array_alloc(&t.map, p * p, sizeof *t.map));
    for (size_t j = 0; j < p; ++j)
        t.map[j * p + j] = 1 / scale[j];
    const phw_status s = phw_template_place(&t, set, skip, true);
    if (s)
        phw_template_free(&t);
    else
        *out = t;
    return s;
}

/* Keeps the `n` least values in rising order. */
static size_t keep_least(double *least, size_t n, size_t most, double x)
{
    size_t at = n < most ? n : most;
    if (n == most && (most == 0 || x >= least[most - 1]))
        return n;
    at -= n == most;
    for (; at > 0 && least[at - 1] > x; --at)
        least[at] = least[at - 1];
    least[at] = x;
    return n < most ? n + 1 : n;
}

static double mean_nearest(const phw_template *t, const double *image,
                           const double *point, size_t n_points)
{
    const size_t d = t->n_dimensions;
    double least[NEAREST_MAX];
    size_t n = 0;
    double sum = 0;
    for (size_t i = 0; i < n_points; ++i) {
        double square = 0;
        for (size_t k = 0; k < d; ++k) {
            const double apart = image[k] - point[i * d + k];
            square += apart * apart;
        }
        n = keep_least(least, n, t->n_nearest, square);
    }
    for (size_t i = 0; i < n; ++i)
        sum += sqrt(least[i]);
    return n > 0 ? sum / (double)n : HUGE_VAL;
}

static void distances(double *out, const phw_template *t, const double *x)
{
    double image[PHW_FINGERPRINT_FEATURES_MAX];
    const double *point = t->point;
    phw_template_map(image, t, x);
    for (size_t l = 0; l < t->n_labels; ++l) {
        out[l] = mean_nearest(t, image, point, t->count[l]);
        point += t->count[l] * t->n_dimensions;
    }
}

const phw_classifier phw_classifier_knn = {
    .name = "knn",
    .summary = "mean distance to the nearest enrolled frames of a transmitter",
    .reference = "Shen, Zhang, Marshall, Cavallaro, IEEE Trans. Inf. Forensics Secur. "
                 "17 (2022), whose k is 15",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .learn = learn,
    .distances = distances,
};
