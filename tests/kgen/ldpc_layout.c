#include "kgen/ldpc_layout.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "kgen/ldpc_base_two.h"

#include "wire.h"

static phw_ldpc_plan plan_of(size_t n)
{
    const phw_reconcile_segment all = {.from = 0, .to = n, .error_rate = 0.05};
    const phw_reconcile_task task = {.n = n, .segment = &all, .n_segments = 1};
    const phw_ldpc_scheme scheme = {.share = 1, .step = 0.02, .rounds = 10};
    phw_ldpc_plan p;
    cr_assert_eq(phw_ldpc_plan_make(&p, &task, &scheme), PHW_OK);
    return p;
}

/* Filled into words and flipped back, every bit of the frame is there once. */
Test(ldpc_layout, every_bit_has_one_place)
{
    static const size_t sizes[] = {200, 2001, 10000, 30011};
    for (unsigned i = 0; i < 4; ++i) {
        const phw_ldpc_plan p = plan_of(sizes[i]);
        phw_ldpc_layout l = {0};
        cr_assert_eq(phw_ldpc_layout_alloc(&l, &p), PHW_OK);
        phw_bits frame = random_bits(sizes[i], i);
        size_t n = 0;
        const size_t ones = phw_bits_count(&frame);
        for (size_t b = 0; b < p.n_blocks; ++b) {
            uint8_t *word = calloc(phw_ldpc_layout_word(&l), 1);
            phw_ldpc_layout_fill(word, &l, &frame, b);
            for (unsigned k = 0; k < PHW_LDPC_PRIVATE * l.graph.stride; ++k)
                cr_assert_eq(word[k], 0, "private columns hold no bit of the key");
            n += phw_ldpc_layout_flip(&frame, &l, word, b);
            free(word);
        }
        cr_expect_eq(n, ones);
        cr_expect_eq(phw_bits_count(&frame), 0);
        phw_bits_free(&frame);
        phw_ldpc_layout_free(&l);
    }
}

Test(ldpc_layout, ratios_lie_where_their_bits_do)
{
    const phw_ldpc_plan p = plan_of(300);
    phw_ldpc_layout l = {0};
    cr_assert_eq(phw_ldpc_layout_alloc(&l, &p), PHW_OK);
    phw_bits frame = random_bits(300, 9);
    float ratio[300];
    for (unsigned i = 0; i < 300; ++i)
        ratio[i] = phw_bits_get(&frame, i) ? 1 : 0;
    const size_t n = phw_ldpc_layout_word(&l);
    uint8_t *word = calloc(n, 1);
    float *ratios = calloc(n, sizeof *ratios);
    phw_ldpc_layout_fill(word, &l, &frame, 0);
    phw_ldpc_layout_fill_ratios(ratios, &l, ratio, 0);
    for (size_t i = 0; i < n; ++i)
        cr_assert_eq(word[i], ratios[i] > 0);
    free(word);
    free(ratios);
    phw_bits_free(&frame);
    phw_ldpc_layout_free(&l);
}

Test(ldpc_layout, checks_of_a_syndrome_are_counted_once)
{
    const phw_ldpc_plan p = plan_of(3000);
    phw_ldpc_layout l = {0};
    cr_assert_eq(phw_ldpc_layout_alloc(&l, &p), PHW_OK);
    const size_t n = phw_ldpc_layout_syndrome(&l);
    bool *seen = calloc(n, sizeof *seen);
    for (size_t k = 0; k < (size_t)l.graph.n_rows * l.graph.z; ++k) {
        const size_t at = phw_ldpc_layout_check(&l, k);
        cr_assert(at < n && at % l.graph.stride < l.graph.z && !seen[at]);
        seen[at] = true;
    }
    free(seen);
    phw_ldpc_layout_free(&l);
}
