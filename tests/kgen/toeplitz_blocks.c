#include "kgen/toeplitz_blocks.h"

#include <criterion/criterion.h>

/* T e_j is the column j: the seed's bits from n - 1 - j on. */
Test(toeplitz_blocks, maps_unit_vectors_to_columns)
{
    const size_t n = 1500;
    const size_t m = 1300;
    phw_bits seed = {0};
    phw_bits y = {0};
    cr_assert_eq(phw_bits_alloc(&seed, n + m - 1), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&y, m), PHW_OK);
    for (size_t i = 0; i < seed.n; ++i)
        phw_bits_set(&seed, i, (i * i + i / 7) % 3 == 1);
    for (size_t j = 0; j < n; j += 37) {
        phw_bits x = {0};
        phw_bits column = {0};
        cr_assert_eq(phw_bits_alloc(&x, n), PHW_OK);
        phw_bits_set(&x, j, true);
        cr_assert_eq(phw_toeplitz_blocks(&y, &x, &seed, phw_toeplitz_tile_portable),
                     PHW_OK);
        cr_assert_eq(phw_bits_slice(&column, &seed, n - 1 - j, n - 1 - j + m), PHW_OK);
        cr_expect(phw_bits_equal(&y, &column), "column %zu", j);
        phw_bits_free(&x);
        phw_bits_free(&column);
    }
    phw_bits_free(&seed);
    phw_bits_free(&y);
}

/* 16 words a side: one for all up to 1024 by 896 bits; Karatsuba takes 3 for 4. */
Test(toeplitz_blocks, counts_its_tiles)
{
    cr_expect_eq(phw_toeplitz_blocks_tiles(1, 1), 1);
    cr_expect_eq(phw_toeplitz_blocks_tiles(1024, 896), 1);
    cr_expect_eq(phw_toeplitz_blocks_tiles(2048, 1920), 3);
    cr_expect_eq(phw_toeplitz_blocks_tiles(4096, 3968), 9);
    cr_expect_eq(phw_toeplitz_blocks_tiles(10240, 64), 10);
}
