#include "kgen/quantizer_lattice.h"

#include "kgen/quantile.h"
#include "kgen/series.h"
#include "kgen/soft.h"

#define BITS_MAX 3

/* Own steps to a residue's step, by which an end finds its nearest cell. */
#define FINE 4

enum {
    BITS,
    RESIDUE
};

static const phw_param params_table[] = {
    [BITS] = {.name = "bits",
              .unit = "",
              .summary = "bits a sample",
              .min = 1,
              .max = BITS_MAX,
              .preset = 2,
              .whole = true},
    [RESIDUE] = {.name = "residue",
                 .unit = "",
                 .summary = "bits said in public of where in its cell a sample lies; "
                            "with the others 4 at most, else fewer are said",
                 .min = 1,
                 .max = BITS_MAX,
                 .preset = 2,
                 .whole = true},
};

static unsigned n_bits_asked(const phw_params *params)
{
    return (unsigned)params->value[BITS];
}

static phw_exchange nobody(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_NONE;
}

static unsigned said_bits(const phw_params *params, unsigned n_bits)
{
    const unsigned asked = (unsigned)params->value[RESIDUE];
    const unsigned most = PHW_QUANTIZER_BITS_MAX - n_bits;
    return asked < most ? asked : most;
}

static phw_status check(const double *x, size_t n, unsigned n_bits)
{
    if (n_bits < 1 || n_bits > BITS_MAX)
        return phw_fail(PHW_EARG,
                        "quantizer lattice: makes 1 to %d bits a sample, not %u",
                        BITS_MAX, n_bits);
    if (n < (size_t)1 << PHW_QUANTIZER_BITS_MAX)
        return phw_fail(PHW_ESHORT, "quantizer lattice: %zu values, at least %u", n,
                        1U << PHW_QUANTIZER_BITS_MAX);
    return phw_series_check(x, n);
}

/* With equal shares the residue is independent of the cell. */
static phw_status announce(uint8_t *said, const double *x, size_t n, unsigned n_bits,
                           const phw_params *params)
{
    PHW_TRY(check(x, n, n_bits));
    const unsigned residue = said_bits(params, n_bits);
    PHW_TRY(phw_levels_rank(said, x, n, 1U << (n_bits + residue)));
    for (size_t i = 0; i < n; ++i)
        said[i] = (uint8_t)(said[i] & ((1U << residue) - 1));
    return PHW_OK;
}

/* The cell whose part `said` has its middle nearest to the middle of the own step
 * `fine`: all in half own steps, so that there is no tie. */
static unsigned nearest(unsigned fine, unsigned said, unsigned residue,
                        unsigned n_cells)
{
    const int width = 2 * FINE << residue;
    const int offset = (int)(2 * fine + 1) - (int)(FINE * (2 * said + 1));
    const int cell = (offset + width / 2 + width) / width - 1;
    return cell < 0 ? 0 : (unsigned)cell < n_cells ? (unsigned)cell : n_cells - 1;
}

static phw_status label(phw_symbols *out, const double *x, size_t n, unsigned n_bits,
                        const phw_params *params, bool leader, const uint8_t *said)
{
    (void)leader;
    PHW_TRY(check(x, n, n_bits));
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    const unsigned residue = said_bits(params, n_bits);
    const phw_status s =
        phw_levels_rank(symbols.symbol, x, n, FINE << (n_bits + residue));
    if (s) {
        phw_symbols_free(&symbols);
        return s;
    }
    for (size_t i = 0; i < n; ++i)
        symbols.symbol[i] =
            phw_gray(nearest(symbols.symbol[i], said[i], residue, 1U << n_bits));
    *out = symbols;
    return PHW_OK;
}

static phw_status soft(float *llr, const double *x, size_t n, unsigned n_bits,
                       const phw_params *params, double rho, const uint8_t *said)
{
    PHW_TRY(check(x, n, n_bits));
    const unsigned residue = said_bits(params, n_bits);
    phw_soft_map map = {.n_levels = 1U << (n_bits + residue), .n_bits = n_bits};
    for (unsigned k = 0; k < map.n_levels; ++k)
        map.symbol[k] =
            (uint8_t)(((k & ((1U << residue) - 1)) << n_bits) | phw_gray(k >> residue));
    phw_soft_equal_shares(&map);
    return phw_soft_by_rank(llr, x, n, &map, rho, said);
}

const phw_quantizer phw_quantizer_lattice = {
    .name = "lattice",
    .summary =
        "equal-probability cells, Gray coded; where in its cell a sample lies is "
        "public",
    .reference = "Ye et al., IEEE Trans. Inf. Forensics Security 5(2), 2010 (residue "
                 "over a quantizer's cells)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .n_bits_max = BITS_MAX,
    .n_bits = n_bits_asked,
    .index_exchange = nobody,
    .said_bits = said_bits,
    .announce = announce,
    .label = label,
    .soft = soft,
};
