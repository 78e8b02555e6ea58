#include "tools/group_share.h"

#include <criterion/criterion.h>

#include "core/rng.h"
#include "kgen/group.h"

enum {
    N = 6,
    BITS = 128
};

/* Links with keys of their own, but for those whose bit is set in `broken`. */
static void make(phw_group_outcome outcome[N], unsigned broken)
{
    for (size_t i = 0; i < N; ++i) {
        const phw_rng rng = {.seed = 5,
                             .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 78),
                             .trial = (uint32_t)i};
        outcome[i] = (phw_group_outcome){0};
        if ((broken >> i & 1) != 0)
            continue;
        cr_assert_eq(phw_bits_alloc(&outcome[i].key, BITS + PHW_GROUP_TAG_KEY_BITS + i),
                     PHW_OK);
        for (size_t b = 0; b < outcome[i].key.n; ++b)
            phw_bits_set(&outcome[i].key, b, phw_rng_below(&rng, b, 2) != 0);
    }
}

static void drop(phw_group_outcome outcome[N])
{
    for (size_t i = 0; i < N; ++i)
        phw_group_outcome_free(&outcome[i]);
}

/* Runs it and checks the counts and which link's pad is the key. */
static void expect(unsigned broken, phw_group_topology topology, size_t n_members,
                   size_t n_messages, size_t reference)
{
    phw_group_outcome outcome[N];
    phw_group_share g = {0};
    make(outcome, broken);
    cr_assert_eq(phw_group_share_run(&g, outcome, N, topology, BITS), PHW_OK);
    cr_expect_eq(g.n_members, n_members, "%u: %zu members", broken, g.n_members);
    cr_expect_eq(g.n_agreed, n_members);
    cr_expect_eq(g.n_excluded, N + 1 - n_members);
    cr_expect_eq(g.n_messages, n_messages);
    cr_expect_eq(g.n_bytes, n_messages * (PHW_MESSAGE_HEADER_SIZE + BITS / 8 + 8));
    cr_expect_eq(g.key.n, n_members > 0 ? BITS : 0);
    for (size_t b = 0; b < g.key.n; ++b)
        cr_expect_eq(phw_bits_get(&g.key, b), phw_bits_get(&outcome[reference].key, b));
    phw_group_share_free(&g);
    drop(outcome);
}

Test(group_share, everybody_has_the_pad_of_the_first_link)
{
    expect(0, PHW_GROUP_STAR, N + 1, N - 1, 0);
    expect(0, PHW_GROUP_CHAIN, N + 1, N - 1, 0);
}

Test(group_share, a_star_leaves_out_who_has_no_key)
{
    expect(1U << 0, PHW_GROUP_STAR, N, N - 2, 1);
    expect(1U << 2 | 1U << 5, PHW_GROUP_STAR, N - 1, N - 3, 0);
}

Test(group_share, a_chain_takes_its_longest_run_without_a_break)
{
    expect(1U << 2, PHW_GROUP_CHAIN, 4, 2, 3);           /* 0 1 | 3 4 5 */
    expect(1U << 3, PHW_GROUP_CHAIN, 4, 2, 0);           /* 0 1 2 | 4 5 */
    expect(1U << 1 | 1U << 4, PHW_GROUP_CHAIN, 3, 1, 2); /* 0 | 2 3 | 5 */
    expect(1U << 2 | 1U << 3, PHW_GROUP_CHAIN, 3, 1, 0); /* 0 1 | 4 5: the first */
}

Test(group_share, without_any_key_there_is_no_group)
{
    expect((1U << N) - 1, PHW_GROUP_STAR, 0, 0, 0);
    expect((1U << N) - 1, PHW_GROUP_CHAIN, 0, 0, 0);
}

Test(group_share, pairs_share_nothing)
{
    phw_group_outcome outcome[N];
    phw_group_share g = {0};
    make(outcome, 0);
    cr_expect_eq(phw_group_share_run(&g, outcome, N, PHW_GROUP_PAIRS, BITS), PHW_EARG);
    drop(outcome);
}

Test(group_share, a_link_too_short_for_pad_and_tag_is_an_error)
{
    phw_group_outcome outcome[N];
    phw_group_share g = {0};
    make(outcome, 0);
    cr_expect_eq(phw_group_share_run(&g, outcome, N, PHW_GROUP_STAR, BITS + N),
                 PHW_ENOKEY);
    cr_expect_null(g.key.word);
    drop(outcome);
}
