#include "phy/sounding_blocks.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include "core/signal.h"

/* Steps of the grid over a turn of the farthest blocks: the maximum's own hill is two
 * halves of a turn wide, and Newton starts inside its top. */
#define GRID 8

#define NEWTON_STEPS 4

void phw_sounding_blocks_free(phw_sounding_blocks *blocks)
{
    for (int i = 0; i < 3; ++i)
        free(blocks->product[i]);
    free(blocks->power);
    *blocks = (phw_sounding_blocks){0};
}

static void add_sent(double *power, const phw_sounding_waveform *w)
{
    for (size_t b = 0; b < w->n_blocks; ++b)
        for (size_t k = 0; k < w->n_used; ++k)
            power[k] += phw_cf_power(w->known[w->block[b].core * w->n_used + k]);
}

phw_status phw_sounding_blocks_alloc(phw_sounding_blocks *out,
                                     const phw_sounding_waveform *w)
{
    phw_sounding_blocks made = {0};
    phw_status s = phw_array_alloc(&made.power, w->n_used, sizeof *made.power);
    for (int i = 0; i < 3 && !s; ++i)
        s = phw_array_alloc(&made.product[i], w->n_blocks * w->n_blocks,
                            sizeof *made.product[i]);
    if (s) {
        phw_sounding_blocks_free(&made);
        return s;
    }
    add_sent(made.power, w);
    *out = made;
    return PHW_OK;
}

/* The products of two blocks, for all three weights. */
static void multiply(double complex sum[3], const phw_sounding_blocks *blocks,
                     const phw_sounding_waveform *w, const phw_cf *x, const phw_cf *y)
{
    for (int i = 0; i < 3; ++i)
        sum[i] = 0;
    for (size_t k = 0; k < w->n_used; ++k) {
        const double f = w->frequency[k];
        const double complex p =
            (double complex)x[k] * conj((double complex)y[k]) / blocks->power[k];
        sum[0] += p;
        sum[1] += f * p;
        sum[2] += f * f * p;
    }
}

void phw_sounding_blocks_multiply(phw_sounding_blocks *blocks,
                                  const phw_sounding_waveform *w, const phw_cf *matched)
{
    double complex sum[3];
    for (size_t a = 1; a < w->n_blocks; ++a) {
        for (size_t b = 0; b < a; ++b) {
            multiply(sum, blocks, w, matched + a * w->n_used, matched + b * w->n_used);
            for (int i = 0; i < 3; ++i)
                blocks->product[i][a * w->n_blocks + b] = sum[i];
        }
    }
}

/* Sums over all pairs, each turned back by `offset` over its distance d: the power
 * gained, its slope, and its curvature, as to 2 pi offset (and to 2 pi clock with the
 * weights f, f^2). */
typedef struct hill {
    double height;
    double slope[2];
    double curvature[3];
} hill;

static hill look(const phw_sounding_blocks *blocks, const phw_sounding_waveform *w,
                 double offset)
{
    hill h = {0};
    for (size_t a = 1; a < w->n_blocks; ++a) {
        for (size_t b = 0; b < a; ++b) {
            const size_t at = a * w->n_blocks + b;
            const double d = (double)(w->block[a].at - w->block[b].at);
            const double complex turn = cexp(CMPLX(0, -2 * M_PI * offset * d));
            for (int i = 0; i < 3; ++i)
                h.curvature[i] -= d * d * creal(blocks->product[i][at] * turn);
            for (int i = 0; i < 2; ++i)
                h.slope[i] += d * cimag(blocks->product[i][at] * turn);
            h.height += creal(blocks->product[0][at] * turn);
        }
    }
    return h;
}

double phw_sounding_blocks_offset(const phw_sounding_blocks *blocks,
                                  const phw_sounding_waveform *w, double about)
{
    const double lag = (double)phw_sounding_waveform_lag(w);
    const double reach = (double)(w->block[w->n_blocks - 1].at - w->block[0].at);
    const int n = (int)ceil(GRID * reach / lag);
    double best = about;
    double height = -HUGE_VAL;
    for (int i = 0; i < n; ++i) {
        const double offset = about + ((i + 0.5) / n - 0.5) / lag;
        const double h = look(blocks, w, offset).height;
        best = h > height ? offset : best;
        height = fmax(h, height);
    }
    for (int i = 0; i < NEWTON_STEPS; ++i) {
        const hill h = look(blocks, w, best);
        if (h.curvature[0] < 0)
            best -= h.slope[0] / h.curvature[0] / (2 * M_PI);
    }
    return best;
}

double phw_sounding_blocks_clock(const phw_sounding_blocks *blocks,
                                 const phw_sounding_waveform *w, double offset)
{
    const hill h = look(blocks, w, offset);
    const double *c = h.curvature;
    const double determinant = c[0] * c[2] - c[1] * c[1];
    if (w->n_used < 2 || !(determinant > 0))
        return (double)NAN;
    return -(c[0] * h.slope[1] - c[1] * h.slope[0]) / determinant / (2 * M_PI);
}
