#include "kgen/quantizer_median.h"

#include <stdlib.h>

#include "core/signal.h"
#include "kgen/quantile.h"
#include "kgen/series.h"
#include "kgen/soft.h"

static const char *const ties[] = {"together", "index", NULL};

static const phw_param params_table[] = {
    {.name = "ties",
     .unit = "",
     .summary = "equal values get one symbol (together), or the earlier counts as the "
                "lower (index): equal shares, but what the index decides is public",
     .min = 0,
     .max = 1,
     .preset = 0,
     .whole = true,
     .choice = ties},
};

static unsigned one_bit(const phw_params *params)
{
    (void)params;
    return 1;
}

static phw_exchange nobody(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_NONE;
}

static phw_status check(const double *x, size_t n, unsigned n_bits)
{
    if (n_bits != 1)
        return phw_fail(PHW_EARG, "quantizer median: makes 1 bit a sample, not %u",
                        n_bits);
    return phw_series_check(x, n);
}

/* Equal values count as rising with their index. */
static phw_status by_index(uint8_t *symbol, const double *x, size_t n)
{
    size_t *position = NULL;
    PHW_TRY(phw_array_alloc(&position, n, sizeof *position));
    const phw_status s = phw_series_positions(position, x, n, true);
    for (size_t i = 0; i < n && !s; ++i)
        symbol[i] = position[i] >= n;
    free(position);
    return s;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)leader;
    (void)said;
    PHW_TRY(check(x, n, n_bits));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, 1));
    const phw_status s = params->value[0] > 0
                             ? by_index(symbols.symbol, x, n)
                             : phw_levels_rank(symbols.symbol, x, n, 2);
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
    phw_soft_map map = {.n_levels = 2, .n_bits = 1, .symbol = {0, 1}};
    phw_soft_equal_shares(&map);
    return phw_soft_by_rank(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_median = {
    .name = "median",
    .summary = "one bit: below or above the end's own median",
    .reference = "disagreement arccos(rho)/pi for jointly Gaussian ends",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = 1,
    .n_bits = one_bit,
    .index_exchange = nobody,
    .label = label,
    .soft = soft,
};
