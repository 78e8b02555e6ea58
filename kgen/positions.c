#include "kgen/positions.h"

#include <math.h>

#include "kgen/quantizer.h"

/* Sums over one component's symbols. */
typedef struct tally {
    double charge; /* for symbols with an error */
    double all;    /* errors in all planes */
    double upper;  /* errors in all but the last plane */
} tally;

/* Symbol i of a component whose bits begin at `from`, plane after plane. */
static void add_symbol(tally *sum, const phw_bits *differ, size_t from, size_t n,
                       size_t i, unsigned m)
{
    unsigned n_errors = 0;
    unsigned plane = 0;
    for (unsigned j = 0; j < m; ++j) {
        if (!phw_bits_get(differ, from + j * n + i))
            continue;
        ++n_errors;
        plane = j;
        sum->upper += j + 1 < m ? 1 : 0;
    }
    sum->all += n_errors;
    if (n_errors == 1)
        sum->charge += m - 1 - plane;
    else if (n_errors > 1)
        sum->charge += m - 1;
}

static double component_charge(const phw_bits *differ, size_t from, size_t n,
                               unsigned m)
{
    tally sum = {0};
    for (size_t i = 0; i < n; ++i)
        add_symbol(&sum, differ, from, n, i, m);
    const double unseen = (m - 1) * sum.all * sum.upper / (double)n;
    return fmin(sum.charge + unseen, (double)n * (m - 1));
}

/* Which counted planes differ, and symbols by their counted planes and what was said
 * of them. */
#define PATTERNS (1U << PHW_QUANTIZER_BITS_MAX)

static unsigned error_pattern(const phw_bits *differ, size_t from, size_t n, size_t i,
                              unsigned m)
{
    unsigned pattern = 0;
    for (unsigned j = 0; j < m; ++j)
        pattern = 2 * pattern + phw_bits_get(differ, from + j * n + i);
    return pattern;
}

/* n times the mutual information of symbol and error pattern as they were counted. */
static double counted_charge(const phw_raw_component *g, const phw_bits *differ,
                             size_t from, unsigned m)
{
    size_t both[PATTERNS][PATTERNS] = {{0}};
    size_t symbols[PATTERNS] = {0};
    size_t patterns[PATTERNS] = {0};
    for (size_t i = 0; i < g->n; ++i) {
        const unsigned symbol = g->symbol[i] >> (g->n_bits - m);
        const unsigned pattern = error_pattern(differ, from, g->n, i, m);
        ++both[symbol][pattern];
        ++symbols[symbol];
        ++patterns[pattern];
    }
    double bits = 0;
    for (unsigned s = 0; s < 1U << (m + g->said_bits); ++s) {
        for (unsigned e = 0; e < 1U << m; ++e) {
            const double c = (double)both[s][e];
            if (both[s][e] > 0)
                bits += c * log2(c * (double)g->n /
                                 ((double)symbols[s] * (double)patterns[e]));
        }
    }
    return bits;
}

uint64_t phw_positions_charge(const phw_raw *raw, const phw_bits *differ,
                              const uint8_t *n_planes)
{
    double charge = 0;
    size_t from = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *g = &raw->component[c];
        const unsigned m = n_planes != NULL ? n_planes[c] : g->n_bits;
        if (m > 0 && g->n > 0)
            charge += fmax(component_charge(differ, from, g->n, m),
                           counted_charge(g, differ, from, m));
        from += g->n * g->n_bits;
    }
    /* Independent counts sum to 0 but for rounding. */
    return (uint64_t)ceil(fmax(0, charge - 1e-6));
}
