#include "channel/sample_clock.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sf_bessel.h>

#include "core/signal.h"
#include "core/vectorised.h"

/* A sinc of POINTS samples under Kaiser's window: 80 dB needs (80 - 8) / (2.285 * 0.4
 * pi) = 25 points for a transition from 0.4 to 0.6 of the rate. Rows of the table are
 * joined by straight lines: (pi / 512)^2 / 8 is -106 dB. */
enum {
    POINTS = 2 * PHW_SAMPLE_CLOCK_LATENCY,
    PHASES = 512,
    LANES = 16,
    STEP = 256
};

#define BETA 8.0

struct phw_sample_clock {
    double step;
    uint64_t n_in;                        /* samples taken */
    uint64_t n_out;                       /* samples given */
    float weight[PHASES + 2][2 * POINTS]; /* each twice: for both rails */
    phw_cf window[POINTS + STEP]; /* the last POINTS samples taken, then the new ones */
};

static double sinc(double x)
{
    return x == 0 ? 1 : sin(M_PI * x) / (M_PI * x);
}

/* Weights of the points -POINTS/2 + 1 .. POINTS/2 for an instant between 0 and 1. */
static void fill_row(float *weight, double fraction)
{
    double w[POINTS];
    double sum = 0;
    for (int i = 0; i < POINTS; ++i) {
        const double x = fraction + PHW_SAMPLE_CLOCK_LATENCY - 1 - i;
        const double edge = 1 - 4 * x * x / ((double)POINTS * POINTS);
        w[i] = sinc(x) * gsl_sf_bessel_I0(BETA * sqrt(fmax(0, edge)));
        sum += w[i];
    }
    for (int i = 0; i < POINTS; ++i)
        weight[2 * i] = weight[2 * i + 1] = (float)(w[i] / sum);
}

phw_status phw_sample_clock_create(phw_sample_clock **out, double step)
{
    if (!(step >= 0.99 && step <= 1.01))
        return phw_fail(PHW_EARG,
                        "sample clock: step %g; expected 0.99 to 1.01, off by at most "
                        "1 %%",
                        step);
    phw_sample_clock *c = NULL;
    PHW_TRY(phw_array_alloc(&c, 1, sizeof *c));
    c->step = step;
    /* A true clock reads no weights. */
    for (int p = 0; step != 1 && p <= PHASES + 1; ++p)
        fill_row(c->weight[p], (double)p / PHASES);
    *out = c;
    return PHW_OK;
}

void phw_sample_clock_destroy(phw_sample_clock *clock)
{
    free(clock);
}

void phw_sample_clock_reset(phw_sample_clock *clock)
{
    clock->n_in = 0;
    clock->n_out = 0;
    memset(clock->window, 0, sizeof clock->window);
}

size_t phw_sample_clock_room(const phw_sample_clock *clock, size_t n)
{
    return clock->step == 1 ? n : n + n / 64 + 2;
}

/* One instant between `rail`'s points, pairs of floats. LANES sums side by side: their
 * order is fixed, whatever the vectors' width. */
static inline void interpolate(float out[2], const float *rail, const float *weight,
                               float part)
{
    float sum[LANES] = {0};
    const float *next = weight + (ptrdiff_t)2 * POINTS;
    for (int i = 0; i < 2 * POINTS; i += LANES) {
        for (int k = 0; k < LANES; ++k)
            sum[k] +=
                (weight[i + k] + part * (next[i + k] - weight[i + k])) * rail[i + k];
    }
    /* Unrolled, the sums stay in registers. */
#pragma GCC unroll 3
    for (int half = LANES / 2; half >= 2; half /= 2) {
        for (int k = 0; k < half; ++k)
            sum[k] += sum[k + half];
    }
    out[0] = sum[0];
    out[1] = sum[1];
}

/* `n` instants from number `first` on, of which `rail` point 0 is the input's sample
 * number `origin`. */
PHW_VECTORISED
static void interpolate_all(float *out, size_t n, const float *rail,
                            const float *weight, const double place[3])
{
    for (size_t k = 0; k < n; ++k) {
        const double at = (place[0] + (double)(long)k) * place[1];
        const long whole = (long)at;
        const double phase = (at - (double)whole) * PHASES;
        const int p = (int)phase;
        interpolate(out + 2 * k, rail + 2 * (whole - (long)place[2]),
                    weight + (ptrdiff_t)2 * POINTS * p, (float)(phase - p));
    }
}

/* The window holds the samples before number n_in + n; those instants come out that
 * have POINTS/2 samples after them. */
static size_t give(phw_sample_clock *c, phw_cf *out, size_t n)
{
    const double end = (double)(c->n_in + n) - POINTS / 2.0;
    size_t given = 0;
    while ((double)(c->n_out + given) * c->step < end)
        ++given;
    /* The window's place 0 is sample n_in - POINTS; a row of weights begins with the
     * sample POINTS/2 - 1 before the instant. */
    const double place[3] = {(double)c->n_out, c->step,
                             (double)c->n_in - POINTS + PHW_SAMPLE_CLOCK_LATENCY - 1};
    interpolate_all((float *)out, given, (const float *)c->window, c->weight[0], place);
    c->n_out += given;
    return given;
}

size_t phw_sample_clock_push(phw_sample_clock *clock, phw_cf *out, const phw_cf *in,
                             size_t n)
{
    if (clock->step == 1) {
        memcpy(out, in, n * sizeof *out);
        return n;
    }
    size_t given = 0;
    while (n > 0) {
        const size_t take = n < STEP ? n : STEP;
        memcpy(clock->window + POINTS, in, take * sizeof *in);
        given += give(clock, out + given, take);
        memmove(clock->window, clock->window + take, POINTS * sizeof *in);
        clock->n_in += take;
        in += take;
        n -= take;
    }
    return given;
}
