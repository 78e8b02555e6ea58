#include "kgen/winnow_blocks.h"

#include <criterion/criterion.h>

#include "wire.h"

/* Every order, also where the last block is the only one of its word. */
Test(winnow_blocks, parities_and_syndromes_are_the_plain_ones)
{
    phw_bits b = random_bits(1024, 5);
    phw_bits out = random_bits(1100, 6);
    phw_bits before = {0};
    cr_assert_eq(phw_bits_copy(&before, &out), PHW_OK);
    for (unsigned order = 0; order <= 9; ++order) {
        const size_t n_blocks = (1024 >> order) - (order < 9);
        phw_winnow_parities(&out, 37, b.word, n_blocks, order);
        for (size_t i = 0; i < n_blocks; ++i) {
            const size_t from = i << order;
            uint32_t syndrome = 0;
            for (size_t j = 0; j < (size_t)1 << order; ++j)
                syndrome ^= phw_bits_get(&b, from + j) ? (uint32_t)j : 0;
            cr_expect_eq(phw_bits_get(&out, 37 + i),
                         phw_bits_parity(&b, from, from + ((size_t)1 << order)));
            cr_expect_eq(phw_winnow_syndrome(b.word, i, order), syndrome,
                         "order %u, block %zu", order, i);
        }
        cr_expect_eq(phw_bits_get(&out, 36), phw_bits_get(&before, 36));
        if (order == 0)
            cr_expect_eq(phw_bits_get(&out, 37 + 1023), phw_bits_get(&before, 1060));
    }
    phw_bits_free(&b);
    phw_bits_free(&out);
    phw_bits_free(&before);
}
