#include "kgen/quantizer_lloyd_max.h"

#include <math.h>

#include "kgen/quantile.h"
#include "kgen/series.h"
#include "kgen/soft.h"

static const phw_param params_table[] = {
    {.name = "bits",
     .unit = "",
     .summary = "bits a sample",
     .min = 1,
     .max = PHW_QUANTIZER_BITS_MAX,
     .preset = 2,
     .whole = true},
};

/* Thresholds above 0 of a unit normal for 2, 4, 8 and 16 levels: half way between
 * reconstruction points that are their cells' means (iterated until it stood still). */
static const double positive[PHW_QUANTIZER_BITS_MAX][7] = {
    {0},
    {0.981598821567794},
    {0.500549730075049, 1.049957279855438, 1.747927491520993},
    {0.258221664670719, 0.522403709011377, 0.799549787509712, 1.099285826917070,
     1.437138791684528, 1.843531806276632, 2.400803398763272},
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

static phw_status check(const double *x, size_t n, unsigned n_bits)
{
    if (n_bits < 1 || n_bits > PHW_QUANTIZER_BITS_MAX)
        return phw_fail(PHW_EARG,
                        "quantizer lloyd-max: makes 1 to %d bits a sample, not %u",
                        PHW_QUANTIZER_BITS_MAX, n_bits);
    if (n < (size_t)1 << n_bits)
        return phw_fail(PHW_ESHORT, "quantizer lloyd-max: %zu values for %u levels", n,
                        1U << n_bits);
    return phw_series_check(x, n);
}

static phw_soft_map unit_map(unsigned n_bits)
{
    phw_soft_map map = {.n_levels = 1U << n_bits, .n_bits = n_bits};
    const unsigned middle = map.n_levels / 2 - 1;
    for (unsigned k = 0; k < middle; ++k) {
        map.threshold[middle + 1 + k] = positive[n_bits - 1][k];
        map.threshold[middle - 1 - k] = -positive[n_bits - 1][k];
    }
    for (unsigned k = 0; k < map.n_levels; ++k)
        map.symbol[k] = phw_gray(k);
    return map;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)params;
    (void)leader;
    (void)said;
    PHW_TRY(check(x, n, n_bits));
    phw_soft_map map = unit_map(n_bits);
    phw_symbols symbols = {0};
    double mean = 0;
    double variance = 0;
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    phw_series_moments(&mean, &variance, x, n);
    for (unsigned k = 0; k + 1 < map.n_levels; ++k)
        map.threshold[k] = mean + sqrt(variance) * map.threshold[k];
    phw_levels_count(symbols.symbol, x, n, map.threshold, map.n_levels - 1);
    for (size_t i = 0; i < n; ++i)
        symbols.symbol[i] = map.symbol[symbols.symbol[i]];
    *out = symbols;
    return PHW_OK;
}

static phw_status soft(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said)
{
    (void)params;
    PHW_TRY(check(x, n, n_bits));
    const phw_soft_map map = unit_map(n_bits);
    return phw_soft_by_moments(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_lloyd_max = {
    .name = "lloyd-max",
    .summary = "levels of least squared error for a normal distribution, Gray coded; "
               "not equally likely",
    .reference = "Max, IRE Trans. Inf. Theory 6(1), 1960; Lloyd, IEEE Trans. Inf. "
                 "Theory 28(2), 1982",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = PHW_QUANTIZER_BITS_MAX,
    .n_bits = n_bits_asked,
    .index_exchange = nobody,
    .label = label,
    .soft = soft,
};
