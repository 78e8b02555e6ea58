#include "channel/interferer_ofdm.h"

#include <math.h>
#include <string.h>

enum {
    POINTS = 64,
    SIDE = 8,
    PREFIX = 16,
    SYMBOL = POINTS + PREFIX,
    EDGE = 26, /* carriers -EDGE .. -1 and 1 .. EDGE */
    CARRIERS = 2 * EDGE
};

static const phw_param param[] = {PHW_INTERFERER_POWER};

/* Of unity. */
typedef struct roots {
    float re[POINTS];
    float im[POINTS];
} roots;

static void fill_roots(roots *out)
{
    for (int i = 0; i < POINTS; ++i) {
        out->re[i] = (float)cos(2 * M_PI * i / POINTS);
        out->im[i] = (float)sin(2 * M_PI * i / POINTS);
    }
}

/* The carriers' QPSK points by their bins. */
static void place_carriers(phw_cf *bin, const uint32_t *word)
{
    const float amplitude = (float)sqrt(0.5 / CARRIERS);
    memset(bin, 0, POINTS * sizeof *bin);
    for (unsigned c = 0; c < CARRIERS; ++c) {
        const unsigned k = c < EDGE ? c + 1 : POINTS - CARRIERS + c;
        bin[k] = CMPLXF((word[c] & 1) != 0 ? amplitude : -amplitude,
                        (word[c] & 2) != 0 ? amplitude : -amplitude);
    }
}

/* sum_i z[i stride] root^{i k by} over SIDE values. */
static phw_cf sum_side(const phw_cf *z, unsigned stride, const roots *w, unsigned by)
{
    float re = 0;
    float im = 0;
    for (unsigned i = 0; i < SIDE; ++i) {
        const unsigned at = i * by % POINTS;
        const phw_cf x = z[(size_t)i * stride];
        re += crealf(x) * w->re[at] - cimagf(x) * w->im[at];
        im += crealf(x) * w->im[at] + cimagf(x) * w->re[at];
    }
    return CMPLXF(re, im);
}

/* Inverse transform as 8 by 8: n = a + 8 b, k = c + 8 d,
 * x(n) = sum_c root^{c a} root8^{c b} sum_d X(k) root8^{d a}. */
static void transform(phw_cf *out, const phw_cf *bin, const roots *w)
{
    for (unsigned a = 0; a < SIDE; ++a) {
        phw_cf inner[SIDE];
        for (unsigned c = 0; c < SIDE; ++c) {
            const unsigned at = c * a % POINTS;
            inner[c] =
                sum_side(bin + c, SIDE, w, SIDE * a) * CMPLXF(w->re[at], w->im[at]);
        }
        for (unsigned b = 0; b < SIDE; ++b)
            out[a + SIDE * b] = sum_side(inner, 1, w, SIDE * b);
    }
}

static void add_symbol(phw_cf *out, const roots *w, const uint32_t *word, int first,
                       int last)
{
    phw_cf bin[POINTS];
    phw_cf sample[POINTS];
    place_carriers(bin, word);
    transform(sample, bin, w);
    for (int i = first; i < last; ++i)
        out[i - first] = sample[(i - PREFIX + POINTS) % POINTS];
}

static void fill(phw_cf *out, const phw_interferer_source *source, int64_t from,
                 size_t n)
{
    roots w;
    phw_rng slow = source->rng;
    ++slow.purpose;
    const int64_t shift = (int64_t)phw_rng_below(&slow, 0, SYMBOL);
    const int64_t to = from + (int64_t)n;
    fill_roots(&w);
    for (int64_t at = from; at < to;) {
        uint32_t word[CARRIERS];
        const int64_t moved = at + shift;
        const int64_t inside = (moved % SYMBOL + SYMBOL) % SYMBOL;
        const int64_t left = SYMBOL - inside < to - at ? SYMBOL - inside : to - at;
        const uint64_t symbol = phw_interferer_index((moved - inside) / SYMBOL);
        phw_rng_words(word, &source->rng, symbol * POINTS, CARRIERS);
        add_symbol(out + (at - from), &w, word, (int)inside, (int)(inside + left));
        at += left;
    }
}

const phw_interferer phw_interferer_ofdm = {
    .name = "ofdm",
    .summary = "another OFDM transmission: 52 of 64 carriers of QPSK, no pause",
    .reference = "IEEE Std 802.11-2020, 17.3",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .fill = fill,
};
