#include "kgen/toeplitz_clmul.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/toeplitz_tile.h"

Test(toeplitz_clmul, gives_the_portable_tile)
{
    if (!phw_toeplitz_clmul_has())
        cr_skip_test("no PCLMULQDQ here");
    const phw_rng rng = {.seed = 3, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 10)};
    for (uint64_t trial = 0; trial < 50; ++trial) {
        uint32_t w[4 * PHW_TOEPLITZ_TILE * 2];
        uint64_t s[2 * PHW_TOEPLITZ_TILE - 1];
        uint64_t x[PHW_TOEPLITZ_TILE];
        phw_clmul_product a[PHW_TOEPLITZ_TILE];
        phw_rng_words(w, &rng, 1000 * trial, sizeof w / sizeof *w);
        memcpy(s, w, sizeof s);
        memcpy(x, w + 64, sizeof x);
        memcpy(a, w, sizeof a);
        phw_clmul_product b[PHW_TOEPLITZ_TILE];
        memcpy(b, a, sizeof b);
        phw_toeplitz_clmul_tile(a, s, x);
        phw_toeplitz_tile_portable(b, s, x);
        cr_expect_eq(memcmp(a, b, sizeof a), 0);
    }
}
