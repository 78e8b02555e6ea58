#include "kgen/positions.h"

#include <math.h>

/* Sums over one component's symbols. */
typedef struct pattern {
    double charge; /* for symbols with an error */
    double all;    /* errors in all planes */
    double upper;  /* errors in all but the last plane */
} pattern;

/* Symbol i of a component whose bits begin at `from`, plane after plane. */
static void add_symbol(pattern *sum, const phw_bits *differ, size_t from, size_t n,
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
    pattern sum = {0};
    for (size_t i = 0; i < n; ++i)
        add_symbol(&sum, differ, from, n, i, m);
    const double unseen = (m - 1) * sum.all * sum.upper / (double)n;
    return fmin(sum.charge + unseen, (double)n * (m - 1));
}

uint64_t phw_positions_charge(const phw_raw *raw, const phw_bits *differ,
                              const uint8_t *n_planes)
{
    double charge = 0;
    size_t from = 0;
    for (size_t c = 0; c < raw->n_components; ++c) {
        const phw_raw_component *g = &raw->component[c];
        const unsigned m = n_planes != NULL ? n_planes[c] : g->n_bits;
        if (m > 1 && g->n > 0)
            charge += component_charge(differ, from, g->n, m);
        from += g->n * g->n_bits;
    }
    return (uint64_t)ceil(charge);
}
