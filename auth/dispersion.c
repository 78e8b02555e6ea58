#include "auth/dispersion.h"

#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* A spread of which nothing is left but rounding, as a share of the mean. */
#define CONSTANT 1e-13

static bool left_out(const bool *skip, size_t i)
{
    return skip != NULL && skip[i];
}

static phw_status allocate(phw_dispersion *d, const phw_fingerprint_set *set)
{
    const size_t p = set->n_features;
    d->n_features = p;
    d->n_labels = set->n_labels;
    PHW_TRY(phw_array_alloc(&d->mean, set->n_labels * p + 1, sizeof *d->mean));
    PHW_TRY(phw_array_alloc(&d->count, set->n_labels + 1, sizeof *d->count));
    PHW_TRY(phw_array_alloc(&d->scale, p + 1, sizeof *d->scale));
    return phw_array_alloc(&d->whiten, p * p + 1, sizeof *d->whiten);
}

static phw_status centre(phw_dispersion *d, const phw_fingerprint_set *set,
                         const bool *skip)
{
    const size_t p = d->n_features;
    size_t n = 0;
    size_t n_labels = 0;
    for (size_t i = 0; i < set->n; ++i) {
        if (left_out(skip, i))
            continue;
        ++n;
        ++d->count[set->label[i]];
        for (size_t j = 0; j < p; ++j)
            d->mean[set->label[i] * p + j] += set->value[i * p + j];
    }
    for (size_t l = 0; l < d->n_labels; ++l) {
        n_labels += d->count[l] > 0;
        for (size_t j = 0; j < p && d->count[l] > 0; ++j)
            d->mean[l * p + j] /= (double)d->count[l];
    }
    if (n <= n_labels)
        return phw_fail(PHW_ESHORT,
                        "fingerprint: %zu frames of %zu transmitters tell no scatter; "
                        "enrol two or more of one",
                        n, n_labels);
    d->freedom = (double)(n - n_labels);
    return PHW_OK;
}

/* z of frame i: its deviation from its label's mean, in units of the scale. */
static void deviation(double *z, const phw_dispersion *d,
                      const phw_fingerprint_set *set, size_t i)
{
    const size_t p = d->n_features;
    for (size_t j = 0; j < p; ++j)
        z[j] = (set->value[i * p + j] - d->mean[set->label[i] * p + j]) / d->scale[j];
}

static phw_status measure_scale(phw_dispersion *d, const phw_fingerprint_set *set,
                                const bool *skip)
{
    const size_t p = d->n_features;
    for (size_t j = 0; j < p; ++j) {
        double sum = 0;
        double size = 0;
        for (size_t i = 0; i < set->n; ++i) {
            const double m = d->mean[set->label[i] * p + j];
            const double x = left_out(skip, i) ? 0 : set->value[i * p + j] - m;
            sum += x * x;
            size = fmax(size, fabs(m));
        }
        d->scale[j] = sqrt(sum / d->freedom);
        if (!(d->scale[j] > CONSTANT * size) || !isfinite(d->scale[j]))
            return phw_fail(PHW_EINPUT,
                            "fingerprint: feature %s does not vary within the "
                            "transmitters' frames (standard deviation %g); leave it "
                            "out",
                            set->feature[j].name, d->scale[j]);
    }
    return PHW_OK;
}

/* R[p x p], whose diagonal is 1. */
static void correlate(double *R, const phw_dispersion *d,
                      const phw_fingerprint_set *set, const bool *skip)
{
    const size_t p = d->n_features;
    double z[PHW_FINGERPRINT_FEATURES_MAX];
    for (size_t i = 0; i < set->n; ++i) {
        if (left_out(skip, i))
            continue;
        deviation(z, d, set, i);
        for (size_t j = 0; j < p; ++j) {
            for (size_t k = 0; k < p; ++k)
                R[j * p + k] += z[j] * z[k] / d->freedom;
        }
    }
}

static double quadratic(const double *R, const double *z, size_t p)
{
    double sum = 0;
    for (size_t j = 0; j < p; ++j) {
        for (size_t k = 0; k < p; ++k)
            sum += z[j] * R[j * p + k] * z[k];
    }
    return sum;
}

/* b^2 / d^2 of Ledoit and Wolf: d^2 = |R - 1|^2, and b^2 = sum |z z' - R|^2 / n^2 with
 * |z z' - R|^2 = |z|^4 - 2 z' R z + |R|^2. */
static double shrinkage_share(const double *R, const phw_dispersion *d,
                              const phw_fingerprint_set *set, const bool *skip)
{
    const size_t p = d->n_features;
    double z[PHW_FINGERPRINT_FEATURES_MAX];
    double power = 0;
    double off = 0;
    double scatter = 0;
    double n = 0;
    for (size_t i = 0; i < p * p; ++i) {
        power += R[i] * R[i];
        off += i % (p + 1) == 0 ? 0 : R[i] * R[i];
    }
    for (size_t i = 0; i < set->n; ++i) {
        if (left_out(skip, i))
            continue;
        double norm = 0;
        deviation(z, d, set, i);
        for (size_t j = 0; j < p; ++j)
            norm += z[j] * z[j];
        scatter += norm * norm - 2 * quadratic(R, z, p) + power;
        ++n;
    }
    return off > 0 ? fmin(1, scatter / (n * n) / off) : 0;
}

/* R = C C' with C in R's lower triangle. */
static phw_status factorise(double *R, const phw_fingerprint_set *set)
{
    const size_t p = set->n_features;
    for (size_t i = 0; i < p; ++i) {
        for (size_t k = 0; k <= i; ++k) {
            double sum = R[i * p + k];
            for (size_t m = 0; m < k; ++m)
                sum -= R[i * p + m] * R[k * p + m];
            R[i * p + k] = k < i ? sum / R[k * p + k] : sum;
        }
        const double open = R[i * p + i];
        if (!(open > PHW_DISPERSION_SINGULAR))
            return phw_fail(PHW_EINPUT,
                            "fingerprint: feature %s is made up by the features before "
                            "it, so that the covariance is singular; leave it out",
                            set->feature[i].name);
        R[i * p + i] = sqrt(open);
    }
    return PHW_OK;
}

/* W = C^-1 / scale, column after column. */
static void invert(phw_dispersion *d, const double *C)
{
    const size_t p = d->n_features;
    double *W = d->whiten;
    for (size_t k = 0; k < p; ++k) {
        for (size_t i = k; i < p; ++i) {
            double sum = i == k ? 1 : 0;
            for (size_t m = k; m < i; ++m)
                sum -= C[i * p + m] * W[m * p + k];
            W[i * p + k] = sum / C[i * p + i];
        }
    }
    for (size_t i = 0; i < p * p; ++i)
        W[i] /= d->scale[i % p];
}

static phw_status whiten(phw_dispersion *d, double *R, const phw_fingerprint_set *set,
                         const bool *skip, phw_shrinkage shrinkage)
{
    const size_t p = d->n_features;
    correlate(R, d, set, skip);
    if (shrinkage == PHW_SHRINKAGE_AUTO &&
        d->freedom < PHW_DISPERSION_FRAMES * (double)p)
        d->shrinkage = shrinkage_share(R, d, set, skip);
    for (size_t i = 0; i < p * p; ++i)
        R[i] *= i % (p + 1) == 0 ? 1 : 1 - d->shrinkage;
    PHW_TRY(factorise(R, set));
    invert(d, R);
    return PHW_OK;
}

static phw_status check(const phw_dispersion *d, phw_shrinkage shrinkage)
{
    if (shrinkage == PHW_SHRINKAGE_NONE && d->freedom < (double)d->n_features)
        return phw_fail(PHW_ESHORT,
                        "fingerprint: the covariance of %zu features needs %zu frames "
                        "more than transmitters, and has %g; enrol more, name fewer "
                        "features or let it shrink",
                        d->n_features, d->n_features, d->freedom);
    return PHW_OK;
}

phw_status phw_dispersion_compute(phw_dispersion *out, const phw_fingerprint_set *set,
                                  const bool *skip, phw_shrinkage shrinkage)
{
    phw_dispersion d = {0};
    double *R = NULL;
    phw_status s = allocate(&d, set);
    if (!s)
        s = phw_array_alloc(&R, set->n_features * set->n_features + 1, sizeof *R);
    if (!s)
        s = centre(&d, set, skip);
    if (!s)
        s = check(&d, shrinkage);
    if (!s)
        s = measure_scale(&d, set, skip);
    if (!s)
        s = whiten(&d, R, set, skip, shrinkage);
    free(R);
    if (s)
        phw_dispersion_free(&d);
    else
        *out = d;
    return s;
}

void phw_dispersion_free(phw_dispersion *d)
{
    free(d->mean);
    free(d->count);
    free(d->scale);
    free(d->whiten);
    *d = (phw_dispersion){0};
}
