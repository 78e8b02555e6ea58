#include "kgen/quantizer_guard.h"

#include <math.h>

#include "kgen/series.h"
#include "kgen/soft.h"

enum {
    ALPHA,
    SIDES
};

static const char *const sides[] = {"one", "two", NULL};

static const phw_param params_table[] = {
    [ALPHA] = {.name = "alpha",
               .unit = "",
               .summary = "half width of the band, in population standard deviations",
               .min = 0,
               .max = 4,
               .preset = 0.6},
    [SIDES] = {.name = "sides",
               .unit = "",
               .summary =
                   "who drops: the leader alone (one), while the other end takes "
                   "the side of its mean; or both ends (two)",
               .min = 0,
               .max = 1,
               .preset = 1,
               .whole = true,
               .choice = sides},
};

static unsigned one_bit(const phw_params *params)
{
    (void)params;
    return 1;
}

static phw_exchange index_exchange(const phw_params *params)
{
    if (params->value[ALPHA] == 0)
        return PHW_EXCHANGE_NONE;
    return params->value[SIDES] > 0 ? PHW_EXCHANGE_BOTH : PHW_EXCHANGE_LEADER;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)said;
    if (n_bits != 1)
        return phw_fail(PHW_EARG, "quantizer guard: makes 1 bit a sample, not %u",
                        n_bits);
    PHW_TRY(phw_series_check(x, n));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, 1));
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    const phw_exchange exchange = index_exchange(params);
    const bool drops =
        exchange == PHW_EXCHANGE_BOTH || (exchange == PHW_EXCHANGE_LEADER && leader);
    const double band = params->value[ALPHA] * sqrt(variance);
    for (size_t i = 0; i < n; ++i) {
        symbols.symbol[i] = x[i] > mean;
        symbols.keep[i] = !drops || fabs(x[i] - mean) > band;
    }
    *out = symbols;
    return PHW_OK;
}

/* The leader has dropped what lies in its band. */
static phw_status soft(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said)
{
    if (n_bits != 1)
        return phw_fail(PHW_EARG, "quantizer guard: makes 1 bit a sample, not %u",
                        n_bits);
    PHW_TRY(phw_series_check(x, n));
    const double alpha = params->value[ALPHA];
    const phw_soft_map map = {.n_levels = 3,
                              .n_bits = 1,
                              .threshold = {-alpha, alpha},
                              .symbol = {0, PHW_SOFT_DROPPED, 1}};
    return phw_soft_by_moments(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_guard = {
    .name = "guard",
    .summary = "one bit outside mean +- alpha sigma, the rest is dropped",
    .reference = "Aono et al., IEEE Trans. Antennas Propag. 53(11), 2005; one-sided as "
                 "LoRa key generation does",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = 1,
    .n_bits = one_bit,
    .index_exchange = index_exchange,
    .label = label,
    .soft = soft,
};
