#include "kgen/alternating.h"

#include <criterion/criterion.h>

/* K = 8 cells of one bit, by hand from the formulas. */
Test(alternating, maps_of_one_bit_are_those_of_the_paper)
{
    static const uint8_t map[] = {0, 1, 1, 0, 0, 1, 1, 0};
    static const uint8_t first[] = {0, 0, 1, 1, 1, 1, 0, 0};
    static const uint8_t second[] = {0, 0, 0, 0, 1, 1, 1, 1};
    for (unsigned cell = 0; cell < 8; ++cell) {
        cr_expect_eq(phw_alternating_map(cell), map[cell], "cell %u", cell);
        cr_expect_eq(phw_alternating_symbol(cell, 0, 1), first[cell], "cell %u", cell);
        cr_expect_eq(phw_alternating_symbol(cell, 1, 1), second[cell], "cell %u", cell);
    }
}

Test(alternating, every_map_and_symbol_has_two_cells)
{
    for (unsigned n_bits = 1; n_bits <= 3; ++n_bits) {
        unsigned count[2][8] = {{0}};
        for (unsigned cell = 0; cell < phw_alternating_cells(n_bits); ++cell) {
            const unsigned map = phw_alternating_map(cell);
            ++count[map][phw_alternating_symbol(cell, map, n_bits)];
        }
        for (unsigned symbol = 0; symbol < 1U << n_bits; ++symbol) {
            cr_expect_eq(count[0][symbol], 2);
            cr_expect_eq(count[1][symbol], 2);
        }
    }
}

/* The neighbour on either side has the same symbol in the leader's map. */
Test(alternating, one_cell_aside_makes_no_error)
{
    for (unsigned n_bits = 1; n_bits <= 3; ++n_bits) {
        const unsigned n = phw_alternating_cells(n_bits);
        for (unsigned cell = 0; cell < n; ++cell) {
            const unsigned map = phw_alternating_map(cell);
            const unsigned symbol = phw_alternating_symbol(cell, map, n_bits);
            if (cell > 0)
                cr_expect_eq(phw_alternating_symbol(cell - 1, map, n_bits), symbol);
            if (cell + 1 < n)
                cr_expect_eq(phw_alternating_symbol(cell + 1, map, n_bits), symbol);
        }
    }
}
