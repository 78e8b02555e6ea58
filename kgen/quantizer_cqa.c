#include "kgen/quantizer_cqa.h"

#include "kgen/alternating.h"
#include "kgen/quantile.h"
#include "kgen/series.h"

#define BITS_MAX 3

static const phw_param params_table[] = {
    {.name = "bits",
     .unit = "",
     .summary = "bits a sample",
     .min = 1,
     .max = BITS_MAX,
     .preset = 1,
     .whole = true},
};

static unsigned n_bits_asked(const phw_params *params)
{
    return (unsigned)params->value[0];
}

static phw_exchange nobody(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_NONE;
}

static unsigned one_said(const phw_params *params, unsigned n_bits)
{
    (void)params;
    (void)n_bits;
    return 1;
}

static phw_status check(const double *x, size_t n, unsigned n_bits)
{
    if (n_bits < 1 || n_bits > BITS_MAX)
        return phw_fail(PHW_EARG, "quantizer cqa: makes 1 to %d bits a sample, not %u",
                        BITS_MAX, n_bits);
    if (n < phw_alternating_cells(n_bits))
        return phw_fail(PHW_ESHORT, "quantizer cqa: %zu values for %u cells", n,
                        phw_alternating_cells(n_bits));
    return phw_series_check(x, n);
}

static phw_status announce(uint8_t *said, const double *x, size_t n, unsigned n_bits,
                           const phw_params *params)
{
    (void)params;
    PHW_TRY(check(x, n, n_bits));
    PHW_TRY(phw_levels_rank(said, x, n, phw_alternating_cells(n_bits)));
    phw_alternating_announce(said, said, n);
    return PHW_OK;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)params;
    (void)leader;
    PHW_TRY(check(x, n, n_bits));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    const phw_status s =
        phw_levels_rank(symbols.symbol, x, n, phw_alternating_cells(n_bits));
    if (s) {
        phw_symbols_free(&symbols);
        return s;
    }
    phw_alternating_label(&symbols, said);
    *out = symbols;
    return PHW_OK;
}

static phw_status soft(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said)
{
    (void)params;
    PHW_TRY(check(x, n, n_bits));
    phw_soft_map map;
    phw_alternating_soft(&map, n_bits);
    return phw_soft_by_rank(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_cqa = {
    .name = "cqa",
    .summary = "equal-probability levels of one of two maps, the safer one of each "
               "sample is public",
    .reference = "Wallace and Sharma, IEEE Trans. Inf. Forensics Security 5(3), 2010",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = BITS_MAX,
    .n_bits = n_bits_asked,
    .index_exchange = nobody,
    .said_bits = one_said,
    .announce = announce,
    .label = label,
    .soft = soft,
};
