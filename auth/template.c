#include "auth/template.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

static void count(phw_template *t, const phw_fingerprint_set *set, const bool *skip)
{
    for (size_t i = 0; i < set->n; ++i) {
        const bool taken = skip == NULL || !skip[i];
        t->count[set->label[i]] += taken;
        t->n_points += taken;
    }
}

/* Where the points of a label begin. */
static size_t first_point(const phw_template *t, size_t label)
{
    size_t first = 0;
    for (size_t l = 0; l < label; ++l)
        first += t->count[l];
    return first;
}

static void place_label(phw_template *t, const phw_fingerprint_set *set,
                        const bool *skip, size_t label)
{
    const size_t d = t->n_dimensions;
    double *centre = t->centre + label * d;
    size_t next = t->point != NULL ? first_point(t, label) : 0;
    for (size_t i = 0; i < set->n; ++i) {
        double image[PHW_FINGERPRINT_FEATURES_MAX];
        if (set->label[i] != label || (skip != NULL && skip[i]))
            continue;
        phw_template_map(image, t, set->value + i * set->n_features);
        for (size_t k = 0; k < d; ++k) {
            centre[k] += image[k] / (double)t->count[label];
            if (t->point != NULL)
                t->point[next * d + k] = image[k];
        }
        ++next;
    }
}

phw_status phw_template_place(phw_template *t, const phw_fingerprint_set *set,
                              const bool *skip, bool keep_points)
{
    const size_t d = t->n_dimensions;
    t->n_labels = set->n_labels;
    PHW_TRY(phw_array_alloc(&t->centre, t->n_labels * d + 1, sizeof *t->centre));
    PHW_TRY(phw_array_alloc(&t->count, t->n_labels + 1, sizeof *t->count));
    count(t, set, skip);
    if (keep_points)
        PHW_TRY(phw_array_alloc(&t->point, t->n_points * d + 1, sizeof *t->point));
    for (size_t l = 0; l < t->n_labels; ++l)
        place_label(t, set, skip, l);
    return PHW_OK;
}

void phw_template_map(double *image, const phw_template *t, const double *x)
{
    const size_t p = t->n_features;
    for (size_t k = 0; k < t->n_dimensions; ++k) {
        image[k] = 0;
        for (size_t j = 0; j < p; ++j)
            image[k] += t->map[k * p + j] * x[j];
    }
}

void phw_template_distances(double *out, const phw_template *t, const double *x)
{
    const size_t d = t->n_dimensions;
    double image[PHW_FINGERPRINT_FEATURES_MAX];
    phw_template_map(image, t, x);
    for (size_t l = 0; l < t->n_labels; ++l) {
        double sum = 0;
        for (size_t k = 0; k < d; ++k) {
            const double apart = image[k] - t->centre[l * d + k];
            sum += apart * apart;
        }
        out[l] = t->count[l] > 0 ? sqrt(sum) : HUGE_VAL;
    }
}

void phw_template_free(phw_template *t)
{
    free(t->map);
    free(t->centre);
    free(t->count);
    free(t->point);
    *t = (phw_template){0};
}
