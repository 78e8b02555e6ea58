#include "kgen/quantizer_differential.h"

#include <math.h>
#include <string.h>

#include "kgen/series.h"

enum {
    EPSILON,
    STEP,
    PAIRS
};

static const char *const pairs[] = {"apart", "sliding", NULL};

static const phw_param params_table[] = {
    [EPSILON] = {.name = "epsilon",
                 .unit = "",
                 .summary =
                     "differences up to this, in the series' unit, are dropped by "
                     "both ends",
                 .min = 0,
                 .max = 1000,
                 .preset = 0},
    [STEP] = {.name = "step",
              .unit = "",
              .summary = "samples from one to the other of a pair",
              .min = 1,
              .max = 1000,
              .preset = 1,
              .whole = true},
    [PAIRS] = {.name = "pairs",
               .unit = "",
               .summary = "every sample in one pair (apart), or each with the one "
                          "`step` later (sliding): twice the bits, which hang together",
               .min = 0,
               .max = 1,
               .preset = 0,
               .whole = true,
               .choice = pairs},
};

static unsigned one_bit(const phw_params *params)
{
    (void)params;
    return 1;
}

/* Equal values have no order, so both ends tell which pairs they keep. */
static phw_exchange both(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_BOTH;
}

static size_t span(const phw_params *params)
{
    (void)params;
    return 2;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)leader;
    (void)said;
    const size_t step = (size_t)params->value[STEP];
    if (n_bits != 1)
        return phw_fail(PHW_EARG, "quantizer differential: makes 1 bit a pair, not %u",
                        n_bits);
    PHW_TRY(phw_series_check(x, n));
    if (n <= step)
        return phw_fail(PHW_ESHORT, "quantizer differential: %zu values, step %zu", n,
                        step);
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, 1));
    memset(symbols.keep, 0, n);
    const bool sliding = params->value[PAIRS] > 0;
    for (size_t i = 0; i + step < n; ++i) {
        const double rise = x[i + step] - x[i];
        const bool first = sliding || i % (2 * step) < step;
        symbols.symbol[i] = rise > 0;
        symbols.keep[i] = first && fabs(rise) > params->value[EPSILON];
    }
    *out = symbols;
    return PHW_OK;
}

const phw_quantizer phw_quantizer_differential = {
    .name = "differential",
    .summary = "one bit: whether a later sample is above or below an earlier one",
    .reference = "Zhang, Marshall and Hanzo, IEEE Trans. Veh. Technol. 67(12), 2018",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = 1,
    .n_bits = one_bit,
    .index_exchange = both,
    .span = span,
    .label = label,
};
