#include "kgen/folded.h"

#include <criterion/criterion.h>

#include "core/rng.h"

Test(folded, parities_follow_the_bits)
{
    static const size_t sizes[] = {1, 63, 64, 65, 1000, 5000};
    const phw_rng rng = {.seed = 3, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 8)};
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; ++k) {
        const size_t n = sizes[k];
        phw_folded f = {0};
        cr_assert_eq(phw_folded_alloc(&f, n), PHW_OK);
        for (size_t i = 0; i < n; ++i)
            phw_bits_set(&f.bit, i, phw_rng_below(&rng, i, 2) != 0);
        phw_folded_refresh(&f);
        for (uint64_t i = 0; i < 300; ++i) {
            phw_folded_flip(&f, phw_rng_below(&rng, 10000 + i, (uint32_t)n));
            const size_t from = phw_rng_below(&rng, 20000 + i, (uint32_t)n);
            const size_t to =
                from + 1 + phw_rng_below(&rng, 30000 + i, (uint32_t)(n - from));
            cr_assert_eq(phw_folded_parity(&f, from, to),
                         (unsigned)phw_bits_parity(&f.bit, from, to));
        }
        phw_folded_free(&f);
    }
}
