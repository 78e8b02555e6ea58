#include "kgen/cascade_range.h"

#include <criterion/criterion.h>

/* The first half is the larger, both make up the whole, and nodes are numbered as in a
 * heap from their block's first. */
Test(cascade_range, halves_make_up_the_whole)
{
    for (uint32_t size = 2; size < 200; ++size) {
        const phw_cascade_range r = {
            .node = 1000 + 5, .heap = 5, .from = 70, .to = 70 + size};
        const phw_cascade_range first = phw_cascade_range_half(r, false);
        const phw_cascade_range second = phw_cascade_range_half(r, true);
        cr_expect_eq(first.from, r.from);
        cr_expect_eq(first.to, second.from);
        cr_expect_eq(first.to, phw_cascade_range_middle(r));
        cr_expect_eq(second.to, r.to);
        cr_expect_eq(first.to - first.from, (size + 1) / 2);
        cr_expect_eq(first.heap, 10);
        cr_expect_eq(second.heap, 11);
        cr_expect_eq(first.node, 1010);
        cr_expect_eq(second.node, 1011);
    }
}

Test(cascade_range, lists_grow)
{
    phw_cascade_ranges ranges = {0};
    phw_cascade_finds finds = {0};
    for (uint32_t i = 0; i < 1000; ++i) {
        cr_assert_eq(phw_cascade_ranges_reserve(&ranges, 1), PHW_OK);
        ranges.range[ranges.n++] = (phw_cascade_range){.node = i};
        cr_assert_eq(phw_cascade_finds_add(&finds, 3 * i), PHW_OK);
    }
    for (uint32_t i = 0; i < 1000; ++i) {
        cr_expect_eq(ranges.range[i].node, i);
        cr_expect_eq(finds.bit[i], 3 * i);
    }
    phw_cascade_ranges_free(&ranges);
    phw_cascade_finds_free(&finds);
    cr_expect_eq(ranges.capacity + finds.capacity, 0);
    cr_expect_null(ranges.range);
    cr_expect_null(finds.bit);
}
