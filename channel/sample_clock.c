#include "channel/sample_clock.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsl/gsl_sf_bessel.h>

#include "core/signal.h"

/* A sinc of POINTS samples under Kaiser's window: 80 dB needs (80 - 8) / (2.285 * 0.4
 * pi) = 25 points for a transition from 0.4 to 0.6 of the rate. Rows of the table are
 * joined by straight lines: (pi / 512)^2 / 8 is -106 dB. */
enum {
    POINTS = 2 * PHW_SAMPLE_CLOCK_LATENCY,
    PHASES = 512,
    STEP = 256
};

#define BETA 8.0

struct phw_sample_clock {
    double step;
    uint64_t n_in;  /* samples taken */
    uint64_t n_out; /* samples given */
    float weight[PHASES + 1][POINTS];
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
        weight[i] = (float)(w[i] / sum);
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
    for (int p = 0; p <= PHASES; ++p)
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

/* Four sums side by side, so that the order of adding is fixed and still fast. */
static phw_cf interpolate(const phw_sample_clock *c, const phw_cf *point,
                          double fraction)
{
    const double place = fraction * PHASES;
    const int p = (int)place;
    const float part = (float)(place - p);
    const float *a = c->weight[p];
    const float *b = c->weight[p + (p < PHASES)];
    const float *rail = (const float *)point;
    float sum[8] = {0};
    for (int i = 0; i < POINTS; i += 4) {
        for (int k = 0; k < 4; ++k) {
            const float w = a[i + k] + part * (b[i + k] - a[i + k]);
            sum[2 * k] += w * rail[2 * (i + k)];
            sum[2 * k + 1] += w * rail[2 * (i + k) + 1];
        }
    }
    return CMPLXF((sum[0] + sum[2]) + (sum[4] + sum[6]),
                  (sum[1] + sum[3]) + (sum[5] + sum[7]));
}

/* The window holds the samples before number n_in + n; those instants come out that
 * have POINTS/2 samples after them. */
static size_t give(phw_sample_clock *c, phw_cf *out, size_t n)
{
    size_t given = 0;
    const uint64_t end = c->n_in + n;
    for (;;) {
        const double at = (double)c->n_out * c->step;
        const uint64_t whole = (uint64_t)at;
        if (whole + POINTS / 2 >= end)
            return given;
        /* The window's place 0 is sample n_in - POINTS. */
        const size_t first = (size_t)(whole + POINTS - (POINTS / 2 - 1) - c->n_in);
        out[given++] = interpolate(c, c->window + first, at - (double)whole);
        ++c->n_out;
    }
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
