#include "core/philox_avx2.h"

#include <criterion/criterion.h>

#include "core/rng.h"

#define GROUP PHW_PHILOX_GROUP

Test(philox_avx2, groups_are_the_blocks_of_their_counters)
{
    enum {
        N = 5
    };

    const uint64_t first[] = {0, 16, UINT64_C(0xffffffe0), UINT64_C(0x123456789abcdef0),
                              UINT64_C(0xffffffffffffffe0)};
    if (!phw_philox_avx2_has())
        cr_skip_test("no AVX2 here");
    for (size_t f = 0; f < sizeof first / sizeof first[0]; ++f) {
        const uint64_t seed = UINT64_C(0xfedcba9876543210) * (f + 1);
        const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
        uint32_t out[4 * GROUP * N + 1];
        out[4 * GROUP * N] = 77;
        phw_philox_avx2_groups(out, N, first[f], 5, UINT32_C(0xc0ffee11), seed);
        for (uint64_t i = 0; i < GROUP * N; ++i) {
            const uint64_t at = first[f] + i;
            const uint32_t counter[4] = {(uint32_t)at, (uint32_t)(at >> 32), 5,
                                         UINT32_C(0xc0ffee11)};
            uint32_t want[4];
            phw_philox(want, counter, key);
            cr_expect_arr_eq(out + 4 * i, want, sizeof want, "first %zu, block %u", f,
                             (unsigned)i);
        }
        cr_expect_eq(out[4 * GROUP * N], 77);
    }
}
