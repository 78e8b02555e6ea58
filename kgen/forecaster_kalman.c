#include "kgen/forecaster_kalman.h"

#include <math.h>
#include <string.h>

#include "kgen/autocorrelation.h"
#include "kgen/doppler.h"
#include "kgen/forecast_window.h"
#include "kgen/levinson.h"

#define ORDER_MAX 32

/* Least noise, of the variance: without it the filter has no steady state. */
#define NOISE_LEAST 1e-6

/* White power that is added to the process's own before a model is fitted: an exact one
 * of a band-limited process is all but without innovation, and the filter would trust
 * it. Of 1e-6 to 1e-1 the best at 0.02 to 0.3 turns, order 16 and 10 dB. */
#define LOADING 1e-3

/* Of the recursion of the covariance. */
#define STEPS_MAX 5000
#define SETTLED   1e-12

enum parameter {
    ORDER,
    DOPPLER,
    NOISE
};

static const phw_param params_table[] = {
    {.name = "order",
     .unit = "",
     .summary = "of the autoregression",
     .min = 1,
     .max = ORDER_MAX,
     .preset = 16,
     .whole = true},
    {.name = "doppler",
     .unit = "",
     .summary = "largest shift of Clarke's spectrum, turns a reading; 0: the training "
                "part's own autocorrelation",
     .min = 0,
     .max = 100,
     .preset = 0},
    {.name = "noise",
     .unit = "",
     .summary = "noise's share of the variance; -1: as the training part says",
     .min = -1,
     .max = 0.999,
     .preset = -1},
};

/* The model of one series, of variance 1 in all. */
typedef struct tracking {
    double a[ORDER_MAX];
    size_t order;
    size_t n;          /* states: the process now and n - 1 times before */
    double innovation; /* variance of e */
    double noise;      /* variance */
} tracking;

/* x becomes F x: one step on, where nothing new comes. */
static void advance(double *x, const double *a, size_t order, size_t n)
{
    double next = 0;
    for (size_t i = 0; i < order; ++i)
        next += a[i] * x[i];
    memmove(x + 1, x, (n - 1) * sizeof *x);
    x[0] = next;
}

typedef double matrix[ORDER_MAX][ORDER_MAX];

static void transpose(matrix p, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < i; ++j) {
            const double keep = p[i][j];
            p[i][j] = p[j][i];
            p[j][i] = keep;
        }
    }
}

/* P becomes F P F' + the innovation. */
static void spread(matrix p, const tracking *t)
{
    for (int side = 0; side < 2; ++side) {
        for (size_t i = 0; i < t->n; ++i)
            advance(p[i], t->a, t->order, t->n);
        transpose(p, t->n);
    }
    p[0][0] += t->innovation;
}

/* The gain that the filter settles at (Riccati's recursion). */
static void settle(double *gain, const tracking *t)
{
    matrix p = {{0}};
    for (size_t i = 0; i < t->n; ++i)
        p[i][i] = 1;
    memset(gain, 0, t->n * sizeof *gain);
    double moved = 1;
    for (int step = 0; step < STEPS_MAX && moved > SETTLED; ++step) {
        spread(p, t);
        double first[ORDER_MAX];
        memcpy(first, p[0], t->n * sizeof *first);
        moved = 0;
        for (size_t i = 0; i < t->n; ++i) {
            const double k = first[i] / (first[0] + t->noise);
            moved = fmax(moved, fabs(k - gain[i]));
            gain[i] = k;
            for (size_t j = 0; j < t->n; ++j)
                p[i][j] -= k * first[j];
        }
    }
}

/* Yule and Walker's equations of the process without its noise. Where so much noise
 * leaves no autocorrelation, half of it does, and at last none. */
static phw_status model(tracking *t, double *r, double noise)
{
    for (int tries = 0; tries < 8; ++tries) {
        double open = 0;
        r[0] = (1 - noise) * (1 + LOADING);
        if (!phw_levinson_model(t->a, &open, r, t->order)) {
            t->noise = fmax(NOISE_LEAST, noise);
            t->innovation = open * r[0];
            return PHW_OK;
        }
        noise = tries < 6 ? noise / 2 : 0;
    }
    return phw_fail_within(PHW_ESHORT, "forecaster kalman");
}

static phw_status learn(phw_forecast_model *m, const double *x, size_t n,
                        const phw_params *params)
{
    double r[ORDER_MAX + 4];
    tracking t = {.order = m->n_weights - m->n_taps, .n = m->n_taps};
    const size_t n_lags = t.order > 3 ? t.order : 3;
    if (n < 8 * n_lags)
        return phw_fail(PHW_ESHORT,
                        "forecaster kalman: %zu values to learn from, at least %zu", n,
                        8 * n_lags);
    PHW_TRY(phw_forecast_model_scale(m, x, n));
    PHW_TRY(phw_autocorrelation(r, x, n, n_lags));
    double noise = params->value[NOISE];
    if (noise < 0)
        noise = 1 - phw_autocorrelation_signal(r);
    for (size_t k = 1; k <= n_lags && params->value[DOPPLER] > 0; ++k)
        r[k] = (1 - noise) * phw_doppler_correlation(
                                 PHW_DOPPLER_JAKES, params->value[DOPPLER] * (double)k);
    PHW_TRY(model(&t, r, noise));
    memcpy(m->weight, t.a, t.order * sizeof *t.a);
    settle(m->weight + t.order, &t);
    return PHW_OK;
}

static phw_status fit(phw_forecast_model *out, const double *x, size_t n,
                      double horizon, const phw_params *params)
{
    phw_forecast_model m = {0};
    const size_t order = (size_t)params->value[ORDER];
    const size_t n_states = order > 1 ? order : 2;
    PHW_TRY(phw_forecast_model_alloc(&m, n_states, order + n_states, 0));
    m.horizon = horizon;
    phw_status s = phw_forecast_model_check(&m);
    if (!s)
        s = learn(&m, x, n, params);
    if (s)
        phw_forecast_model_free(&m);
    else
        *out = m;
    return s;
}

/* The process at the blend's horizons from a state that it keeps. */
static double foresee(const double *state, const phw_forecast_blend *blend,
                      const phw_forecast_model *m)
{
    double x[ORDER_MAX];
    double sum = 0;
    ptrdiff_t at = 0;
    memcpy(x, state, m->n_taps * sizeof *x);
    for (ptrdiff_t i = 0; i < 4; ++i) {
        const ptrdiff_t want = blend->first + i;
        if (blend->weight[i] == 0)
            continue;
        for (; at < want; ++at)
            advance(x, m->weight, m->n_weights - m->n_taps, m->n_taps);
        sum += blend->weight[i] * x[at - want];
    }
    return sum;
}

static phw_status run(double *out, const phw_forecast_model *m, const double *x,
                      size_t n, const phw_params *params)
{
    phw_forecast_window w = {0};
    (void)params;
    PHW_TRY(phw_forecast_model_check(m));
    const size_t order = m->n_weights - m->n_taps;
    if (m->n_taps < 2 || m->n_taps > ORDER_MAX || m->n_weights <= m->n_taps ||
        order > m->n_taps || m->n_centres != 0)
        return phw_fail(PHW_EINPUT, "forecaster kalman: the model is another's");
    PHW_TRY(phw_forecast_window_make(&w, m, x, n));
    const phw_forecast_blend blend = phw_forecast_blend_of(m->horizon);
    double state[ORDER_MAX] = {0};
    for (size_t k = 0; k < n; ++k) {
        advance(state, m->weight, order, m->n_taps);
        const double news = phw_forecast_window_past(&w, k)[m->n_taps - 1] - state[0];
        for (size_t i = 0; i < m->n_taps; ++i)
            state[i] += m->weight[order + i] * news;
        out[k] = m->mean + m->deviation * foresee(state, &blend, m);
    }
    phw_forecast_window_free(&w);
    return PHW_OK;
}

const phw_forecaster phw_forecaster_kalman = {
    .name = "kalman",
    .summary = "an autoregression of the process in noise, tracked by a Kalman filter",
    .reference = "Kalman, J. Basic Eng. 82, 1960; Baddour and Beaulieu, IEEE Trans. "
                 "Wirel. Commun. 4(4), 2005 (autoregressive fading)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fit = fit,
    .run = run,
};
