#include "kgen/forecaster_kernel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/cholesky.h"
#include "kgen/forecast_window.h"

/* The ridges that are tried, a share of the kernel's mean over the training part, and
 * what keeps the equations solvable in any case. */
#define RIDGE_FIRST 1e-6
#define RIDGE_STEP  10.0
#define N_RIDGES    7
#define JITTER      1e-10

enum parameter {
    TAPS,
    CENTRES,
    WIDTH
};

static const phw_param params_table[] = {
    {.name = "taps",
     .unit = "",
     .summary = "values looked at, the present one among them",
     .min = 1,
     .max = 64,
     .preset = 8,
     .whole = true},
    {.name = "centres",
     .unit = "",
     .summary = "pasts of the training part that the kernel is laid around",
     .min = 2,
     .max = 512,
     .preset = 96,
     .whole = true},
    {.name = "width",
     .unit = "",
     .summary = "of the kernel, in deviations of the series",
     .min = 0.1,
     .max = 100,
     .preset = 2},
};

/* What is learnt from: pasts with what became of them. */
typedef struct lesson {
    const phw_forecast_window *window;
    phw_forecast_blend blend;
    size_t from, to; /* of the values that have a whole past and a target */
    size_t n_centres;
    double width;
} lesson;

/* Of two pasts of n values. */
static double kernel(const double *a, const double *b, size_t n, double width)
{
    double dot = 0;
    double apart = 0;
    for (size_t i = 0; i < n; ++i) {
        dot += a[i] * b[i];
        apart += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return (dot + exp(-apart / (2 * width * width * (double)n)) * (double)n) /
           (double)n;
}

/* Centre i of a lesson: spread evenly over it. */
static const double *centre(const lesson *l, size_t i)
{
    const size_t span = l->to - l->from;
    return phw_forecast_window_past(l->window, l->from + i * span / l->n_centres);
}

static void kernels(double *row, const lesson *l, const double *past)
{
    for (size_t i = 0; i < l->n_centres; ++i)
        row[i] = kernel(centre(l, i), past, l->window->n_taps, l->width);
}

/* The normal equations of values [from, to): sums of k k' and k y; row[n] is scratch.
 */
static void gather(double *square, double *y, double *row, const lesson *l, size_t from,
                   size_t to)
{
    const size_t n = l->n_centres;
    for (size_t k = from; k < to; ++k) {
        double target = 0;
        (void)phw_forecast_window_target(&target, l->window, &l->blend, k);
        kernels(row, l, phw_forecast_window_past(l->window, k));
        for (size_t i = 0; i < n; ++i) {
            y[i] += row[i] * target;
            for (size_t j = 0; j <= i; ++j)
                square[i * n + j] += row[i] * row[j];
        }
    }
}

/* Scratch of one lesson. */
typedef struct desk {
    double *square; /* n^2: of the values learnt from */
    double *y;      /* n */
    double *work;   /* n^2 */
    double *weight; /* n */
    double *row;    /* n */
} desk;

/* Weights of the ridge: (square + ridge K) weight = y, K the kernel of the centres. */
static phw_status solve(const desk *d, const lesson *l, double ridge)
{
    const size_t n = l->n_centres;
    double trace = 0;
    for (size_t i = 0; i < n; ++i)
        trace += d->square[i * n + i];
    for (size_t i = 0; i < n; ++i) {
        kernels(d->row, l, centre(l, i));
        for (size_t j = 0; j <= i; ++j)
            d->work[i * n + j] =
                d->square[i * n + j] + ridge * (double)(l->to - l->from) * d->row[j];
        d->work[i * n + i] += JITTER * trace;
    }
    memcpy(d->weight, d->y, n * sizeof *d->y);
    return phw_cholesky_solve(d->weight, d->work, n);
}

static double judge(const desk *d, const lesson *l, size_t from, size_t to)
{
    double sum = 0;
    for (size_t k = from; k < to; ++k) {
        double target = 0;
        double told = 0;
        (void)phw_forecast_window_target(&target, l->window, &l->blend, k);
        kernels(d->row, l, phw_forecast_window_past(l->window, k));
        for (size_t i = 0; i < l->n_centres; ++i)
            told += d->weight[i] * d->row[i];
        sum += (told - target) * (told - target);
    }
    return sum;
}

/* The ridge by the last quarter, then the weights by all. */
static phw_status teach(phw_forecast_model *m, const desk *d, const lesson *l)
{
    const size_t middle = l->from + (l->to - l->from) / 4 * 3;
    double best = 0;
    double least = HUGE_VAL;
    double ridge = RIDGE_FIRST;
    gather(d->square, d->y, d->row, l, l->from, middle);
    for (int i = 0; i < N_RIDGES; ++i, ridge *= RIDGE_STEP) {
        if (solve(d, l, ridge))
            continue;
        const double error = judge(d, l, middle, l->to);
        if (error < least) {
            least = error;
            best = ridge;
        }
    }
    gather(d->square, d->y, d->row, l, middle, l->to);
    PHW_TRY(solve(d, l, best));
    for (size_t i = 0; i < l->n_centres; ++i) {
        m->weight[i] = d->weight[i];
        memcpy(m->centre + i * m->n_taps, centre(l, i), m->n_taps * sizeof *m->centre);
    }
    m->weight[l->n_centres] = l->width;
    return PHW_OK;
}

static phw_status learn(phw_forecast_model *m, const phw_forecast_window *w,
                        double width)
{
    lesson l = {.window = w,
                .blend = phw_forecast_blend_of(m->horizon),
                .from = m->n_taps,
                .to = w->n,
                .n_centres = m->n_centres,
                .width = width};
    double target = 0;
    double *memory = NULL;
    const size_t n = l.n_centres;
    while (l.to > l.from && !phw_forecast_window_target(&target, w, &l.blend, l.to - 1))
        --l.to;
    if (l.to < l.from + 2 * n)
        return phw_fail(PHW_ESHORT,
                        "forecaster kernel: %zu values to learn from, at least %zu for "
                        "%zu centres",
                        w->n, w->n + l.from + 2 * n - l.to, n);
    PHW_TRY(phw_array_alloc(&memory, n * (2 * n + 3), sizeof *memory));
    const desk d = {.square = memory,
                    .work = memory + n * n,
                    .y = memory + 2 * n * n,
                    .weight = memory + 2 * n * n + n,
                    .row = memory + 2 * n * n + 2 * n};
    const phw_status s = teach(m, &d, &l);
    sodium_memzero(memory, n * (2 * n + 3) * sizeof *memory);
    free(memory);
    return s;
}

static phw_status fit(phw_forecast_model *out, const double *x, size_t n,
                      double horizon, const phw_params *params)
{
    phw_forecast_model m = {0};
    phw_forecast_window w = {0};
    const size_t n_centres = (size_t)params->value[CENTRES];
    PHW_TRY(phw_forecast_model_alloc(&m, (size_t)params->value[TAPS], n_centres + 1,
                                     n_centres));
    m.horizon = horizon;
    phw_status s = phw_forecast_model_check(&m);
    if (!s)
        s = phw_forecast_model_scale(&m, x, n);
    if (!s)
        s = phw_forecast_window_make(&w, &m, x, n);
    if (!s)
        s = learn(&m, &w, params->value[WIDTH]);
    phw_forecast_window_free(&w);
    if (s)
        phw_forecast_model_free(&m);
    else
        *out = m;
    return s;
}

static phw_status run(double *out, const phw_forecast_model *m, const double *x,
                      size_t n, const phw_params *params)
{
    phw_forecast_window w = {0};
    (void)params;
    PHW_TRY(phw_forecast_model_check(m));
    if (m->n_centres == 0 || m->n_weights != m->n_centres + 1 ||
        !(m->weight[m->n_centres] > 0))
        return phw_fail(PHW_EINPUT, "forecaster kernel: the model is another's");
    PHW_TRY(phw_forecast_window_make(&w, m, x, n));
    for (size_t k = 0; k < n; ++k) {
        double sum = 0;
        for (size_t i = 0; i < m->n_centres; ++i)
            sum += m->weight[i] * kernel(m->centre + i * m->n_taps,
                                         phw_forecast_window_past(&w, k), m->n_taps,
                                         m->weight[m->n_centres]);
        out[k] = m->mean + m->deviation * sum;
    }
    phw_forecast_window_free(&w);
    return PHW_OK;
}

const phw_forecaster phw_forecaster_kernel = {
    .name = "kernel",
    .summary = "a learnt forecast: kernel ridge regression on a training part",
    .reference = "Saunders, Gammerman and Vovk, ICML 1998 (kernel ridge regression)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fit = fit,
    .run = run,
};
