#include "phy/trace_resample.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sf_bessel.h>

#include "core/signal.h"
#include "phy/median.h"
#include "phy/trace_select.h"

#define TAPS         8
#define LONGEST_GAP  1.5
#define NOISE        1e-6
#define TAPS_MAX     PHW_RESAMPLE_TAPS_MAX
#define BAND_OF_RATE 0.25

static const char *const name[PHW_N_RESAMPLINGS] = {
    [PHW_RESAMPLING_NEAREST] = "nearest",
    [PHW_RESAMPLING_LINEAR] = "linear",
    [PHW_RESAMPLING_CUBIC] = "cubic",
    [PHW_RESAMPLING_BAND_LIMITED] = "band-limited",
};

const char *phw_resampling_name(phw_resampling method)
{
    return (unsigned)method < PHW_N_RESAMPLINGS ? name[method] : NULL;
}

/* A configuration with its presets filled in, and the instants it is for. */
typedef struct choice {
    phw_resample_config config;
    const double *time_s;
    size_t n;
    double median_s;
} choice;

static phw_status check(const phw_resample_config *c)
{
    if (phw_resampling_name(c->method) == NULL)
        return phw_fail(PHW_EARG, "resampling: there is no method %u",
                        (unsigned)c->method);
    if (c->n_taps == 1 || c->n_taps > TAPS_MAX)
        return phw_fail(PHW_EARG, "resampling: %zu taps; expected 2 to %d", c->n_taps,
                        TAPS_MAX);
    if (!(c->bandwidth_hz >= 0) || !(c->noise >= 0) || !(c->longest_gap >= 0) ||
        !isfinite(c->bandwidth_hz) || !isfinite(c->noise))
        return phw_fail(PHW_EARG,
                        "resampling: bandwidth %g Hz, noise %g, gap %g; expected "
                        "numbers of 0 or more",
                        c->bandwidth_hz, c->noise, c->longest_gap);
    return PHW_OK;
}

static phw_status check_instants(const double *at_s, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (!isfinite(at_s[i]) || (i > 0 && at_s[i] < at_s[i - 1]))
            return phw_fail(PHW_EARG,
                            "resampling: instant %zu is not finite or lies before the "
                            "one before it",
                            i);
    }
    return PHW_OK;
}

static phw_status prepare(choice *out, const double *time_s, size_t n,
                          const phw_resample_config *config)
{
    PHW_TRY(check(config));
    if (n < 2)
        return phw_fail(PHW_EINPUT, "resampling: %zu probes; at least 2 are needed", n);
    PHW_TRY(check_instants(time_s, n));
    choice p = {.config = *config, .time_s = time_s, .n = n};
    PHW_TRY(phw_median_interval(&p.median_s, time_s, n));
    if (p.config.n_taps == 0)
        p.config.n_taps = TAPS;
    if (p.config.n_taps > n)
        p.config.n_taps = n;
    if (p.config.noise <= 0)
        p.config.noise = NOISE;
    if (p.config.longest_gap <= 0)
        p.config.longest_gap = LONGEST_GAP;
    if (p.config.bandwidth_hz <= 0 && p.median_s > 0)
        p.config.bandwidth_hz = BAND_OF_RATE / p.median_s;
    *out = p;
    return PHW_OK;
}

/* Whether the cubic may run through the interval after probe k. */
static bool is_regular(const choice *p, size_t k)
{
    const double gap = p->time_s[k + 1] - p->time_s[k];
    return gap >= 0.5 * p->median_s && gap <= 1.5 * p->median_s && gap > 0;
}

static void lagrange(phw_resample_tap *out, const choice *p, size_t first, double at)
{
    *out = (phw_resample_tap){.first = first, .n = 4};
    const double *time_s = p->time_s + first;
    for (size_t i = 0; i < 4; ++i) {
        out->weight[i] = 1;
        for (size_t j = 0; j < 4; ++j) {
            if (j != i)
                out->weight[i] *= (at - time_s[j]) / (time_s[i] - time_s[j]);
        }
    }
}

static double sinc(double x)
{
    const double turn = M_PI * x;
    return fabs(turn) < 1e-9 ? 1 : sin(turn) / turn;
}

/* Solves A x = b in place of b, A[n][n] symmetric and positive definite, by Cholesky's
 * factors in its lower half. */
static void solve(double A[TAPS_MAX][TAPS_MAX], double *b, size_t n)
{
    for (size_t j = 0; j < n; ++j) {
        for (size_t i = j; i < n; ++i) {
            double sum = A[i][j];
            for (size_t k = 0; k < j; ++k)
                sum -= A[i][k] * A[j][k];
            A[i][j] = i == j ? sqrt(sum) : sum / A[j][j];
        }
        for (size_t k = 0; k < j; ++k)
            b[j] -= A[j][k] * b[k];
        b[j] /= A[j][j];
    }
    for (size_t j = n; j-- > 0;) {
        for (size_t k = j + 1; k < n; ++k)
            b[j] -= A[k][j] * b[k];
        b[j] /= A[j][j];
    }
}

/* What is left of the sinc interpolation when probes are few, unevenly spaced and
 * noisy: the weights of least mean square error for a process of flat spectrum up to B,
 * (S + noise I)^-1 s with S_ij = sinc 2B(t_i - t_j), s_i = sinc 2B(t - t_i) (Yen, IRE
 * Trans. Circuit Theory 3(4), 1956, where the noise is none). */
static void band_limited(phw_resample_tap *out, const choice *p, size_t k, double at)
{
    const size_t n = p->config.n_taps;
    const double rate = 2 * p->config.bandwidth_hz;
    const size_t before = n / 2 - 1;
    size_t first = k > before ? k - before : 0;
    if (first + n > p->n)
        first = p->n - n;
    *out = (phw_resample_tap){.first = first, .n = n};
    const double *time_s = p->time_s + first;
    double A[TAPS_MAX][TAPS_MAX];
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j <= i; ++j)
            A[i][j] = sinc(rate * (time_s[i] - time_s[j]));
        A[i][i] += p->config.noise;
        out->weight[i] = sinc(rate * (at - time_s[i]));
    }
    solve(A, out->weight, n);
}

/* The tap for an instant between probes k and k + 1; false inside a gap. */
static bool weigh(phw_resample_tap *out, const choice *p, size_t k, double at)
{
    const double before = at - p->time_s[k];
    const double after = p->time_s[k + 1] - at;
    const phw_resampling method = p->config.method;
    /* At a probe the others have nothing to add, but for its noise. */
    if ((before <= 0 || after <= 0) && method != PHW_RESAMPLING_BAND_LIMITED) {
        *out =
            (phw_resample_tap){.first = before <= 0 ? k : k + 1, .n = 1, .weight = {1}};
        return true;
    }
    if (before > 0 && after > 0 && before + after > p->config.longest_gap * p->median_s)
        return false;
    const double mu = before / (before + after);
    if (method == PHW_RESAMPLING_NEAREST)
        *out =
            (phw_resample_tap){.first = mu <= 0.5 ? k : k + 1, .n = 1, .weight = {1}};
    else if (method == PHW_RESAMPLING_BAND_LIMITED)
        band_limited(out, p, k, at);
    else if (method == PHW_RESAMPLING_CUBIC && k > 0 && k + 2 < p->n &&
             is_regular(p, k - 1) && is_regular(p, k) && is_regular(p, k + 1))
        lagrange(out, p, k - 1, at);
    else
        *out = (phw_resample_tap){.first = k, .n = 2, .weight = {1 - mu, mu}};
    return true;
}

void phw_resample_plan_free(phw_resample_plan *plan)
{
    free(plan->tap);
    free(plan->at_s);
    free(plan->index);
    *plan = (phw_resample_plan){0};
}

static phw_status alloc(phw_resample_plan *plan, size_t n)
{
    PHW_TRY(phw_array_alloc(&plan->tap, n, sizeof *plan->tap));
    PHW_TRY(phw_array_alloc(&plan->at_s, n, sizeof *plan->at_s));
    return phw_array_alloc(&plan->index, n, sizeof *plan->index);
}

static void fill(phw_resample_plan *plan, const choice *p, const double *at_s, size_t n)
{
    size_t k = 0;
    for (size_t i = 0; i < n; ++i) {
        if (at_s[i] < p->time_s[0] || at_s[i] > p->time_s[p->n - 1])
            continue;
        while (k + 2 < p->n && p->time_s[k + 1] <= at_s[i])
            ++k;
        if (weigh(&plan->tap[plan->n], p, k, at_s[i])) {
            plan->at_s[plan->n] = at_s[i];
            plan->index[plan->n++] = i;
        }
    }
}

phw_status phw_resample_plan_make(phw_resample_plan *out, const double *time_s,
                                  size_t n_probes, const double *at_s, size_t n,
                                  const phw_resample_config *config)
{
    choice p;
    PHW_TRY(prepare(&p, time_s, n_probes, config));
    PHW_TRY(check_instants(at_s, n));
    phw_resample_plan plan = {0};
    phw_status s = alloc(&plan, n);
    if (!s)
        fill(&plan, &p, at_s, n);
    if (!s && plan.n == 0)
        s = phw_fail(PHW_EINPUT, "resampling: no instant of %zu lies between probes",
                     n);
    if (s)
        phw_resample_plan_free(&plan);
    else
        *out = plan;
    return s;
}

/* Coefficient c of what a tap reads. */
static phw_cf read_complex(const phw_trace *in, const phw_resample_tap *tap, size_t c)
{
    double re = 0;
    double im = 0;
    for (size_t i = 0; i < tap->n; ++i) {
        const phw_cf x = in->cplx[(tap->first + i) * in->n_coefficients + c];
        re += tap->weight[i] * (double)crealf(x);
        im += tap->weight[i] * (double)cimagf(x);
    }
    return CMPLXF((float)re, (float)im);
}

static float read_real(const phw_trace *in, const phw_resample_tap *tap, size_t c)
{
    double sum = 0;
    for (size_t i = 0; i < tap->n; ++i)
        sum += tap->weight[i] *
               (double)in->real[(tap->first + i) * in->n_coefficients + c];
    return (float)sum;
}

static void read_values(phw_trace *out, size_t to, const phw_trace *in,
                        const phw_resample_tap *tap)
{
    const size_t n = in->n_coefficients;
    for (size_t c = 0; c < n; ++c) {
        if (in->cplx != NULL)
            out->cplx[to * n + c] = read_complex(in, tap, c);
        else
            out->real[to * n + c] = read_real(in, tap, c);
    }
}

/* Along the straight line between probes k and k + 1, whatever the method: a column's
 * number is no sample of a band-limited process. A pure number may be a name or a
 * count, of which there is no half: it is the nearer probe's. */
static void read_columns(phw_trace *out, size_t to, const phw_trace *in, size_t k,
                         double at_s)
{
    const double gap = in->time_s[k + 1] - in->time_s[k];
    const double mu = gap > 0 ? (at_s - in->time_s[k]) / gap : 0;
    for (size_t c = 0; c < in->n_columns; ++c) {
        const double *x = in->column[c].value + k;
        const bool is_pure = strcmp(in->column[c].unit, "1") == 0;
        double y = (1 - mu) * x[0] + mu * x[1];
        if (mu <= 0 || mu >= 1 || is_pure)
            y = mu <= (is_pure ? 0.5 : 0) ? x[0] : x[1];
        out->column[c].value[to] = y;
    }
}

phw_status phw_trace_resample(phw_trace *out, const phw_trace *in,
                              const phw_resample_plan *plan)
{
    phw_trace t = {0};
    PHW_TRY(phw_trace_like(&t, in, plan->n));
    size_t k = 0;
    for (size_t i = 0; i < plan->n; ++i) {
        const double at_s = plan->at_s[i];
        while (k + 2 < in->n_probes && in->time_s[k + 1] <= at_s)
            ++k;
        read_values(&t, i, in, &plan->tap[i]);
        if (in->n_probes > 1)
            read_columns(&t, i, in, k, at_s);
        t.time_s[i] = at_s;
        t.sequence[i] = (int64_t)plan->index[i];
    }
    *out = t;
    return PHW_OK;
}

static double clarke(double tau_s, double doppler_hz)
{
    return gsl_sf_bessel_J0(2 * M_PI * doppler_hz * fabs(tau_s));
}

void phw_resample_expect(phw_resample_outcome *out, const phw_resample_tap *tap,
                         const double *time_s, double at_s, double doppler_hz,
                         const phw_resample_noise *noise)
{
    double with_truth = 0;
    double power = 0;
    for (size_t i = 0; i < tap->n; ++i) {
        const double t = time_s[tap->first + i];
        with_truth += tap->weight[i] * clarke(t - at_s, doppler_hz);
        for (size_t j = 0; j < tap->n; ++j)
            power += tap->weight[i] * tap->weight[j] *
                     (clarke(t - time_s[tap->first + j], doppler_hz) +
                      (i == j ? noise->read : 0));
    }
    *out = (phw_resample_outcome){.error = 1 - 2 * with_truth + power,
                                  .covariance = with_truth,
                                  .power = power,
                                  .correlation =
                                      with_truth / sqrt((1 + noise->other) * power)};
}
