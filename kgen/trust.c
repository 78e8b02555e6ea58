#include "kgen/trust.h"

#include <math.h>
#include <stdlib.h>

#include <sodium.h>

#include "core/signal.h"

#define RATE_MOST 0.25
#define RATE_STEP 0.85

/* An error rate that no magnitude excludes. */
#define TAIL 0.002

/* Correlations that are tried. */
#define N_RHO 48

/* Level l starts at 2^((l - FIRST) / PER_OCTAVE). */
#define FIRST      9
#define PER_OCTAVE 3

#define HALF_WINDOW 20

/* A sign is kept whose log-likelihood ratio is larger. */
#define LEAST_LLR 2.0

void phw_trust_levels(uint8_t *level, const double *z, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        const double l = FIRST + floor(PER_OCTAVE * log2(fabs(z[i]) + 1e-30));
        level[i] = (uint8_t)fmin(fmax(l, 0), PHW_TRUST_LEVELS - 1);
    }
}

double phw_trust_rate(uint8_t grade)
{
    double rate = RATE_MOST;
    for (unsigned i = 0; i < grade; ++i)
        rate *= RATE_STEP;
    return rate;
}

static uint8_t grade_of(double p)
{
    const double g = round(log(p / RATE_MOST) / log(RATE_STEP));
    if (g < 0)
        return PHW_TRUST_HOPELESS;
    return (uint8_t)fmin(g, PHW_TRUST_HOPELESS - 1);
}

/* 0.02, then steps of 0.04 up to 0.9, then ever closer to 1. */
static double correlation(unsigned i)
{
    enum {
        EVEN = 23
    };

    return i < EVEN ? 0.02 + 0.04 * i : 1 - 0.1 * pow(0.79, i - EVEN);
}

/* sum[i] = minus log-likelihood of the magnitudes of the rows before i. */
static void sum_likelihood(double *sum, const double *a, const double *b, size_t n,
                           double rho)
{
    const double open = 1 - rho * rho;
    const double constant = 0.5 * log(open) + M_LN2;
    sum[0] = 0;
    for (size_t i = 0; i < n; ++i) {
        const double x = rho * a[i] * b[i] / open;
        const double log_cosh = x < 20 ? x + log1p(exp(-2 * x)) : x;
        const double square = a[i] * a[i] + b[i] * b[i];
        sum[i + 1] = sum[i] + constant + rho * rho * square / (2 * open) - log_cosh;
    }
}

/* n magnitudes of each end, n + 1 sums, and n of the least so far. */
typedef struct scratch {
    double *a;
    double *b;
    double *sum;
    double *least;
} scratch;

/* Takes rho where it is likelier than all before. */
static void try_correlation(const scratch *w, double *best, size_t n, double rho)
{
    sum_likelihood(w->sum, w->a, w->b, n, rho);
    for (size_t i = 0; i < n; ++i) {
        const size_t half = i / 4 > HALF_WINDOW ? i / 4 : HALF_WINDOW;
        const size_t from = i > half ? i - half : 0;
        const size_t to = n - i > half ? i + half + 1 : n;
        const double cost = w->sum[to] - w->sum[from];
        if (cost < w->least[i]) {
            w->least[i] = cost;
            best[i] = rho;
        }
    }
}

static void fit(const scratch *w, double *best, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        w->least[i] = HUGE_VAL;
    for (unsigned r = 0; r < N_RHO; ++r)
        try_correlation(w, best, n, correlation(r));
}

double phw_trust_magnitude(uint8_t level)
{
    return exp2((level - FIRST + 0.5) / PER_OCTAVE);
}

phw_status phw_trust_fit(double *rho, const uint8_t *level, const double *z, size_t n)
{
    double *room = NULL;
    if (n > SIZE_MAX / 5 - 1)
        return phw_fail(PHW_ENOMEM, "trust: %zu values are too many", n);
    for (size_t i = 0; i < n; ++i) {
        if (level[i] >= PHW_TRUST_LEVELS)
            return phw_fail(PHW_EPEER, "trust: sample %zu is of level %u of %d", i,
                            level[i], PHW_TRUST_LEVELS);
    }
    PHW_TRY(phw_array_alloc(&room, 4 * n + 1, sizeof *room));
    const scratch w = {room, room + n, room + 2 * n, room + 3 * n + 1};
    for (size_t i = 0; i < n; ++i) {
        w.a[i] = phw_trust_magnitude(level[i]);
        w.b[i] = fabs(z[i]);
    }
    fit(&w, rho, n);
    sodium_memzero(room, (4 * n + 1) * sizeof *room);
    free(room);
    return PHW_OK;
}

double phw_trust_threshold(uint8_t level, double rho)
{
    return LEAST_LLR * (1 - rho * rho) / (2 * rho * phw_trust_magnitude(level));
}

static double tail(double x)
{
    return 0.5 * erfc(x * M_SQRT1_2);
}

static uint8_t grade_kept(uint8_t level, double rho)
{
    const double open = sqrt(1 - rho * rho);
    const double drift = rho * phw_trust_magnitude(level) / open;
    const double least = phw_trust_threshold(level, rho) / open;
    const double wrong = tail(least + drift);
    const double right = tail(least - drift);
    return grade_of(TAIL + (1 - 2 * TAIL) * wrong / (wrong + right));
}

phw_status phw_trust_grades(uint8_t *grade, const uint8_t *level, const double *z,
                            size_t n)
{
    double *rho = NULL;
    PHW_TRY(phw_array_alloc(&rho, n, sizeof *rho));
    const phw_status s = phw_trust_fit(rho, level, z, n);
    for (size_t i = 0; i < n && !s; ++i)
        grade[i] = fabs(z[i]) > phw_trust_threshold(level[i], rho[i])
                       ? grade_kept(level[i], rho[i])
                       : PHW_TRUST_HOPELESS;
    free(rho);
    return s;
}
