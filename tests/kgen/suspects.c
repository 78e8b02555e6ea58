#include "kgen/suspects.h"

#include <math.h>

#include <criterion/criterion.h>

/* n bits at one error rate. */
static phw_suspects alike(size_t n, double rate)
{
    const phw_reconcile_segment all = {.from = 0, .to = n, .error_rate = rate};
    const phw_reconcile_task task = {.n = n, .segment = &all, .n_segments = 1};
    phw_suspects s = {0};
    cr_assert_eq(phw_suspects_alloc(&s, &task), PHW_OK, "%s", phw_error_message());
    return s;
}

Test(suspects, expects_what_the_rates_say)
{
    phw_suspects s = alike(100, 0.1);
    cr_expect_float_eq(phw_suspects_expected(&s), 10, 1e-9);
    phw_suspects_free(&s);
}

/* P(bit 1 differs | parity of all of n is even) by the formula of Gallager. */
Test(suspects, a_block_tells_its_bits_what_its_parity_says)
{
    phw_suspects s = alike(8, 0.1);
    cr_assert_eq(phw_suspects_arrange(&s, 0.4, 1), PHW_OK);
    cr_assert_eq(s.n_blocks, 2);
    cr_assert_eq(phw_suspects_enter(&s, 0, false), PHW_OK);
    cr_assert_eq(phw_suspects_enter(&s, 1, true), PHW_OK);
    cr_assert_eq(phw_suspects_weigh(&s), PHW_OK);
    const double t = pow(0.8, s.block[0].to - s.block[0].from - 1);
    const double prior = 0.1 / 0.9;
    const uint32_t even = s.pass[0].bit[0];
    const uint32_t odd = s.pass[0].bit[s.block[1].from];
    cr_expect_float_eq(s.odds[even], prior * (1 - t) / (1 + t), 1e-12);
    cr_expect_float_eq(s.odds[odd], prior * (1 + t) / (1 - t), 1e-12);
    phw_suspects_free(&s);
}

Test(suspects, one_difference_is_bisected)
{
    enum {
        N = 64,
        AT = 37
    };

    phw_suspects s = alike(N, 0.01);
    cr_assert_eq(phw_suspects_arrange(&s, 10, 1), PHW_OK);
    for (uint32_t b = 0; b < s.n_blocks; ++b)
        cr_assert_eq(
            phw_suspects_enter(&s, b, AT >= s.block[b].from && AT < s.block[b].to),
            PHW_OK);
    cr_assert_eq(phw_suspects_settle(&s), PHW_OK);
    unsigned asked = 0;
    uint32_t due[4];
    while (phw_suspects_next(due, &s, true) == 1) {
        const uint32_t cut = phw_suspects_cut(&s, due[0]);
        cr_assert_eq(phw_suspects_divide(&s, due[0], cut,
                                         AT >= s.block[due[0]].from && AT < cut),
                     PHW_OK);
        cr_assert_eq(phw_suspects_settle(&s), PHW_OK);
        ++asked;
    }
    cr_expect_eq(s.n_found, 1);
    cr_expect_eq(s.found[0], AT);
    cr_expect_eq(asked, 5, "%u halvings of 32", asked);
    phw_suspects_free(&s);
}

/* The second pass says that both bits of an even block are equal in number at odds with
 * the first. */
Test(suspects, parities_that_contradict_are_the_peers_fault)
{
    phw_suspects s = alike(2, 0.2);
    cr_assert_eq(phw_suspects_arrange(&s, 10, 1), PHW_OK);
    cr_assert_eq(s.n_blocks, 2);
    cr_assert_eq(phw_suspects_enter(&s, 0, false), PHW_OK);
    cr_assert_eq(phw_suspects_settle(&s), PHW_OK);
    cr_assert_eq(s.clear[s.pass[0].bit[0]], 1);
    cr_expect_eq(phw_suspects_enter(&s, 0, true), PHW_EPEER);
    phw_suspects_free(&s);
}

Test(suspects, malformed_tasks_are_refused)
{
    phw_suspects s = {0};
    phw_reconcile_segment all = {.from = 0, .to = 99, .error_rate = 0.1};
    phw_reconcile_task task = {.n = 100, .segment = &all, .n_segments = 1};
    cr_expect_eq(phw_suspects_alloc(&s, &task), PHW_EARG);
    all.to = 100;
    all.error_rate = 0.3;
    cr_expect_eq(phw_suspects_alloc(&s, &task), PHW_ENOKEY);
    all.error_rate = (double)NAN;
    cr_expect_eq(phw_suspects_alloc(&s, &task), PHW_EARG);
    task.n = PHW_SUSPECTS_BITS_MAX + 1;
    cr_expect_eq(phw_suspects_alloc(&s, &task), PHW_EARG);
}
