#include "kgen/information_ksg.h"

#include <math.h>
#include <stdlib.h>

#include <gsl/gsl_sf_psi.h>

#include "core/rng.h"
#include "core/signal.h"
#include "kgen/information_rows.h"
#include "kgen/series.h"

#define NEIGHBOURS_MAX 50

/* Of the dither's streams: "ksg". */
#define PURPOSE PHW_RNG_PURPOSE(PHW_RNG_DITHER, 0x6b7367)

enum {
    NEIGHBOURS,
    ROWS,
    SEED
};

static const phw_param params_table[] = {
    [NEIGHBOURS] = {.name = "k",
                    .unit = "",
                    .summary = "neighbours",
                    .min = 1,
                    .max = NEIGHBOURS_MAX,
                    .preset = 3,
                    .whole = true},
    [ROWS] = {.name = "rows",
              .unit = "",
              .summary = "most rows that are looked at",
              .min = 100,
              .max = 20000,
              .preset = 2000,
              .whole = true},
    [SEED] = {.name = "seed",
              .unit = "",
              .summary = "of the dither of equal values",
              .min = 0,
              .max = 1e9,
              .preset = 1,
              .whole = true},
};

/* Rows of one end, a row's components side by side. */
typedef struct points {
    double *value;
    size_t n_components;
    size_t n;
} points;

static int compare(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The step of the grid that x[n] lies on: the least difference, 0 without equals. */
static phw_status find_step(double *step, const double *x, size_t n)
{
    double *sorted = NULL;
    PHW_TRY(phw_array_alloc(&sorted, n, sizeof *sorted));
    for (size_t i = 0; i < n; ++i)
        sorted[i] = x[i];
    qsort(sorted, n, sizeof *sorted, compare);
    double least = HUGE_VAL;
    size_t n_equal = 0;
    for (size_t i = 1; i < n; ++i) {
        const double gap = sorted[i] - sorted[i - 1];
        n_equal += !(gap > 0);
        least = gap > 0 ? fmin(least, gap) : least;
    }
    *step = n_equal > 0 && isfinite(least) ? least : 0;
    free(sorted);
    return PHW_OK;
}

/* Component c of every (whole / n)-th row, over its deviation, dithered. */
static phw_status take_component(points *out, const phw_features *x, size_t c,
                                 const phw_rng *rng)
{
    const double *series = phw_features_series(x, c);
    double mean = 0;
    double variance = 0;
    double step = 0;
    PHW_TRY(find_step(&step, series, x->n_rows));
    phw_series_moments(&mean, &variance, series, x->n_rows);
    const double scale = 1 / sqrt(variance);
    for (size_t i = 0; i < out->n; ++i) {
        const size_t row = (size_t)((double)i * (double)x->n_rows / (double)out->n);
        float dither = 0;
        phw_rng_uniform(&dither, rng, i, 1);
        out->value[i * out->n_components + c] =
            scale * (series[row] - mean + step * ((double)dither - 0.5));
    }
    return PHW_OK;
}

static phw_status take(points *out, const phw_features *x, size_t n, uint64_t seed,
                       uint32_t end)
{
    *out = (points){.n_components = x->n_components, .n = n};
    PHW_TRY(phw_array_alloc(&out->value, n * x->n_components, sizeof *out->value));
    for (size_t c = 0; c < x->n_components; ++c) {
        const phw_rng rng = {seed, PURPOSE, 2 * (uint32_t)c + end};
        PHW_TRY(take_component(out, x, c, &rng));
    }
    return PHW_OK;
}

static double distance(const points *p, size_t i, size_t j)
{
    const double *a = p->value + i * p->n_components;
    const double *b = p->value + j * p->n_components;
    double most = 0;
    for (size_t c = 0; c < p->n_components; ++c)
        most = fmax(most, fabs(a[c] - b[c]));
    return most;
}

/* Of nearest[k], falling, and one more: the k nearest. */
static void insert(double *nearest, unsigned k, double d)
{
    if (!(d < nearest[0]))
        return;
    unsigned i = 0;
    for (; i + 1 < k && nearest[i + 1] > d; ++i)
        nearest[i] = nearest[i + 1];
    nearest[i] = d;
}

/* psi(n_x + 1) + psi(n_y + 1) of row i; near_x[n], near_y[n] are scratch. */
static double around(const points *x, const points *y, size_t i, unsigned k,
                     double *near_x, double *near_y)
{
    double nearest[NEIGHBOURS_MAX];
    for (unsigned j = 0; j < NEIGHBOURS_MAX; ++j)
        nearest[j] = HUGE_VAL;
    for (size_t j = 0; j < x->n; ++j) {
        near_x[j] = distance(x, i, j);
        near_y[j] = distance(y, i, j);
        if (j != i)
            insert(nearest, k, fmax(near_x[j], near_y[j]));
    }
    int n_x = 0;
    int n_y = 0;
    for (size_t j = 0; j < x->n; ++j) {
        n_x += j != i && near_x[j] < nearest[0];
        n_y += j != i && near_y[j] < nearest[0];
    }
    return gsl_sf_psi_int(n_x + 1) + gsl_sf_psi_int(n_y + 1);
}

static phw_status estimate(double *bits, const points *x, const points *y, unsigned k)
{
    double *near = NULL;
    PHW_TRY(phw_array_alloc(&near, 2 * x->n, sizeof *near));
    double sum = 0;
    for (size_t i = 0; i < x->n; ++i)
        sum += around(x, y, i, k, near, near + x->n);
    free(near);
    const double n = (double)x->n;
    *bits = (gsl_sf_psi_int((int)k) + gsl_sf_psi_int((int)x->n) - sum / n) / M_LN2;
    return PHW_OK;
}

static phw_status measure(phw_information_figure *out, const phw_features *a,
                          const phw_features *b, const phw_params *params)
{
    const unsigned k = (unsigned)params->value[NEIGHBOURS];
    const size_t most = (size_t)params->value[ROWS];
    const uint64_t seed = (uint64_t)params->value[SEED];
    points x = {0};
    points y = {0};
    double bits = 0;
    PHW_TRY(phw_information_check(a, b, false, (size_t)k + 2, "information ksg"));
    const size_t n = a->n_rows < most ? a->n_rows : most;
    phw_status s = take(&x, a, n, seed, 0);
    if (!s)
        s = take(&y, b, n, seed, 1);
    if (!s)
        s = estimate(&bits, &x, &y, k);
    if (!s)
        *out = (phw_information_figure){bits, (double)NAN, (double)NAN};
    free(x.value);
    free(y.value);
    return s;
}

const phw_information phw_information_ksg = {
    .name = "ksg",
    .summary = "nearest neighbours, any law, equal values dithered",
    .reference = "Kraskov, Stoegbauer and Grassberger, Phys. Rev. E 69, 066138, 2004",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .measure = measure,
};
