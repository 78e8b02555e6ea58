#include "kgen/alternating.h"

#include "kgen/series.h"

unsigned phw_alternating_map(unsigned cell)
{
    return (cell + 1) % 4 >= 2;
}

uint8_t phw_alternating_symbol(unsigned cell, unsigned map, unsigned n_bits)
{
    const unsigned n_cells = phw_alternating_cells(n_bits);
    return phw_gray(map != 0 ? cell / 4 : (cell + 2) % n_cells / 4);
}

void phw_alternating_announce(uint8_t *said, const uint8_t *cell, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        said[i] = (uint8_t)phw_alternating_map(cell[i]);
}

void phw_alternating_label(phw_symbols *inout, const uint8_t *said)
{
    for (size_t i = 0; i < inout->n; ++i)
        inout->symbol[i] =
            phw_alternating_symbol(inout->symbol[i], said[i], inout->n_bits);
}

void phw_alternating_soft(phw_soft_map *out, unsigned n_bits)
{
    *out = (phw_soft_map){.n_levels = phw_alternating_cells(n_bits), .n_bits = n_bits};
    for (unsigned cell = 0; cell < out->n_levels; ++cell) {
        const unsigned map = phw_alternating_map(cell);
        out->symbol[cell] =
            (uint8_t)((map << n_bits) | phw_alternating_symbol(cell, map, n_bits));
    }
    phw_soft_equal_shares(out);
}

const phw_param phw_alternating_param = {
    .name = "bits",
    .unit = "",
    .summary = "bits a sample",
    .min = 1,
    .max = PHW_ALTERNATING_BITS_MAX,
    .preset = 1,
    .whole = true,
};

unsigned phw_alternating_bits(const phw_params *params)
{
    return (unsigned)params->value[0];
}

phw_exchange phw_alternating_exchange(const phw_params *params)
{
    (void)params;
    return PHW_EXCHANGE_NONE;
}

unsigned phw_alternating_said_bits(const phw_params *params, unsigned n_bits)
{
    (void)params;
    (void)n_bits;
    return 1;
}

phw_status phw_alternating_check(const char *name, const double *x, size_t n,
                                 unsigned n_bits)
{
    if (n_bits < 1 || n_bits > PHW_ALTERNATING_BITS_MAX)
        return phw_fail(PHW_EARG, "quantizer %s: makes 1 to %d bits a sample, not %u",
                        name, PHW_ALTERNATING_BITS_MAX, n_bits);
    if (n < phw_alternating_cells(n_bits))
        return phw_fail(PHW_ESHORT, "quantizer %s: %zu values for %u cells", name, n,
                        phw_alternating_cells(n_bits));
    return phw_series_check(x, n);
}

phw_status phw_alternating_say(uint8_t *said, const double *x, size_t n,
                               unsigned n_bits, phw_alternating_place *place)
{
    PHW_TRY(place(said, x, n, n_bits));
    phw_alternating_announce(said, said, n);
    return PHW_OK;
}

phw_status phw_alternating_symbols(phw_symbols *out, const double *x, size_t n,
                                   unsigned n_bits, phw_alternating_place *place,
                                   const uint8_t *said)
{
    phw_symbols symbols = {0};
    PHW_TRY(phw_symbols_alloc(&symbols, n, n_bits));
    const phw_status s = place(symbols.symbol, x, n, n_bits);
    if (s) {
        phw_symbols_free(&symbols);
        return s;
    }
    phw_alternating_label(&symbols, said);
    *out = symbols;
    return PHW_OK;
}
