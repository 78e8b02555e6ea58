#include "kgen/quantizer_mathur.h"

#include <math.h>
#include <string.h>

#include "kgen/series.h"

enum {
    ALPHA,
    EXCURSION,
    ACCEPTED
};

static const phw_param params_table[] = {
    [ALPHA] = {.name = "alpha",
               .unit = "",
               .summary = "half width of the band, in population standard deviations",
               .min = 0,
               .max = 4,
               .preset = 0.3},
    [EXCURSION] = {.name = "excursion",
                   .unit = "",
                   .summary = "samples in a row on one side of the band that make an "
                              "excursion of the leader's; the other end has to have "
                              "one fewer around its middle",
                   .min = 2,
                   .max = 1000,
                   .preset = 3,
                   .whole = true},
    [ACCEPTED] = {.name = "accepted",
                  .unit = "",
                  .summary =
                      "least share of the leader's excursions that the other end "
                      "has to have (the paper: over half): with fewer, somebody "
                      "else answers",
                  .min = 0,
                  .max = 1,
                  .preset = 0},
};

static double accepted_min(const phw_params *params)
{
    return params->value[ACCEPTED];
}

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

/* 1 above the band, -1 below, 0 inside. */
static int side(double x, double mean, double band)
{
    return (x > mean + band) - (x < mean - band);
}

/* The leader keeps the middle of each excursion. */
static void keep_middles(uint8_t *keep, const int8_t *sides, size_t n, size_t least)
{
    size_t to = 0;
    for (size_t from = 0; from < n; from = to) {
        to = from + 1;
        while (to < n && sides[to] == sides[from])
            ++to;
        if (sides[from] != 0 && to - from >= least)
            keep[from + (to - from - 1) / 2] = 1;
    }
}

/* The other end keeps samples with `width` samples around them on their side. */
static void keep_inner(uint8_t *keep, const int8_t *sides, size_t n, size_t width)
{
    const size_t before = (width - 1) / 2;
    const size_t after = width / 2;
    size_t to = 0;
    for (size_t from = 0; from < n; from = to) {
        to = from + 1;
        while (to < n && sides[to] == sides[from])
            ++to;
        for (size_t i = from + before; sides[from] != 0 && i + after < to; ++i)
            keep[i] = 1;
    }
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)said;
    const size_t excursion = (size_t)params->value[EXCURSION];
    if (n_bits != 1)
        return phw_fail(PHW_EARG, "quantizer mathur: makes 1 bit an excursion, not %u",
                        n_bits);
    PHW_TRY(phw_series_check(x, n));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, 1));
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, n);
    const double band = params->value[ALPHA] * sqrt(variance);
    /* Sides are written where symbols will be. */
    int8_t *sides = (int8_t *)symbols.symbol;
    for (size_t i = 0; i < n; ++i)
        sides[i] = (int8_t)side(x[i], mean, band);
    memset(symbols.keep, 0, n);
    if (leader)
        keep_middles(symbols.keep, sides, n, excursion);
    else
        keep_inner(symbols.keep, sides, n, excursion - 1);
    for (size_t i = 0; i < n; ++i)
        symbols.symbol[i] = x[i] > mean;
    *out = symbols;
    return PHW_OK;
}

const phw_quantizer phw_quantizer_mathur = {
    .name = "mathur",
    .summary = "one bit an excursion above or below a band around the mean",
    .reference = "Mathur et al., ACM MobiCom 2008 (level crossing)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = 1,
    .n_bits = one_bit,
    .index_exchange = both,
    .accepted_min = accepted_min,
    .label = label,
};
