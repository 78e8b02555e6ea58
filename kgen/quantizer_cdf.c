#include "kgen/quantizer_cdf.h"

#include <stdlib.h>

#include "core/signal.h"
#include "kgen/quantile.h"
#include "kgen/series.h"
#include "kgen/soft.h"

enum {
    BITS,
    GUARD,
    TIES
};

static const char *const ties[] = {"together", "index", NULL};

static const phw_param params_table[] = {
    [BITS] = {.name = "bits",
              .unit = "",
              .summary = "bits a sample",
              .min = 1,
              .max = PHW_QUANTIZER_BITS_MAX,
              .preset = 2,
              .whole = true},
    [GUARD] = {.name = "guard",
               .unit = "",
               .summary = "share of each cell dropped on either side of an inner "
                          "threshold, by both ends",
               .min = 0,
               .max = 0.5,
               .preset = 0},
    [TIES] = {.name = "ties",
              .unit = "",
              .summary =
                  "equal values get one symbol (together), or the earlier counts "
                  "as the lower (index): equal shares, but what the index "
                  "decides is public",
              .min = 0,
              .max = 1,
              .preset = 0,
              .whole = true,
              .choice = ties},
};

static unsigned n_bits_asked(const phw_params *params)
{
    return (unsigned)params->value[BITS];
}

static phw_exchange index_exchange(const phw_params *params)
{
    return params->value[GUARD] > 0 ? PHW_EXCHANGE_BOTH : PHW_EXCHANGE_NONE;
}

/* Cell floor(u) and whether u, 0 < u < n_levels, is clear of the inner thresholds;
 * u = position n_levels / (2 n) is exact in whole numbers. */
static void place(uint8_t *symbol, uint8_t *keep, size_t scaled, size_t whole,
                  unsigned n_levels, double guard)
{
    const unsigned level = (unsigned)(scaled / whole);
    const double above = (double)(scaled % whole) / (double)whole;
    const bool near_lower = level > 0 && above < guard;
    const bool near_upper = level + 1 < n_levels && 1 - above < guard;
    *symbol = phw_gray(level);
    *keep = !near_lower && !near_upper;
}

/* Of every sample's own position: guards, and ties that the index splits. */
static phw_status by_position(phw_symbols *inout, const double *x,
                              const phw_params *params)
{
    const size_t n = inout->n;
    const unsigned n_levels = 1U << inout->n_bits;
    size_t *position = NULL;
    PHW_TRY(phw_array_alloc(&position, n, sizeof *position));
    const phw_status s = phw_series_positions(position, x, n, params->value[TIES] > 0);
    for (size_t i = 0; i < n && !s; ++i)
        place(&inout->symbol[i], &inout->keep[i], position[i] * n_levels, 2 * n,
              n_levels, params->value[GUARD]);
    free(position);
    return s;
}

static phw_status by_level(phw_symbols *inout, const double *x)
{
    PHW_TRY(phw_levels_rank(inout->symbol, x, inout->n, 1U << inout->n_bits));
    for (size_t i = 0; i < inout->n; ++i)
        inout->symbol[i] = phw_gray(inout->symbol[i]);
    return PHW_OK;
}

static phw_status check(const double *x, size_t n, unsigned n_bits)
{
    if (n_bits < 1 || n_bits > PHW_QUANTIZER_BITS_MAX)
        return phw_fail(PHW_EARG, "quantizer cdf: makes 1 to %d bits a sample, not %u",
                        PHW_QUANTIZER_BITS_MAX, n_bits);
    if (n < (size_t)1 << n_bits)
        return phw_fail(PHW_ESHORT, "quantizer cdf: %zu values for %u levels", n,
                        1U << n_bits);
    return phw_series_check(x, n);
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)leader;
    (void)said;
    PHW_TRY(check(x, n, n_bits));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    const bool plain = params->value[TIES] == 0 && params->value[GUARD] == 0;
    const phw_status s =
        plain ? by_level(&symbols, x) : by_position(&symbols, x, params);
    if (s)
        phw_symbols_free(&symbols);
    else
        *out = symbols;
    return s;
}

static phw_status soft(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said)
{
    (void)params;
    PHW_TRY(check(x, n, n_bits));
    phw_soft_map map = {.n_levels = 1U << n_bits, .n_bits = n_bits};
    for (unsigned k = 0; k < map.n_levels; ++k)
        map.symbol[k] = phw_gray(k);
    phw_soft_equal_shares(&map);
    return phw_soft_by_rank(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_cdf = {
    .name = "cdf",
    .summary = "equal-probability levels from the end's own ranks, Gray coded",
    .reference = "Patwari et al., IEEE Trans. Mobile Comput. 9(1), 2010",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = PHW_QUANTIZER_BITS_MAX,
    .n_bits = n_bits_asked,
    .index_exchange = index_exchange,
    .label = label,
    .soft = soft,
};
