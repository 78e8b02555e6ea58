#include "kgen/cascade_plan.h"

#include <criterion/criterion.h>

static const phw_cascade_scheme yan = {
    .pass = {{.value = 0.8}, {.rule = PHW_CASCADE_TIMES, .value = 5}},
    .n_passes = 2,
    .reuse = true,
};
static const phw_cascade_scheme original = {
    .pass = {{.value = 0.73},
             {.rule = PHW_CASCADE_TIMES, .value = 2},
             {.rule = PHW_CASCADE_TIMES, .value = 2},
             {.rule = PHW_CASCADE_TIMES, .value = 2}},
    .n_passes = 4,
    .reuse = true,
};

static phw_cascade_plan plan(const phw_cascade_scheme *scheme,
                             const phw_reconcile_segment *segment, size_t n_segments)
{
    const phw_reconcile_task task = {
        .n = segment[n_segments - 1].to, .segment = segment, .n_segments = n_segments};
    phw_cascade_plan p = {0};
    cr_assert_eq(phw_cascade_plan_make(&p, scheme, &task), PHW_OK);
    return p;
}

/* ceil(0.80 / Q) and ceil(0.73 / Q). */
Test(cascade_plan, block_sizes_are_the_schemes)
{
    static const struct {
        double rate;
        size_t yan;
        size_t original;
    } row[] = {{0.01, 80, 73}, {0.05, 16, 15}, {0.1, 8, 8}, {0.25, 4, 3}};

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        const phw_reconcile_segment all = {0, 10000, row[i].rate};
        phw_cascade_plan p = plan(&yan, &all, 1);
        cr_expect_eq(p.n_stripes, 1);
        cr_expect_null(p.order);
        cr_expect_eq(p.stripe[0].k, row[i].yan);
        cr_expect_eq(phw_cascade_plan_block(&yan, &p.stripe[0], 1), 5 * row[i].yan);
        phw_cascade_plan_free(&p);
        p = plan(&original, &all, 1);
        cr_expect_eq(p.stripe[0].k, row[i].original);
        cr_expect_eq(phw_cascade_plan_block(&original, &p.stripe[0], 3),
                     8 * row[i].original);
        phw_cascade_plan_free(&p);
    }
}

Test(cascade_plan, blocks_are_at_most_half_and_rates_are_floored)
{
    const phw_reconcile_segment small = {0, 101, 0.01};
    phw_cascade_plan p = plan(&original, &small, 1);
    cr_expect_eq(p.stripe[0].k, 51);
    cr_expect_eq(phw_cascade_plan_block(&original, &p.stripe[0], 3), 51);
    phw_cascade_plan_free(&p);
    const phw_reconcile_segment clean = {0, 1000000, 0};
    p = plan(&original, &clean, 1);
    cr_expect_eq(p.stripe[0].k, 73000);
    phw_cascade_plan_free(&p);
    const phw_reconcile_segment one = {0, 1, 0.25};
    p = plan(&original, &one, 1);
    cr_expect_eq(p.stripe[0].k, 1);
    phw_cascade_plan_free(&p);
}

/* 1 % and 15 % part; 15 and 16 % share, at their mean; each bit has one place. */
Test(cascade_plan, segments_of_similar_rate_share_a_stripe)
{
    const phw_reconcile_segment segment[] = {
        {0, 400, 0.15}, {400, 1000, 0.01}, {1000, 1400, 0.16}, {1400, 1500, 0.01}};
    phw_cascade_plan p = plan(&yan, segment, 4);
    cr_assert_eq(p.n_stripes, 2);
    cr_expect_eq(p.stripe[0].to, 700);
    cr_expect_eq(p.stripe[0].k, 80);
    cr_expect_eq(p.stripe[1].to, 1500);
    cr_expect_eq(p.stripe[1].k, 6, "ceil(0.8 / 0.155)");
    bool seen[1500] = {false};
    for (size_t i = 0; i < 1500; ++i) {
        const uint32_t bit = p.order[i];
        cr_assert_lt(bit, 1500);
        cr_expect_not(seen[bit]);
        seen[bit] = true;
        const bool low = (bit >= 400 && bit < 1000) || bit >= 1400;
        cr_expect_eq(low, i < 700);
    }
    phw_cascade_plan_free(&p);
}

Test(cascade_plan, short_segments_join_their_neighbours)
{
    const phw_reconcile_segment segment[] = {
        {0, 100, 0.01}, {100, 200, 0.05}, {200, 300, 0.2}};
    phw_cascade_plan p = plan(&yan, segment, 3);
    cr_expect_eq(p.n_stripes, 1);
    cr_expect_eq(p.stripe[0].to, 300);
    cr_expect_eq(p.stripe[0].k, 10, "ceil(0.8 / 0.0867)");
    phw_cascade_plan_free(&p);
}
