#include "kgen/quantizer_ranking.h"

#include <string.h>

#include "kgen/series.h"

#define GROUP_MAX  4
#define ORDERS_MAX 24

static const phw_param params_table[] = {
    {.name = "bits",
     .unit = "",
     .summary = "bits of a group: 1 of two samples, 2 of three (of whose 6 orders 4 "
                "are kept), 3 of four, 4 of four (16 of 24 orders)",
     .min = 1,
     .max = PHW_QUANTIZER_BITS_MAX,
     .preset = 1,
     .whole = true},
};

static unsigned n_bits_asked(const phw_params *params)
{
    return (unsigned)params->value[0];
}

/* Equal values have no order, and some orders stand for no symbol. */
static phw_exchange both(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_BOTH;
}

static size_t group_of(unsigned n_bits)
{
    return n_bits < 3 ? n_bits + 1 : GROUP_MAX;
}

static size_t span(const phw_params *params)
{
    (void)params;
    return GROUP_MAX;
}

/* Number of an order along the path of Steinhaus, Johnson and Trotter, on which
 * neighbours differ by an exchange of neighbours in rank, as small errors do: the last
 * of k ranks goes to and fro among the others. rank[g] are 0 .. g - 1. */
static unsigned path(const unsigned *rank, size_t g)
{
    unsigned at = 0;
    for (unsigned k = 1; k < g; ++k) {
        /* Of the ranks up to k, in order of value: where sample k is. */
        unsigned before = 0;
        for (unsigned j = 0; j < k; ++j)
            before += rank[j] < rank[k];
        at = at * (k + 1) + (at % 2 == 0 ? k - before : before);
    }
    return at;
}

/* Ranks in a group; false when two are equal. */
static bool order(unsigned *rank, const double *x, size_t g)
{
    for (size_t i = 0; i < g; ++i) {
        rank[i] = 0;
        for (size_t j = 0; j < g; ++j) {
            if (j != i && x[j] == x[i])
                return false;
            rank[i] += x[j] < x[i];
        }
    }
    return true;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    static const unsigned orders[GROUP_MAX + 1] = {1, 1, 2, 6, ORDERS_MAX};
    (void)params;
    (void)leader;
    (void)said;
    if (n_bits < 1 || n_bits > PHW_QUANTIZER_BITS_MAX)
        return phw_fail(PHW_EARG,
                        "quantizer ranking: makes 1 to %d bits a group, not %u",
                        PHW_QUANTIZER_BITS_MAX, n_bits);
    PHW_TRY(phw_series_check(x, n));
    const size_t g = group_of(n_bits);
    if (n < g)
        return phw_fail(PHW_ESHORT, "quantizer ranking: %zu values for groups of %zu",
                        n, g);
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    memset(symbols.keep, 0, n);
    const unsigned each = orders[g] >> n_bits; /* orders of one symbol */
    for (size_t i = 0; i + g <= n; i += g) {
        unsigned rank[GROUP_MAX];
        if (!order(rank, x + i, g))
            continue;
        const unsigned level = path(rank, g) / each;
        symbols.keep[i] = level < 1U << n_bits;
        symbols.symbol[i] = symbols.keep[i] != 0 ? phw_gray(level) : 0;
    }
    *out = symbols;
    return PHW_OK;
}

const phw_quantizer phw_quantizer_ranking = {
    .name = "ranking",
    .summary = "the order of two to four samples in a row",
    .reference = "orders of a group are equally likely when its samples are "
                 "exchangeable; Johnson, Math. Comput. 17, 1963 (their path)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = PHW_QUANTIZER_BITS_MAX,
    .n_bits = n_bits_asked,
    .index_exchange = both,
    .span = span,
    .label = label,
};
