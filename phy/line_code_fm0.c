#include "phy/line_code_fm0.h"

#include <math.h>
#include <stdbool.h>

#include "phy/line_code_manchester.h"

/* A bit begins with the opposite of what the one before ended with; a 1 keeps its
 * level, a 0 changes it in the middle. */
static void encode(uint8_t *chip, const uint8_t *bit, size_t n, phw_line_start start)
{
    uint8_t level = start == PHW_LINE_HIGH;
    for (size_t i = 0; i < n; ++i) {
        chip[2 * i] = level;
        chip[2 * i + 1] = bit[i] ? level : !level;
        level = !chip[2 * i + 1];
    }
}

/* (y0 - y1) / 2 of the pair across an edge of half[n_halves]. At the ends there is one
 * half, and its distance from the mean has the signal's same amplitude in twice the
 * noise variance: half of it is as sure as a pair of that size. */
static float pair_across(const float *half, size_t n_halves, size_t edge, float mean)
{
    if (edge == 0)
        return (mean - half[0]) / 2;
    if (edge == n_halves)
        return (half[n_halves - 1] - mean) / 2;
    return (half[edge - 1] - half[edge]) / 2;
}

static float mean_of(const float *half, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += (double)half[i];
    return (float)(sum / (double)n);
}

/* Every string of chips is one choice of its pairs across the edges and back, and no
 * statistic belongs to two pairs: the most likely string has each pair at its own most
 * likely sign (the 2-state Viterbi algorithm has nothing to add), and a bit is 1 where
 * the level is kept, that is where its two pairs differ. */
static void decode(float *soft, const float *half, size_t n, phw_line_start start)
{
    if (n == 0)
        return;
    const float mean = mean_of(half, 2 * n);
    float before = pair_across(half, 2 * n, 0, mean);
    if (start != PHW_LINE_UNKNOWN)
        before = start == PHW_LINE_HIGH ? -HUGE_VALF : HUGE_VALF;
    for (size_t i = 0; i < n; ++i) {
        const float after = pair_across(half, 2 * n, 2 * i + 2, mean);
        const float least = fminf(fabsf(before), fabsf(after));
        soft[i] = (before > 0) != (after > 0) ? least : -least;
        before = after;
    }
}

static void slice(float *soft, const float *half, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        soft[i] = (half[2 * i] > 0) == (half[2 * i + 1] > 0) ? 1 : -1;
}

/* ln of P(signs differ) over P(alike) for two ratios a and b: -2 artanh(tanh(a/2)
 * tanh(b/2)), as in Hagenauer, Offer and Papke, IEEE Trans. Inf. Theory 42 (1996) 429,
 * equation 12, in the form that does not lose digits. */
static float differ(float a, float b)
{
    const float least = fminf(fabsf(a), fabsf(b));
    const float alike = (a > 0) == (b > 0) ? least : -least;
    return -(alike + log1pf(expf(-fabsf(a + b))) - log1pf(expf(-fabsf(a - b))));
}

static void join(float *soft, const float *pair, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        soft[i] = differ(pair[i], pair[i + 1]);
}

/* Pair i ends with bit i's first half. */
static void pairs(float *pair, const uint8_t *bit, size_t n, phw_line_start start)
{
    bool high = start == PHW_LINE_HIGH;
    for (size_t i = 0; i < n; ++i) {
        pair[i] = high ? -1 : 1;
        high = bit[i] ? !high : high;
    }
    pair[n] = high ? -1 : 1;
}

/* Manchester of independent equiprobable bits, half a bit earlier. */
static double spectrum(double f_tb)
{
    return phw_line_code_manchester.spectrum(f_tb);
}

const phw_line_code phw_line_code_fm0 = {
    .name = "fm0",
    .summary = "inverts at every bit's edge, and in the middle of a 0",
    .reference = "EPC Gen2 2.0.1, section 6.3.1.3.2.1",
    .chips_per_bit = 2,
    .first_half = -1,
    .n_extra_pairs = 1,
    .encode = encode,
    .decode = decode,
    .slice = slice,
    .join = join,
    .pairs = pairs,
    .spectrum = spectrum,
};
