#include "phy/channel_estimator_taps.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/signal.h"
#include "phy/hermitian.h"

/* Most pilots times taps: 64 MB. */
#define ENTRIES_MAX ((size_t)1 << 22)

enum {
    TAPS,
    EARLIEST,
    STEP,
    PICK,
    FALSE_ALARM
};

static const char *const picks[] = {"all", "threshold", NULL};

static const phw_param params_table[] = {
    [TAPS] = {.name = "taps",
              .unit = "",
              .summary = "taps of the grid",
              .min = 1,
              .max = PHW_DELAY_TAPS_MAX,
              .preset = 16,
              .whole = true},
    [EARLIEST] = {.name = "earliest",
                  .unit = "",
                  .summary = "delay of the first one, samples",
                  .min = -1000,
                  .max = 1000,
                  .preset = 0},
    [STEP] = {.name = "step",
              .unit = "",
              .summary = "their distance, samples",
              .min = 0.01,
              .max = 1000,
              .preset = 1},
    [PICK] = {.name = "pick",
              .unit = "",
              .summary = "which of them there are: all, or those that rise above the "
                         "noise; the others are 0",
              .max = 1,
              .preset = 1,
              .whole = true,
              .choice = picks},
    [FALSE_ALARM] = {.name = "false_alarm",
                     .unit = "",
                     .summary = "how often a tap without power is picked",
                     .min = 1e-12,
                     .max = 0.5,
                     .preset = 0.01},
};

struct phw_channel_estimation {
    size_t n;
    size_t m;
    phw_params params;
    double noise;             /* the mean variance of create */
    double *weight;           /* n: 1 / variance of create */
    double complex *steering; /* m rows of n */
    double complex *weighted; /* m x m: steering^H weight steering, lower triangle */
    double complex *plain;    /* m x m: steering^H steering */
    double complex *factor;   /* m x m: of the taps in use */
    double complex *gain;     /* m */
    double complex *side;     /* m: steering^H weight value */
    double complex *scratch;  /* m */
    double *variance;         /* m: of each tap, all in use */
    size_t *used;             /* m: which are in use */
};

static void destroy(phw_channel_estimation *e)
{
    if (e == NULL)
        return;
    free(e->weight);
    free(e->steering);
    free(e->weighted);
    free(e->plain);
    free(e->factor);
    free(e->gain);
    free(e->side);
    free(e->scratch);
    free(e->variance);
    free(e->used);
    free(e);
}

static phw_status allocate_taps(phw_channel_estimation *e)
{
    const size_t m = e->m;
    PHW_TRY(phw_array_alloc(&e->gain, m, sizeof *e->gain));
    PHW_TRY(phw_array_alloc(&e->side, m, sizeof *e->side));
    PHW_TRY(phw_array_alloc(&e->scratch, m, sizeof *e->scratch));
    PHW_TRY(phw_array_alloc(&e->variance, m, sizeof *e->variance));
    return phw_array_alloc(&e->used, m, sizeof *e->used);
}

static phw_status allocate(phw_channel_estimation *e)
{
    const size_t m = e->m;
    if (m > e->n || e->n > ENTRIES_MAX / m)
        return phw_fail(PHW_EARG,
                        "estimator taps: %zu taps of %zu pilots; expected at most one "
                        "a pilot, and %zu of both together",
                        m, e->n, ENTRIES_MAX);
    PHW_TRY(phw_array_alloc(&e->weight, e->n, sizeof *e->weight));
    PHW_TRY(phw_array_alloc(&e->steering, e->n * m, sizeof *e->steering));
    PHW_TRY(phw_array_alloc(&e->weighted, m * m, sizeof *e->weighted));
    PHW_TRY(phw_array_alloc(&e->plain, m * m, sizeof *e->plain));
    PHW_TRY(phw_array_alloc(&e->factor, m * m, sizeof *e->factor));
    return allocate_taps(e);
}

static double delay_of(const phw_channel_estimation *e, size_t l)
{
    return e->params.value[EARLIEST] + (double)l * e->params.value[STEP];
}

/* The products of taps l and i, plain and weighted. */
static void multiply(phw_channel_estimation *e, size_t l, size_t i)
{
    const double complex *a = e->steering + l * e->n;
    const double complex *b = e->steering + i * e->n;
    double complex plain = 0;
    double complex weighted = 0;
    for (size_t k = 0; k < e->n; ++k) {
        const double complex x = conj(a[k]) * b[k];
        plain += x;
        weighted += e->weight[k] * x;
    }
    e->plain[l * e->m + i] = plain;
    e->weighted[l * e->m + i] = weighted;
}

static void fill(phw_channel_estimation *e, const phw_pilot_estimate *pilots)
{
    for (size_t k = 0; k < e->n; ++k)
        e->weight[k] = 1 / (double)pilots->variance[k];
    for (size_t l = 0; l < e->m; ++l) {
        double complex *a = e->steering + l * e->n;
        for (size_t k = 0; k < e->n; ++k) {
            const double x = pilots->frequency[k] * delay_of(e, l);
            a[k] = cexp(CMPLX(0, -2 * M_PI * (x - rint(x))));
        }
        for (size_t i = 0; i <= l; ++i)
            multiply(e, l, i);
    }
}

/* The factor of the taps in use. */
static phw_status factor_used(phw_channel_estimation *e, size_t n_used)
{
    for (size_t i = 0; i < n_used; ++i)
        for (size_t l = 0; l <= i; ++l)
            e->factor[i * n_used + l] = e->weighted[e->used[i] * e->m + e->used[l]];
    return phw_hermitian_factor(e->factor, n_used);
}

static phw_status prepare(phw_channel_estimation *e, const phw_pilot_estimate *pilots,
                          const phw_channel_estimator_config *config)
{
    e->n = pilots->n;
    e->params = config->params;
    e->m = (size_t)config->params.value[TAPS];
    e->noise = phw_pilot_estimate_noise(pilots);
    PHW_TRY(allocate(e));
    fill(e, pilots);
    for (size_t l = 0; l < e->m; ++l)
        e->used[l] = l;
    if (factor_used(e, e->m) != PHW_OK)
        return phw_fail(PHW_EARG,
                        "estimator taps: %zu taps %g samples apart can't be told apart "
                        "by these pilots; take fewer, or a wider step",
                        e->m, config->params.value[STEP]);
    phw_hermitian_inverse_diagonal(e->variance, e->scratch, e->factor, e->m);
    return PHW_OK;
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

/* Gains of the taps in use. */
static phw_status solve(phw_channel_estimation *e, size_t n_used)
{
    PHW_TRY(factor_used(e, n_used));
    for (size_t i = 0; i < n_used; ++i)
        e->gain[i] = e->side[e->used[i]];
    phw_hermitian_solve(e->gain, e->factor, n_used);
    return PHW_OK;
}

/* Keeps the taps in use that rise above their noise; all are in use before. */
static size_t pick(phw_channel_estimation *e, double scale)
{
    const double level = -log(e->params.value[FALSE_ALARM]) * scale;
    size_t kept = 0;
    for (size_t l = 0; l < e->m; ++l) {
        const double power = creal(e->gain[l]) * creal(e->gain[l]) +
                             cimag(e->gain[l]) * cimag(e->gain[l]);
        if (power > level * e->variance[l])
            e->used[kept++] = l;
    }
    return kept;
}

/* The mean pilot's share of the taps' noise: the trace of factor's inverse with the
 * plain products. */
static double error_of(phw_channel_estimation *e, size_t n_used)
{
    double trace = 0;
    for (size_t i = 0; i < n_used; ++i) {
        memset(e->scratch, 0, n_used * sizeof *e->scratch);
        for (size_t l = 0; l < n_used; ++l) {
            const size_t a = e->used[i];
            const size_t b = e->used[l];
            e->scratch[l] =
                b >= a ? e->plain[b * e->m + a] : conj(e->plain[a * e->m + b]);
        }
        phw_hermitian_solve(e->scratch, e->factor, n_used);
        trace += creal(e->scratch[i]);
    }
    return trace / (double)e->n;
}

static void write_response(phw_channel_response *out, const phw_channel_estimation *e,
                           size_t n_used)
{
    for (size_t k = 0; k < e->n; ++k) {
        double complex sum = 0;
        for (size_t i = 0; i < n_used; ++i)
            sum += e->gain[i] * e->steering[e->used[i] * e->n + k];
        out->value[k] = (phw_cf)sum;
    }
    out->n_paths = e->m;
    for (size_t l = 0; l < e->m && out->path != NULL; ++l)
        out->path[l] = (phw_ray){delay_of(e, l), 0};
    for (size_t i = 0; i < n_used && out->path != NULL; ++i)
        out->path[e->used[i]].gain = (phw_cf)e->gain[i];
}

static phw_status estimate(phw_channel_response *out, phw_channel_estimation *e,
                           const phw_pilot_estimate *pilots)
{
    if (pilots->n != e->n)
        return phw_fail(PHW_EINPUT, "estimator taps: %zu pilots, made for %zu",
                        pilots->n, e->n);
    for (size_t l = 0; l < e->m; ++l) {
        const double complex *a = e->steering + l * e->n;
        e->side[l] = 0;
        for (size_t k = 0; k < e->n; ++k)
            e->side[l] += e->weight[k] * conj(a[k]) * (double complex)pilots->value[k];
        e->used[l] = l;
    }
    const double scale = phw_pilot_estimate_noise(pilots) / e->noise;
    size_t n_used = e->m;
    PHW_TRY(solve(e, n_used));
    if (e->params.value[PICK] != 0) {
        n_used = pick(e, scale);
        PHW_TRY(solve(e, n_used));
    }
    out->error = scale * error_of(e, n_used);
    write_response(out, e, n_used);
    return PHW_OK;
}

const phw_channel_estimator phw_channel_estimator_taps = {
    .name = "taps",
    .summary = "taps on a grid of delays by least squares, the significant ones picked",
    .reference = "Minn and Bhargava, IEEE Trans. Broadcast. 46 (2000) 240",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .has_paths = true,
    .on_grid = true,
    .create = create,
    .destroy = destroy,
    .estimate = estimate,
};
