#include "channel/interferer_ofdm.h"

#include <math.h>
#include <string.h>

enum {
    POINTS = 64,
    PREFIX = 16,
    SYMBOL = POINTS + PREFIX,
    EDGE = 26, /* carriers -EDGE .. -1 and 1 .. EDGE */
    CARRIERS = 2 * EDGE
};

static const phw_param param[] = {PHW_INTERFERER_POWER};

/* Rows of the inverse transform are read from the one table of its roots. */
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

/* The samples [first, last) of a symbol, by its sum: 52 products each. */
static void add_symbol(phw_cf *out, const roots *w, const uint32_t *word, int first,
                       int last)
{
    const float amplitude = (float)sqrt(0.5 / CARRIERS);
    for (int i = first; i < last; ++i) {
        const unsigned n = (unsigned)(i - PREFIX + POINTS) % POINTS;
        float re = 0;
        float im = 0;
        for (unsigned c = 0; c < CARRIERS; ++c) {
            const unsigned k = c < EDGE ? c + 1 : c + 1 + POINTS - CARRIERS - 1;
            const float a = (word[c] & 1) != 0 ? amplitude : -amplitude;
            const float b = (word[c] & 2) != 0 ? amplitude : -amplitude;
            const unsigned at = k * n % POINTS;
            re += a * w->re[at] - b * w->im[at];
            im += a * w->im[at] + b * w->re[at];
        }
        out[i - first] = CMPLXF(re, im);
    }
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
