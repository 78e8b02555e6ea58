#include "kgen/quantizer_median.h"

#include <stdlib.h>

#include "core/signal.h"
#include "kgen/series.h"

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

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)said;
    (void)leader;
    if (n_bits != 1)
        return phw_fail(PHW_EARG, "quantizer median: makes 1 bit a sample, not %u",
                        n_bits);
    PHW_TRY(phw_series_check(x, n));
    size_t *position = NULL;
    PHW_TRY(phw_array_alloc(&position, n, sizeof *position));
    phw_symbols symbols = {0};
    phw_status s = phw_series_positions(position, x, n, params->value[0] > 0);
    if (!s)
        s = phw_symbols_alloc(&symbols, n, 1);
    for (size_t i = 0; i < n && !s; ++i)
        symbols.symbol[i] = position[i] >= n;
    free(position);
    if (!s)
        *out = symbols;
    return s;
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
};
