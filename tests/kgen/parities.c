#include "kgen/parities.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

Test(parities, what_was_put_is_taken_in_order)
{
    enum {
        ENTRIES = 3000
    };

    static uint64_t word[ENTRIES + 2];
    const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7061), 0};
    memset(word, 0xff, sizeof word);
    phw_parities out = phw_parities_write(word);
    for (uint64_t i = 0; i < ENTRIES; ++i) {
        const size_t count = phw_rng_below(&rng, 3 * i, 65);
        uint32_t part[2];
        phw_rng_words(part, &rng, 3 * i + 1, 2);
        const uint64_t bits = part[0] | (uint64_t)part[1] << 32;
        phw_parities_put(&out, count == 64 ? bits : bits & ((1ULL << count) - 1),
                         count);
    }
    phw_parities in = phw_parities_read(word);
    for (uint64_t i = 0; i < ENTRIES; ++i) {
        const size_t count = phw_rng_below(&rng, 3 * i, 65);
        uint32_t part[2];
        phw_rng_words(part, &rng, 3 * i + 1, 2);
        const uint64_t mask = count == 64 ? ~UINT64_C(0) : (1ULL << count) - 1;
        const uint64_t bits = part[0] | (uint64_t)part[1] << 32;
        cr_assert_eq(phw_parities_take(&in, count) & mask, bits & mask);
    }
    cr_expect_eq(in.n, out.n);
}
