#include "phy/line_code_miller.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include "core/sample.h"

/* A bit's two half bits by state; (+,+) and (-,-), the first and the last, are 0s. */
#define N_STATES 4

static const float level[N_STATES][2] = {{1, 1}, {1, -1}, {-1, 1}, {-1, -1}};

/* The two states that may come before each: no edge inverts but that of two 0s. */
static const unsigned before[N_STATES][2] = {{2, 3}, {0, 2}, {1, 3}, {0, 1}};
static const unsigned after[N_STATES][2] = {{1, 3}, {2, 3}, {0, 1}, {0, 2}};

/* The trellis is gone through in runs, with OVERLAP bits more on both sides: after
 * twenty bits whatever was there before is forgotten. */
#define RUN     1024
#define OVERLAP 64

/* How the paths that end in one state are put together: the best of them counts, or all
 * by their likelihood. */
typedef float (*combination)(float a, float b);

static float best(float a, float b)
{
    return fmaxf(a, b);
}

static float all(float a, float b)
{
    return fmaxf(a, b) + log1pf(expf(-fabsf(a - b)));
}

static float combine(const float x[N_STATES], const unsigned from[2], combination with)
{
    return with(x[from[0]], x[from[1]]);
}

/* Only differences count: the largest becomes 0. */
static void settle(float x[N_STATES])
{
    const float most = fmaxf(fmaxf(x[0], x[1]), fmaxf(x[2], x[3]));
    for (size_t s = 0; s < N_STATES; ++s)
        x[s] -= most;
}

/* Adds what half bits h say for each state. */
static void add(float x[N_STATES], const float h[2])
{
    for (size_t s = 0; s < N_STATES; ++s)
        x[s] += level[s][0] * h[0] + level[s][1] * h[1];
}

/* What stands for "impossible" and can still be added up. */
#define NEVER (-1e30F)

static void begin(float x[N_STATES], phw_line_start start)
{
    for (size_t s = 0; s < N_STATES; ++s) {
        const bool high = level[s][0] > 0;
        const bool may = start == PHW_LINE_UNKNOWN || high == (start == PHW_LINE_HIGH);
        x[s] = may ? 0 : NEVER;
    }
}

/* Ratios out[n] of the bits from `from` on of half[n_all][2], by going through the
 * trellis forward and back (Bahl, Cocke, Jelinek and Raviv, IEEE Trans. Inf. Theory 20
 * (1974) 284); n + 2 OVERLAP at most are looked at. */
static void go_through(float *out, size_t from, size_t n, const float (*half)[2],
                       size_t n_all, phw_line_start start, combination with)
{
    float forward[RUN + 2 * OVERLAP][N_STATES];
    float back[N_STATES] = {0};
    const size_t first = from > OVERLAP ? from - OVERLAP : 0;
    const size_t end = n_all - from > n + OVERLAP ? from + n + OVERLAP : n_all;
    begin(forward[0], first == 0 ? start : PHW_LINE_UNKNOWN);
    add(forward[0], half[first]);
    for (size_t i = first + 1; i < end; ++i) {
        float *x = forward[i - first];
        for (size_t s = 0; s < N_STATES; ++s)
            x[s] = combine(x - N_STATES, before[s], with);
        add(x, half[i]);
        settle(x);
    }
    for (size_t i = end; i-- > from;) {
        const float *x = forward[i - first];
        const float one = with(x[1] + back[1], x[2] + back[2]);
        const float zero = with(x[0] + back[0], x[3] + back[3]);
        if (i < from + n)
            out[i - from] = one - zero;
        float here[N_STATES];
        memcpy(here, back, sizeof here);
        add(here, half[i]);
        for (size_t s = 0; s < N_STATES; ++s)
            back[s] = combine(here, after[s], with);
        settle(back);
    }
}

/* Half bits of bit i without the subcarrier: means of its chips' statistics. */
static void mix(float h[2], const float *chip, size_t i, size_t cycles)
{
    chip += 2 * cycles * i;
    for (size_t k = 0; k < 2; ++k) {
        float sum = 0;
        for (size_t c = 0; c < cycles; c += 2)
            sum += chip[k * cycles + c] - chip[k * cycles + c + 1];
        h[k] = sum / (float)cycles;
    }
}

static void encode(uint8_t *chip, const uint8_t *bit, size_t n, phw_line_start start,
                   size_t cycles)
{
    bool high = start == PHW_LINE_HIGH;
    for (size_t i = 0; i < n; ++i) {
        if (i > 0 && !bit[i - 1] && !bit[i])
            high = !high;
        for (size_t c = 0; c < 2 * cycles; ++c) {
            if (c == cycles && bit[i])
                high = !high;
            *chip++ = high == (c % 2 == 0);
        }
    }
}

/* A string's likelihood is the sum of level times half bit; two strings differ by twice
 * of it where they differ, and a quarter of the difference is what the other codes'
 * decisions are. */
static void decode(float *soft, const float *chip, size_t n, phw_line_start start,
                   size_t cycles)
{
    float half[RUN + 2 * OVERLAP][2];
    for (size_t from = 0; from < n; from += RUN) {
        const size_t first = from > OVERLAP ? from - OVERLAP : 0;
        const size_t count = n - from < RUN ? n - from : RUN;
        const size_t end = n - from > count + OVERLAP ? from + count + OVERLAP : n;
        for (size_t i = first; i < end; ++i)
            mix(half[i - first], chip, i, cycles);
        go_through(soft + from, from - first, count, (const float(*)[2])half,
                   end - first, first == 0 ? start : PHW_LINE_UNKNOWN, best);
    }
    for (size_t i = 0; i < n; ++i)
        soft[i] /= 4;
}

static void slice(float *soft, const float *chip, size_t n, size_t cycles)
{
    for (size_t i = 0; i < n; ++i) {
        float h[2];
        mix(h, chip, i, cycles);
        soft[i] = (h[0] > 0) != (h[1] > 0) ? 1 : -1;
    }
}

/* Pairs are the cycles: half of a pair's ratio for each of its two signs. */
static void join(float *soft, const float *pair, size_t n, size_t cycles)
{
    float half[RUN + 2 * OVERLAP][2];
    for (size_t from = 0; from < n; from += RUN) {
        const size_t first = from > OVERLAP ? from - OVERLAP : 0;
        const size_t count = n - from < RUN ? n - from : RUN;
        const size_t end = n - from > count + OVERLAP ? from + count + OVERLAP : n;
        memset(half, 0, sizeof half);
        for (size_t c = first * cycles; c < end * cycles; ++c)
            half[c / cycles - first][c % cycles / (cycles / 2)] += pair[c] / 2;
        go_through(soft + from, from - first, count, (const float(*)[2])half,
                   end - first, PHW_LINE_UNKNOWN, all);
    }
}

static void pairs(float *pair, const uint8_t *bit, size_t n, phw_line_start start,
                  size_t cycles)
{
    bool high = start == PHW_LINE_HIGH;
    for (size_t i = 0; i < n; ++i) {
        if (i > 0 && !bit[i - 1] && !bit[i])
            high = !high;
        for (size_t c = 0; c < cycles; ++c) {
            if (c == cycles / 2 && bit[i])
                high = !high;
            *pair++ = high ? 1 : -1;
        }
    }
}

/* Power spectrum of the half bits as a sequence, at the phase w = pi f Tb a half bit.
 * Their correlation R_k, counted on the trellis, is R_{k+8} = -R_k / 4, so that
 * sum R_k z^k = (R_0 + ... + R_7 z^7) / (1 + z^8 / 4), z = e^{-jw} (Hecht and Guida,
 * Proc. IEEE 57 (1969) 1314, have it as a sum of cosines). */
static double of_sequence(double w)
{
    static const double r[8] = {1, 0.25, -0.5, -0.5, 0, 0.375, 0.25, -0.125};
    double complex sum = 0;
    for (int k = 0; k < 8; ++k)
        sum += r[k] * CMPLX(cos(k * w), -sin(k * w));
    sum /= CMPLX(1 + cos(8 * w) / 4, -sin(8 * w) / 4);
    return 2 * creal(sum) - 1;
}

/* The pulse is cycles / 2 periods of the square wave: one period's spectrum, which is
 * Manchester's, times the sum of the shifts. */
static double spectrum(double f_tb, size_t cycles)
{
    const double y = M_PI * f_tb / (2 * (double)cycles); /* a chip's half turn */
    const double sine = sin(y);
    const double one = fabs(y) < 1e-8 ? y * y : sine * sine * sine * sine / (y * y);
    double shifts = 0;
    for (size_t c = 0; c < cycles / 2; ++c)
        shifts += cos(2 * y * (2 * (double)c - (double)cycles / 2 + 1));
    const double scale = 2 / ((double)cycles * (double)cycles);
    return scale * of_sequence(M_PI * f_tb) * one * shifts * shifts;
}

/* One entry: its functions know their number of cycles. */
#define ENTRY(m, text)                                                 \
    static void encode##m(uint8_t *chip, const uint8_t *bit, size_t n, \
                          phw_line_start start)                        \
    {                                                                  \
        encode(chip, bit, n, start, m);                                \
    }                                                                  \
    static void decode##m(float *soft, const float *half, size_t n,    \
                          phw_line_start start)                        \
    {                                                                  \
        decode(soft, half, n, start, m);                               \
    }                                                                  \
    static void slice##m(float *soft, const float *half, size_t n)     \
    {                                                                  \
        slice(soft, half, n, m);                                       \
    }                                                                  \
    static void join##m(float *soft, const float *pair, size_t n)      \
    {                                                                  \
        join(soft, pair, n, m);                                        \
    }                                                                  \
    static void pairs##m(float *pair, const uint8_t *bit, size_t n,    \
                         phw_line_start start)                         \
    {                                                                  \
        pairs(pair, bit, n, start, m);                                 \
    }                                                                  \
    static double spectrum##m(double f_tb)                             \
    {                                                                  \
        return spectrum(f_tb, m);                                      \
    }                                                                  \
    const phw_line_code phw_line_code_miller##m = {                    \
        .name = "miller" #m,                                           \
        .summary = (text),                                             \
        .reference = "EPC Gen2 2.0.1, section 6.3.1.3.2.3",            \
        .chips_per_bit = (size_t)2 * (m),                              \
        .encode = encode##m,                                           \
        .decode = decode##m,                                           \
        .slice = slice##m,                                             \
        .join = join##m,                                               \
        .pairs = pairs##m,                                             \
        .spectrum = spectrum##m,                                       \
    };

ENTRY(2, "inverts in a 1's middle and between 0s, on 2 cycles a bit")
ENTRY(4, "inverts in a 1's middle and between 0s, on 4 cycles a bit")
ENTRY(8, "inverts in a 1's middle and between 0s, on 8 cycles a bit")
