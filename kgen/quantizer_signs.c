#include "kgen/quantizer_signs.h"

#include "kgen/series.h"
#include "kgen/trust.h"
#include "kgen/trust_told.h"

static unsigned one_bit(const phw_params *params)
{
    (void)params;
    return 1;
}

static phw_exchange both(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_BOTH;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)params;
    (void)leader;
    (void)said;
    if (n_bits != 1)
        return phw_fail(PHW_EARG, "quantizer signs: makes 1 bit a sample, not %u",
                        n_bits);
    PHW_TRY(phw_series_check(x, n));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, 1));
    for (size_t i = 0; i < n; ++i)
        symbols.symbol[i] = x[i] > 0;
    *out = symbols;
    return PHW_OK;
}

const phw_quantizer phw_quantizer_signs = {
    .name = "signs",
    .summary =
        "one bit: the sign; both ends say in public how far it can be relied on; "
        "for transform spectrum:values=standard and collision entropy",
    .reference = "sign and magnitude of a symmetric value are independent; likelihood "
                 "of jointly Gaussian magnitudes: kgen/trust.h",
    .n_bits_max = 1,
    .n_bits = one_bit,
    .index_exchange = both,
    .label = label,
    .levels = phw_trust_levels,
    .grades = phw_trust_grades,
    .told = phw_trust_told,
};
