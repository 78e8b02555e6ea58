#include "kgen/contexts.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"

/* Against a plain table of the strings of two symbols. */
static void expect_counts(unsigned k, size_t n)
{
    const phw_rng rng = {31, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x178), k};
    uint32_t *count = calloc((size_t)k * k * k, sizeof *count);
    phw_contexts *c = NULL;
    cr_assert_not_null(count);
    cr_assert_eq(phw_contexts_create(&c, k), PHW_OK);
    uint8_t s[3];
    for (size_t i = 0; i < n; ++i) {
        for (size_t j = 0; j < 3; ++j)
            s[j] = (uint8_t)phw_rng_below(&rng, 3 * i + j, k);
        uint32_t node = phw_contexts_root(c);
        cr_assert_eq(phw_contexts_grow(&node, c, node, s[1]), PHW_OK);
        cr_assert_eq(phw_contexts_grow(&node, c, node, s[0]), PHW_OK);
        cr_assert_eq(phw_contexts_add(c, node, s[2]), PHW_OK);
        ++count[(s[0] * k + s[1]) * k + s[2]];
    }
    for (unsigned a = 0; a < k * k; ++a) {
        uint32_t node = phw_contexts_child(c, phw_contexts_root(c), (uint8_t)(a % k));
        node = phw_contexts_child(c, node, (uint8_t)(a / k));
        uint32_t most = 0;
        unsigned best = 0;
        for (unsigned b = 0; b < k; ++b) {
            const uint32_t truth = count[a * k + b];
            cr_assert_eq(phw_contexts_count(c, node, (uint8_t)b), truth);
            best = truth > 0 && truth >= most ? b : best;
            most = truth > most ? truth : most;
        }
        uint8_t guess = 0;
        cr_assert_eq(phw_contexts_best(c, &guess, node), most);
        cr_assert(most == 0 || guess == best, "%u: %u, not %u", a, guess, best);
    }
    phw_contexts_destroy(c);
    free(count);
}

Test(contexts, count_what_follows_each_string)
{
    expect_counts(2, 1000);
    expect_counts(3, 1000);
    expect_counts(16, 20000);
    expect_counts(60, 30000);
}

Test(contexts, do_not_have_what_was_not_seen)
{
    phw_contexts *c = NULL;
    cr_assert_eq(phw_contexts_create(&c, 5), PHW_OK);
    const uint32_t root = phw_contexts_root(c);
    uint8_t guess = 9;
    cr_expect_eq(phw_contexts_child(c, root, 3), PHW_CONTEXT_NONE);
    cr_expect_eq(phw_contexts_child(c, PHW_CONTEXT_NONE, 3), PHW_CONTEXT_NONE);
    cr_expect_eq(phw_contexts_best(c, &guess, PHW_CONTEXT_NONE), 0);
    cr_expect_eq(phw_contexts_count(c, PHW_CONTEXT_NONE, 1), 0);
    cr_expect_eq(phw_contexts_add(c, PHW_CONTEXT_NONE, 1), PHW_OK);
    cr_expect_eq(guess, 9);
    phw_contexts_destroy(c);
    phw_contexts_destroy(NULL);
}

Test(contexts, refuse_an_alphabet_out_of_range)
{
    phw_contexts *c = NULL;
    cr_expect_eq(phw_contexts_create(&c, 1), PHW_EARG);
    cr_expect_eq(phw_contexts_create(&c, 257), PHW_EARG);
    cr_expect_null(c);
}
