#include "kgen/toeplitz_vpclmul.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/toeplitz_tile.h"

static void expect_portable(phw_toeplitz_tile *tile)
{
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
        tile(a, s, x);
        phw_toeplitz_tile_portable(b, s, x);
        cr_expect_eq(memcmp(a, b, sizeof a), 0);
    }
}

Test(toeplitz_vpclmul, gives_the_portable_tile_on_256_bits)
{
    if (!phw_toeplitz_vpclmul256_has())
        cr_skip_test("no VPCLMULQDQ here");
    expect_portable(phw_toeplitz_vpclmul256_tile);
}

Test(toeplitz_vpclmul, gives_the_portable_tile_on_512_bits)
{
    if (!phw_toeplitz_vpclmul512_has())
        cr_skip_test("no VPCLMULQDQ with AVX-512 here");
    expect_portable(phw_toeplitz_vpclmul512_tile);
}
