#include "kgen/quantizer_jana.h"

#include <math.h>

#include "kgen/series.h"

enum {
    BITS,
    BLOCK,
    ALPHA
};

static const phw_param params_table[] = {
    [BITS] = {.name = "bits",
              .unit = "",
              .summary =
                  "bits a sample: 1 by the block's mean, more by equal intervals "
                  "between its least and greatest value",
              .min = 1,
              .max = PHW_QUANTIZER_BITS_MAX,
              .preset = 1,
              .whole = true},
    [BLOCK] = {.name = "block",
               .unit = "",
               .summary = "samples of a block; the last one takes the rest",
               .min = 2,
               .max = 1000000,
               .preset = 25,
               .whole = true},
    [ALPHA] = {.name = "alpha",
               .unit = "",
               .summary = "samples within this many of the block's population standard "
                          "deviations of a threshold are dropped by both ends; 0: none",
               .min = 0,
               .max = 4,
               .preset = 0.35},
};

/* A block's thresholds. */
typedef struct grid {
    double first;
    double spacing;
    double band;
    unsigned count;
} grid;

static unsigned n_bits_asked(const phw_params *params)
{
    return (unsigned)params->value[BITS];
}

static phw_exchange index_exchange(const phw_params *params)
{
    return params->value[ALPHA] > 0 ? PHW_EXCHANGE_BOTH : PHW_EXCHANGE_NONE;
}

static size_t span(const phw_params *params)
{
    return 2 * (size_t)params->value[BLOCK];
}

static grid grid_of(const double *x, size_t n, unsigned n_bits, double alpha)
{
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    grid g = {.first = mean, .band = alpha * sqrt(variance), .count = 1};
    if (n_bits == 1)
        return g;
    double least = x[0];
    double most = x[0];
    for (size_t i = 1; i < n; ++i) {
        least = fmin(least, x[i]);
        most = fmax(most, x[i]);
    }
    /* Divided first, because the range itself may be too large a number. */
    const double levels = 1U << n_bits;
    g.spacing = most / levels - least / levels;
    g.first = least + g.spacing;
    g.count = (1U << n_bits) - 1;
    return g;
}

static void place(uint8_t *symbol, uint8_t *keep, double x, const grid *g, bool drops)
{
    unsigned level = 0;
    *keep = 1;
    for (unsigned k = 0; k < g->count; ++k) {
        const double above = x - (g->first + k * g->spacing);
        level += above > 0;
        if (drops && !(fabs(above) > g->band))
            *keep = 0;
    }
    *symbol = phw_gray(level);
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)leader;
    (void)said;
    if (n_bits < 1 || n_bits > PHW_QUANTIZER_BITS_MAX)
        return phw_fail(PHW_EARG, "quantizer jana: makes 1 to %d bits a sample, not %u",
                        PHW_QUANTIZER_BITS_MAX, n_bits);
    PHW_TRY(phw_series_check(x, n));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    const size_t block = (size_t)params->value[BLOCK];
    size_t to = 0;
    for (size_t from = 0; from < n; from = to) {
        to = n - from < 2 * block ? n : from + block;
        const grid g = grid_of(x + from, to - from, n_bits, params->value[ALPHA]);
        for (size_t i = from; i < to; ++i)
            place(&symbols.symbol[i], &symbols.keep[i], x[i], &g,
                  params->value[ALPHA] > 0);
    }
    *out = symbols;
    return PHW_OK;
}

const phw_quantizer phw_quantizer_jana = {
    .name = "jana",
    .summary =
        "each block's own thresholds: one bit outside a band around its mean, or "
        "equal intervals of its range, Gray coded",
    .reference = "Jana et al., ACM MobiCom 2009 (adaptive secret bit generation)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = PHW_QUANTIZER_BITS_MAX,
    .n_bits = n_bits_asked,
    .index_exchange = index_exchange,
    .span = span,
    .label = label,
};
