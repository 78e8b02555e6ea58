#include "kgen/toeplitz_tile.h"

#include <criterion/criterion.h>

/* One word of x meets one word of s: the product lands where i - j + 15 = t. */
Test(toeplitz_tile, puts_each_product_in_its_row)
{
    for (size_t j = 0; j < PHW_TOEPLITZ_TILE; ++j) {
        for (size_t t = 0; t < 2 * PHW_TOEPLITZ_TILE - 1; ++t) {
            phw_clmul_product sum[PHW_TOEPLITZ_TILE] = {{0}};
            uint64_t s[2 * PHW_TOEPLITZ_TILE - 1] = {0};
            uint64_t x[PHW_TOEPLITZ_TILE] = {0};
            x[j] = UINT64_C(1) << 63;
            s[t] = 6;
            phw_toeplitz_tile_portable(sum, s, x);
            for (size_t i = 0; i < PHW_TOEPLITZ_TILE; ++i) {
                const bool here = i + PHW_TOEPLITZ_TILE - 1 == t + j;
                cr_assert_eq(sum[i].high, here ? 3 : 0);
                cr_assert_eq(sum[i].low, 0);
            }
        }
    }
}
