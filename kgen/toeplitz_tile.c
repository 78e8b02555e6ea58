#include "kgen/toeplitz_tile.h"

void phw_toeplitz_tile_portable(phw_clmul_product *sum, const uint64_t *s,
                                const uint64_t *x)
{
    for (size_t i = 0; i < PHW_TOEPLITZ_TILE; ++i) {
        for (size_t j = 0; j < PHW_TOEPLITZ_TILE; ++j) {
            const phw_clmul_product p =
                phw_clmul(s[i + PHW_TOEPLITZ_TILE - 1 - j], x[j]);
            sum[i].low ^= p.low;
            sum[i].high ^= p.high;
        }
    }
}
