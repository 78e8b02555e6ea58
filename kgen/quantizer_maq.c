#include "kgen/quantizer_maq.h"

#include <math.h>

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
        return phw_fail(PHW_EARG, "quantizer maq: makes 1 to %d bits a sample, not %u",
                        BITS_MAX, n_bits);
    if (n < phw_alternating_cells(n_bits))
        return phw_fail(PHW_ESHORT, "quantizer maq: %zu values for %u cells", n,
                        phw_alternating_cells(n_bits));
    return phw_series_check(x, n);
}

/* Cells of x[n] by a normal distribution of its mean and deviation. */
static void place(uint8_t *cell, const double *x, size_t n, unsigned n_bits)
{
    phw_soft_map map;
    double mean = 0;
    double variance = 0;
    phw_alternating_soft(&map, n_bits);
    phw_series_moments(&mean, &variance, x, n);
    for (unsigned k = 0; k + 1 < map.n_levels; ++k)
        map.threshold[k] = mean + sqrt(variance) * map.threshold[k];
    phw_levels_count(cell, x, n, map.threshold, map.n_levels - 1);
}

static phw_status announce(uint8_t *said, const double *x, size_t n, unsigned n_bits,
                           const phw_params *params)
{
    (void)params;
    PHW_TRY(check(x, n, n_bits));
    place(said, x, n, n_bits);
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
    place(symbols.symbol, x, n, n_bits);
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
    return phw_soft_by_moments(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_maq = {
    .name = "maq",
    .summary =
        "as cqa, at the levels of a normal distribution of the end's own mean and "
        "deviation",
    .reference = "Patwari et al., IEEE Trans. Mobile Comput. 9(1), 2010, section 3.3",
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
