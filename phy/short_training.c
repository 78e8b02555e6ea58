#include "phy/short_training.h"

#include <math.h>

/* One instruction set wider than the baseline where the CPU has it; elementwise and
 * without contraction, so both give the same bits. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__clang__)
#    define VECTORISED __attribute__((target_clones("avx2", "default")))
#else
#    define VECTORISED
#endif

#define N_FLOATS (2 * PHW_SHORT_BLOCK)
#define N_LANES  8

/* Sums over one block of 32 floats, real and imaginary parts in turn: lane 0 the even
 * places, lane 1 the odd ones, once they are folded. */
typedef struct lanes {
    float same[N_LANES];   /* x times the part of its own kind, 16 before */
    float cross[N_LANES];  /* x times the part of the other kind, 16 before */
    float square[N_LANES]; /* x times x */
    float sum[N_LANES];    /* x */
} lanes;

static inline void fold(float lane[N_LANES])
{
    for (unsigned n = N_LANES / 2; n >= 2; n /= 2)
        for (unsigned i = 0; i < n; ++i)
            lane[i] += lane[i + n];
}

static inline void sum_block(lanes *out, const float *now, const float *before)
{
    lanes a = {{0}, {0}, {0}, {0}};
    for (unsigned k = 0; k < N_FLOATS; k += N_LANES) {
        for (unsigned i = 0; i < N_LANES; ++i) {
            a.same[i] += now[k + i] * before[k + i];
            a.cross[i] += now[k + (i ^ 1U)] * before[k + i];
            a.square[i] += now[k + i] * now[k + i];
            a.sum[i] += now[k + i];
        }
    }
    fold(a.same);
    fold(a.cross);
    fold(a.square);
    fold(a.sum);
    *out = a;
}

/* What is left of a power after its mean is taken off: nothing below the rounding of
 * the sums, or a constant would correlate with itself by chance. */
static inline float remainder_of(float power, float mean_power)
{
    const float rest = power - mean_power;
    return rest > 1e-5F * power ? rest : 0;
}

VECTORISED
void phw_short_training_correlate(phw_short_training *t, const phw_cf *sample,
                                  size_t from, size_t n_blocks)
{
    const float *x = (const float *)sample - N_FLOATS;
    lanes a;
    sum_block(&a, x, x);
    float last_re = a.sum[0];
    float last_im = a.sum[1];
    for (size_t b = 0; b < n_blocks; ++b) {
        const float *now = x + (b + 1) * N_FLOATS;
        sum_block(&a, now, now - N_FLOATS);
        const float re = a.sum[0];
        const float im = a.sum[1];
        const float n = PHW_SHORT_BLOCK;
        t->re[from + b] = a.same[0] + a.same[1] - (re * last_re + im * last_im) / n;
        t->im[from + b] = a.cross[0] - a.cross[1] - (im * last_re - re * last_im) / n;
        t->power[from + b] =
            remainder_of(a.square[0] + a.square[1], (re * re + im * im) / n);
        last_re = re;
        last_im = im;
    }
}

/* Single-precision powers squared would leave their range. */
static inline double ratio(const phw_short_training *t, size_t b)
{
    double re = 0;
    double im = 0;
    double power = 0;
    for (size_t i = b - PHW_SHORT_WINDOW + 1; i <= b; ++i) {
        re += (double)t->re[i];
        im += (double)t->im[i];
        power += (double)t->power[i];
    }
    const double before =
        power - (double)t->power[b] + (double)t->power[b - PHW_SHORT_WINDOW];
    const double energies = power * before;
    return energies > 0 ? (re * re + im * im) / energies : 0;
}

double phw_short_training_metric(const phw_short_training *t, size_t b)
{
    return ratio(t, b);
}

size_t phw_short_training_find(const phw_short_training *t, size_t from, size_t to,
                               double threshold)
{
    size_t b = from;
    while (b < to && !(ratio(t, b) > threshold))
        ++b;
    return b;
}

double phw_short_training_offset(const phw_short_training *t, size_t b)
{
    double re = 0;
    double im = 0;
    for (size_t i = b - PHW_SHORT_WINDOW + 1; i <= b; ++i) {
        re += (double)t->re[i];
        im += (double)t->im[i];
    }
    return atan2(im, re) / (2 * M_PI * PHW_SHORT_BLOCK);
}
