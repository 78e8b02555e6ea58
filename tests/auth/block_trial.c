#include "auth/block_trial.h"

#include <criterion/criterion.h>

static phw_bits zeros(size_t n)
{
    phw_bits b = {0};
    cr_assert_eq(phw_bits_alloc(&b, n), PHW_OK);
    return b;
}

Test(block_trial, counts_blocks_that_come_out_wrong)
{
    phw_concatenation *code = NULL;
    phw_block_trial trial = {0};
    phw_bits a = zeros(24 * 4 + 7);
    phw_bits b = zeros(24 * 4 + 7);
    cr_assert_eq(phw_concatenation_create(&code, "golay"), PHW_OK);
    for (size_t i = 0; i < 3; ++i)
        phw_bits_flip(&b, i); /* the first block: within reach */
    for (size_t i = 24; i < 28; ++i)
        phw_bits_flip(&a, i); /* the second: not */
    for (size_t i = 48; i < 72; ++i)
        phw_bits_flip(&b, i); /* the third: another message's word */
    for (size_t i = 96; i < 103; ++i)
        phw_bits_flip(&b, i); /* past the last block */
    cr_assert_eq(phw_block_trial_add(&trial, code, &a, &b), PHW_OK);
    cr_expect_eq(trial.blocks, 4);
    cr_expect_eq(trial.failed, 2);
    cr_expect_eq(trial.cells, 96);
    cr_expect_eq(trial.flipped, 31);
    cr_assert_eq(phw_block_trial_add(&trial, code, &a, &a), PHW_OK);
    cr_expect_eq(trial.blocks, 8);
    cr_expect_eq(trial.failed, 2);
    phw_bits_free(&b);
    b = zeros(5);
    cr_expect_eq(phw_block_trial_add(&trial, code, &a, &b), PHW_EARG);
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_concatenation_destroy(code);
}
