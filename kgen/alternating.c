#include "kgen/alternating.h"

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
