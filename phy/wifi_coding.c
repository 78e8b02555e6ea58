#include "phy/wifi_coding.h"

#include <complex.h>
#include <math.h>

#include "core/vectorised.h"

/* Tables 17-4 and 19-27: bits a carrier, code rate. */
typedef struct rate {
    uint8_t mbps;
    uint8_t bits;
    uint8_t numerator;
    uint8_t denominator;
} rate;

#define N_RATES 8
#define N_LANES 8

static const rate legacy[N_RATES] = {
    {6, 1, 1, 2},  {9, 1, 3, 4},  {12, 2, 1, 2}, {18, 2, 3, 4},
    {24, 4, 1, 2}, {36, 4, 3, 4}, {48, 6, 2, 3}, {54, 6, 3, 4},
};

static const rate ht[N_RATES] = {
    {0, 1, 1, 2}, {0, 2, 1, 2}, {0, 2, 3, 4}, {0, 4, 1, 2},
    {0, 4, 3, 4}, {0, 6, 2, 3}, {0, 6, 3, 4}, {0, 6, 5, 6},
};

static phw_wifi_coding make(const rate *r, unsigned n_carriers)
{
    const unsigned n_coded = n_carriers * r->bits;
    return (phw_wifi_coding){
        .n_carriers = n_carriers,
        .bits_per_carrier = r->bits,
        .numerator = r->numerator,
        .denominator = r->denominator,
        .n_coded = n_coded,
        .n_data = n_coded * r->numerator / r->denominator,
    };
}

phw_status phw_wifi_coding_legacy(phw_wifi_coding *out, unsigned rate_mbps)
{
    for (size_t i = 0; i < N_RATES; ++i) {
        if (legacy[i].mbps == rate_mbps) {
            *out = make(&legacy[i], 48);
            return PHW_OK;
        }
    }
    return phw_fail(PHW_EARG,
                    "wifi coding: rate %u Mb/s; expected 6, 9, 12, 18, 24, 36, 48 or "
                    "54",
                    rate_mbps);
}

phw_status phw_wifi_coding_ht(phw_wifi_coding *out, unsigned mcs)
{
    if (mcs >= N_RATES)
        return phw_fail(PHW_EARG, "wifi coding: MCS %u; expected 0 to %d", mcs,
                        N_RATES - 1);
    *out = make(&ht[mcs], 52);
    return PHW_OK;
}

size_t phw_wifi_coding_symbols(const phw_wifi_coding *c, size_t n_bytes)
{
    return (16 + 8 * n_bytes + 6 + c->n_data - 1) / c->n_data;
}

int phw_wifi_coding_sends(const phw_wifi_coding *c, size_t k)
{
    /* Figures 17-9 and 19-12; bit k of a row stands for coded bit k of a period. */
    static const unsigned sent[7] = {[2] = 0x3, [3] = 0x7, [4] = 0x27, [6] = 0x267};
    return (int)(sent[c->denominator] >> (k % (2 * (size_t)c->numerator)) & 1);
}

size_t phw_wifi_coding_interleaved(const phw_wifi_coding *c, size_t k)
{
    const size_t n = c->n_coded;
    const size_t n_columns = c->n_carriers == 48 ? 16 : 13;
    const size_t s = c->bits_per_carrier > 1 ? c->bits_per_carrier / 2 : 1;
    const size_t i = n / n_columns * (k % n_columns) + k / n_columns;
    return s * (i / s) + (i + n - n_columns * i / n) % s;
}

/* Half the distance of neighbouring points, 1 / sqrt(1, 2, 10, 42): tables 17-10 to
 * 17-13. */
static float half_distance(const phw_wifi_coding *c)
{
    static const float half[4] = {1, 0.707106781F, 0.316227766F, 0.154303350F};
    return half[c->bits_per_carrier / 2];
}

/* Gray labels along one axis, n bits of them: -7 -5 -3 -1 1 3 5 7 for 000 001 011 010
 * 110 111 101 100. */
static float level_of(const uint8_t *bit, unsigned n)
{
    unsigned place = 0;
    unsigned last = 0;
    for (unsigned i = 0; i < n; ++i) {
        last ^= bit[i];
        place = place << 1 | last;
    }
    return (float)(2 * (int)place + 1 - (1 << n));
}

phw_cf phw_wifi_coding_point(const phw_wifi_coding *c, const uint8_t *bit)
{
    const float a = half_distance(c);
    if (c->bits_per_carrier == 1)
        return a * level_of(bit, 1);
    const unsigned n = c->bits_per_carrier / 2;
    return CMPLXF(a * level_of(bit, n), a * level_of(bit + n, n));
}

/* What x is off the nearest of -edge, 2 - edge .. edge times a; what is no number is
 * infinitely far off, or no number. */
static inline float off_level(float x, float a, float edge)
{
    const float level = x / a;
    const float inside = !(level > -edge) ? -edge : level < edge ? level : edge;
    const int place = (int)((inside + edge + 1) * 0.5F);
    return x - a * ((float)(2 * place) - edge);
}

PHW_VECTORISED
static double square_errors(const float *x, size_t n, float a, float edge)
{
    double sum = 0;
    float square[N_LANES];
    for (size_t k = 0; k < n; k += N_LANES) {
        const size_t left = n - k < N_LANES ? n - k : N_LANES;
        for (size_t i = 0; i < left; ++i) {
            const float off = off_level(x[k + i], a, edge);
            square[i] = off * off;
        }
        for (size_t i = 0; i < left; ++i)
            sum += (double)square[i];
    }
    return sum;
}

double phw_wifi_coding_error(const phw_wifi_coding *c, const phw_cf *x, size_t n)
{
    if (c->bits_per_carrier > 1) {
        const int most = (1 << (c->bits_per_carrier / 2)) - 1;
        return square_errors((const float *)x, 2 * n, half_distance(c), (float)most);
    }
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += phw_cf_power(x[i] - copysignf(1, crealf(x[i])));
    return sum;
}

static inline float above(float x, float least)
{
    return x > least ? x - least : 0;
}

/* One axis of n bits: the differences of the two nearest points' squared distances,
 * over 4 a; `a` is half the distance of neighbours. */
static void soft_axis(float *soft, unsigned n, float x, float a)
{
    const float size = fabsf(x);
    if (n == 1) {
        soft[0] = x;
    } else if (n == 2) {
        soft[0] = copysignf(size + above(size, 2 * a), x);
        soft[1] = 2 * a - size;
    } else {
        const float outer =
            size + above(size, 2 * a) + above(size, 4 * a) + above(size, 6 * a);
        soft[0] = copysignf(outer, x);
        soft[1] = 4 * a - size + above(2 * a, size) - above(size, 6 * a);
        soft[2] = 2 * a - fabsf(size - 4 * a);
    }
}

void phw_wifi_coding_soft(float *soft, const phw_wifi_coding *c, phw_cf matched,
                          float gain)
{
    if (c->bits_per_carrier == 1) {
        soft[0] = crealf(matched);
        return;
    }
    const unsigned n = c->bits_per_carrier / 2;
    const float a = half_distance(c) * gain;
    soft_axis(soft, n, crealf(matched), a);
    soft_axis(soft + n, n, cimagf(matched), a);
}

unsigned phw_wifi_scramble(uint8_t *bit, size_t n, unsigned seed)
{
    unsigned state = seed;
    for (size_t i = 0; i < n; ++i) {
        const unsigned next = (state >> 6 ^ state >> 3) & 1;
        state = (state << 1 | next) & 0x7F;
        bit[i] ^= (uint8_t)next;
    }
    return state;
}

unsigned phw_wifi_scrambler_seed(const uint8_t bit[7])
{
    /* The state after seven steps is what they put out; backwards from there. */
    unsigned state = 0;
    for (unsigned i = 0; i < 7; ++i)
        state = state << 1 | bit[i];
    for (unsigned i = 0; i < 7; ++i)
        state = state >> 1 | ((state ^ state >> 4) & 1) << 6;
    return state;
}
