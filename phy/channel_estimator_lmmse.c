#include "phy/channel_estimator_lmmse.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"
#include "phy/hermitian.h"

/* Directions in which the prior has less than this share of its strongest one's power
 * are taken for ones without any. */
#define POWER_LEAST 1e-10

/* Most pilots times taps: 64 MB. */
#define ENTRIES_MAX ((size_t)1 << 22)

enum {
    PROFILE,
    RMS,
    EARLIEST,
    STEP
};

static const char *const profiles[] = {"exponential", "uniform", NULL};

static const phw_param params_table[] = {
    [PROFILE] = {.name = "profile",
                 .unit = "",
                 .summary = "the prior's power over delay",
                 .max = 1,
                 .whole = true,
                 .choice = profiles},
    [RMS] = {.name = "rms",
             .unit = "",
             .summary = "its root mean square delay spread, samples",
             .min = 0,
             .max = 1000,
             .preset = 2},
    [EARLIEST] = {.name = "earliest",
                  .unit = "",
                  .summary = "where it begins, samples",
                  .min = -1000,
                  .max = 1000,
                  .preset = -1},
    [STEP] = {.name = "step",
              .unit = "",
              .summary = "distance of its taps, samples",
              .min = 0.01,
              .max = 100,
              .preset = 0.5},
};

/* With the noise made white, y = A x + w: A has the prior's taps as columns, each with
 * its mean amplitude, x is white too. A = U S V^H gives the filter for any ratio of
 * power to noise. */
struct phw_channel_estimation {
    size_t n; /* pilots */
    size_t m; /* the prior's taps */
    size_t r; /* directions that have power */
    phw_delay_prior prior;
    double power;           /* 0: of each estimate by itself */
    double *weight;         /* n: to white noise of the mean variance */
    double complex *column; /* A as m rows of n; then U as r rows of n */
    double complex *matrix; /* m x m: A^H A */
    double complex *vector; /* m x m: V */
    double *value;          /* m: S^2 */
    double *share; /* r: how much of an error along U's column the mean pilot has */
    double complex *part; /* r: U^H y, less its noise */
    double complex *sum;  /* n: the response, weighted */
};

static phw_status read_prior(phw_delay_prior *out,
                             const phw_channel_estimator_config *config)
{
    const double *p = config->params.value;
    if (config->prior != NULL) {
        *out = *config->prior;
        return PHW_OK;
    }
    if (p[PROFILE] != 0)
        return phw_delay_prior_uniform(out, p[EARLIEST], p[RMS], p[STEP]);
    return phw_delay_prior_exponential(out, p[EARLIEST], p[RMS], p[STEP]);
}

static phw_status allocate_square(phw_channel_estimation *e)
{
    PHW_TRY(phw_array_alloc(&e->matrix, e->m * e->m, sizeof *e->matrix));
    PHW_TRY(phw_array_alloc(&e->vector, e->m * e->m, sizeof *e->vector));
    PHW_TRY(phw_array_alloc(&e->value, e->m, sizeof *e->value));
    PHW_TRY(phw_array_alloc(&e->share, e->m, sizeof *e->share));
    return phw_array_alloc(&e->part, e->m, sizeof *e->part);
}

static phw_status allocate(phw_channel_estimation *e)
{
    if (e->n > ENTRIES_MAX / e->m)
        return phw_fail(PHW_EARG,
                        "estimator lmmse: %zu pilots and %zu taps are too many "
                        "together; take a wider step",
                        e->n, e->m);
    PHW_TRY(phw_array_alloc(&e->weight, e->n, sizeof *e->weight));
    PHW_TRY(phw_array_alloc(&e->column, e->n * e->m, sizeof *e->column));
    PHW_TRY(phw_array_alloc(&e->sum, e->n, sizeof *e->sum));
    return allocate_square(e);
}

/* a^H b */
static double complex inner(const double complex *a, const double complex *b, size_t n)
{
    double complex sum = 0;
    for (size_t k = 0; k < n; ++k)
        sum += conj(a[k]) * b[k];
    return sum;
}

static void fill(phw_channel_estimation *e, const phw_pilot_estimate *pilots)
{
    const double noise = phw_pilot_estimate_noise(pilots);
    for (size_t k = 0; k < e->n; ++k)
        e->weight[k] = sqrt(noise / (double)pilots->variance[k]);
    for (size_t l = 0; l < e->m; ++l) {
        double complex *a = e->column + l * e->n;
        const double amplitude = sqrt(e->prior.power[l]);
        for (size_t k = 0; k < e->n; ++k) {
            const double x = pilots->frequency[k] * e->prior.delay[l];
            a[k] = e->weight[k] * amplitude * cexp(CMPLX(0, -2 * M_PI * (x - rint(x))));
        }
        for (size_t i = 0; i <= l; ++i)
            e->matrix[l * e->m + i] = inner(a, e->column + i * e->n, e->n);
    }
}

/* A V / S = U in A's place, row by row of pilots; V / S in V's. */
static phw_status turn_columns(phw_channel_estimation *e)
{
    double complex *row = NULL;
    PHW_TRY(phw_array_alloc(&row, e->m, sizeof *row));
    for (size_t i = 0; i < e->r; ++i)
        for (size_t l = 0; l < e->m; ++l)
            e->vector[l * e->m + i] /= sqrt(e->value[i]);
    for (size_t k = 0; k < e->n; ++k) {
        for (size_t l = 0; l < e->m; ++l)
            row[l] = e->column[l * e->n + k];
        for (size_t i = 0; i < e->r; ++i) {
            double complex u = 0;
            for (size_t l = 0; l < e->m; ++l)
                u += row[l] * e->vector[l * e->m + i];
            e->column[i * e->n + k] = u;
            e->share[i] += (creal(u) * creal(u) + cimag(u) * cimag(u)) /
                           (e->weight[k] * e->weight[k] * (double)e->n);
        }
    }
    free(row);
    return PHW_OK;
}

static void destroy(phw_channel_estimation *e)
{
    if (e == NULL)
        return;
    free(e->weight);
    free(e->column);
    free(e->matrix);
    free(e->vector);
    free(e->value);
    free(e->share);
    free(e->part);
    free(e->sum);
    free(e);
}

static phw_status prepare(phw_channel_estimation *e, const phw_pilot_estimate *pilots,
                          const phw_channel_estimator_config *config)
{
    PHW_TRY(read_prior(&e->prior, config));
    e->n = pilots->n;
    e->m = e->prior.n;
    e->power = config->power;
    PHW_TRY(allocate(e));
    fill(e, pilots);
    PHW_TRY(phw_hermitian_eigen(e->value, e->vector, e->matrix, e->m));
    while (e->r < e->m && e->value[e->r] > POWER_LEAST * e->value[0])
        ++e->r;
    return turn_columns(e);
}

static phw_status create(phw_channel_estimation **out, const phw_pilot_estimate *pilots,
                         const phw_channel_estimator_config *config)
{
    phw_channel_estimation *e = calloc(1, sizeof *e);
    if (e == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for an estimator");
    const phw_status s = prepare(e, pilots, config);
    if (s) {
        destroy(e);
        return s;
    }
    *out = e;
    return PHW_OK;
}

/* U^H y with each direction's noise taken down; the error that is left. */
static double filter(phw_channel_estimation *e, const phw_pilot_estimate *pilots)
{
    const double noise = phw_pilot_estimate_noise(pilots);
    const double power = e->power > 0 ? e->power : phw_pilot_estimate_power(pilots);
    double error = 0;
    for (size_t k = 0; k < e->n; ++k)
        e->sum[k] = e->weight[k] * (double complex)pilots->value[k];
    for (size_t i = 0; i < e->r; ++i) {
        const double share = power * e->value[i] / (power * e->value[i] + noise);
        e->part[i] = share * inner(e->column + i * e->n, e->sum, e->n);
        error += share * noise * e->share[i];
    }
    return error;
}

static void write_paths(phw_channel_response *out, const phw_channel_estimation *e)
{
    for (size_t l = 0; l < e->m; ++l) {
        double complex g = 0;
        for (size_t i = 0; i < e->r; ++i)
            g += e->vector[l * e->m + i] * e->part[i];
        out->path[l] =
            (phw_ray){e->prior.delay[l], (phw_cf)(g * sqrt(e->prior.power[l]))};
    }
}

static phw_status estimate(phw_channel_response *out, phw_channel_estimation *e,
                           const phw_pilot_estimate *pilots)
{
    if (pilots->n != e->n)
        return phw_fail(PHW_EINPUT, "estimator lmmse: %zu pilots, made for %zu",
                        pilots->n, e->n);
    out->error = filter(e, pilots);
    for (size_t k = 0; k < e->n; ++k)
        e->sum[k] = 0;
    for (size_t i = 0; i < e->r; ++i) {
        const double complex *u = e->column + i * e->n;
        for (size_t k = 0; k < e->n; ++k)
            e->sum[k] += e->part[i] * u[k];
    }
    for (size_t k = 0; k < e->n; ++k)
        out->value[k] = (phw_cf)(e->sum[k] / e->weight[k]);
    out->n_paths = e->m;
    if (out->path != NULL)
        write_paths(out, e);
    return PHW_OK;
}

const phw_channel_estimator phw_channel_estimator_lmmse = {
    .name = "lmmse",
    .summary = "least mean square error with a prior of power over delay",
    .reference = "Edfors, Sandell, van de Beek, Wilson and Borjesson, IEEE Trans. "
                 "Commun. 46 (1998) 931",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .has_paths = true,
    .on_grid = true,
    .create = create,
    .destroy = destroy,
    .estimate = estimate,
};
