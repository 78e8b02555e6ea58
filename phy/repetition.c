#include "phy/repetition.h"

#include <math.h>
#include <stdbool.h>

#include "core/vectorised.h"

#define BLOCK    PHW_REPETITION_BLOCK
#define N_FLOATS (2 * BLOCK)
#define N_LANES  8

static const size_t lag_blocks[PHW_N_REPETITIONS] = {1, 4};
static const size_t window_blocks[PHW_N_REPETITIONS] = {8, 5};

/* Sums over a block of 32 floats, real and imaginary parts in turn: once they are
 * folded lane 0 is of the even places and lane 1 of the odd ones. */
static inline void fold(float lane[N_LANES])
{
    for (unsigned n = N_LANES / 2; n >= 2; n /= 2)
        for (unsigned i = 0; i < n; ++i)
            lane[i] += lane[i + n];
}

/* The mean's part of the power comes off; nothing is left below the rounding of the
 * sums, or a constant would repeat itself by chance. */
static inline void sum_block(phw_repetition *t, const float *x, size_t b)
{
    float square[N_LANES] = {0};
    float sum[N_LANES] = {0};
    for (unsigned k = 0; k < N_FLOATS; k += N_LANES) {
        for (unsigned i = 0; i < N_LANES; ++i) {
            square[i] += x[k + i] * x[k + i];
            sum[i] += x[k + i];
        }
    }
    fold(square);
    fold(sum);
    const float power = square[0] + square[1];
    const float rest = power - (sum[0] * sum[0] + sum[1] * sum[1]) / BLOCK;
    t->sum_re[b] = sum[0];
    t->sum_im[b] = sum[1];
    t->power[b] = rest > 1e-5F * power ? rest : 0;
}

/* `same` multiplies parts of one kind, `cross` parts of different kinds. */
static inline void multiply_block(phw_repetition *t, phw_repetition_lag lag,
                                  const float *x, size_t b)
{
    const size_t before = b - lag_blocks[lag];
    const float *y = x - lag_blocks[lag] * N_FLOATS;
    float same[N_LANES] = {0};
    float cross[N_LANES] = {0};
    for (unsigned k = 0; k < N_FLOATS; k += N_LANES) {
        for (unsigned i = 0; i < N_LANES; ++i) {
            same[i] += x[k + i] * y[k + i];
            cross[i] += x[k + (i ^ 1U)] * y[k + i];
        }
    }
    fold(same);
    fold(cross);
    const float re =
        t->sum_re[b] * t->sum_re[before] + t->sum_im[b] * t->sum_im[before];
    const float im =
        t->sum_im[b] * t->sum_re[before] - t->sum_re[b] * t->sum_im[before];
    t->re[lag][b] = same[0] + same[1] - re / BLOCK;
    t->im[lag][b] = cross[0] - cross[1] - im / BLOCK;
}

PHW_VECTORISED
void phw_repetition_correlate(phw_repetition *t, const phw_cf *sample, size_t from,
                              size_t to)
{
    const float *x = (const float *)sample;
    for (size_t b = from; b < to; ++b) {
        sum_block(t, x + b * N_FLOATS, b);
        multiply_block(t, PHW_REPETITION_SHORT, x + b * N_FLOATS, b);
        multiply_block(t, PHW_REPETITION_LONG, x + b * N_FLOATS, b);
    }
}

/* In double precision: powers squared would leave the range of single. */
static inline double sum_window(const float *value, size_t b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += (double)value[b - i];
    return sum;
}

static inline double metric(const phw_repetition *t, phw_repetition_lag lag, size_t b)
{
    const size_t n = window_blocks[lag];
    const double re = sum_window(t->re[lag], b, n);
    const double im = sum_window(t->im[lag], b, n);
    const double energies =
        sum_window(t->power, b, n) * sum_window(t->power, b - lag_blocks[lag], n);
    return energies > 0 ? (re * re + im * im) / energies : 0;
}

double phw_repetition_metric(const phw_repetition *t, phw_repetition_lag lag, size_t b)
{
    return metric(t, lag, b);
}

size_t phw_repetition_find(const phw_repetition *t, size_t from, size_t to,
                           const double threshold[PHW_N_REPETITIONS])
{
    for (size_t b = from; b < to; ++b) {
        const bool found =
            metric(t, PHW_REPETITION_SHORT, b) > threshold[PHW_REPETITION_SHORT] ||
            metric(t, PHW_REPETITION_LONG, b) > threshold[PHW_REPETITION_LONG];
        if (found)
            return b;
    }
    return to;
}

double phw_repetition_offset(const phw_repetition *t, phw_repetition_lag lag, size_t b)
{
    const size_t n = window_blocks[lag];
    const double phase =
        atan2(sum_window(t->im[lag], b, n), sum_window(t->re[lag], b, n));
    return phase / (2 * M_PI * (double)(lag_blocks[lag] * BLOCK));
}
