#include "kgen/cascade_plan.h"

#include <math.h>

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
    const phw_reconcile_segment even = {0, 100, 0.01};
    p = plan(&original, &even, 1);
    cr_expect_eq(p.stripe[0].k, 50);
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

Test(cascade_plan, a_quarter_more_is_another_stripe)
{
    phw_reconcile_segment segment[] = {{0, 400, 0.04}, {400, 1000, 0.0499}};
    phw_cascade_plan p = plan(&yan, segment, 2);
    cr_expect_eq(p.n_stripes, 1);
    phw_cascade_plan_free(&p);
    segment[1].error_rate = 0.0501;
    p = plan(&yan, segment, 2);
    cr_expect_eq(p.n_stripes, 2);
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

/* Each rule against its formula by logarithms, at rates where those are far from a
 * whole number; 2^-0.5 as option 8 has it. */
Test(cascade_plan, rules_are_their_formulas)
{
    static const double rates[] = {0.0011, 0.013, 0.027, 0.05, 0.083, 0.11, 0.21};
    const double root_half = sqrt(0.5);
    const phw_cascade_scheme s = {
        .pass = {{.rule = PHW_CASCADE_POWER, .value = root_half},
                 {.rule = PHW_CASCADE_ROOT, .value = 4096},
                 {.rule = PHW_CASCADE_ROOT_PER_RATE, .value = 4096 * root_half},
                 {.rule = PHW_CASCADE_SIZE, .value = 4096},
                 {.rule = PHW_CASCADE_TIMES, .value = 1.5},
                 {.rule = PHW_CASCADE_PER_RATE, .value = 0.73}},
        .n_passes = 6,
    };
    cr_assert_eq(phw_cascade_scheme_check(&s), PHW_OK);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; ++i) {
        const phw_cascade_stripe all = {.to = 10000000, .rate = rates[i]};
        const double a = log2(1 / rates[i]) - 0.5;
        const double k2 = exp2(ceil((a + 12) / 2));
        cr_expect_eq(phw_cascade_plan_block(&s, &all, 0), (size_t)exp2(ceil(a)));
        cr_expect_eq(phw_cascade_plan_block(&s, &all, 1), (size_t)k2,
                     "rounding log2 k1 up first makes no difference");
        cr_expect_eq(phw_cascade_plan_block(&s, &all, 2), (size_t)k2);
        cr_expect_eq(phw_cascade_plan_block(&s, &all, 3), 4096);
        cr_expect_eq(phw_cascade_plan_block(&s, &all, 4), 6144);
        cr_expect_eq(phw_cascade_plan_block(&s, &all, 5),
                     (size_t)ceil(0.73 / rates[i]));
    }
}

/* Whole blocks go up to the stripe, others to its half; sizes that were clamped do not
 * make later ones smaller. */
Test(cascade_plan, blocks_are_clamped_last)
{
    phw_cascade_scheme s = {
        .pass = {{.value = 0.8}, {.rule = PHW_CASCADE_ROOT, .value = 4096}},
        .n_passes = 2,
    };
    const phw_cascade_stripe stripe = {.from = 1000, .to = 1301, .rate = 1e-3};
    cr_expect_eq(phw_cascade_plan_block(&s, &stripe, 0), 151);
    cr_expect_eq(phw_cascade_plan_block(&s, &stripe, 1), 151);
    s.whole = true;
    cr_expect_eq(phw_cascade_plan_block(&s, &stripe, 0), 301);
    const phw_cascade_stripe longer = {.from = 0, .to = 3000, .rate = 1e-3};
    cr_expect_eq(phw_cascade_plan_block(&s, &longer, 0), 800);
    cr_expect_eq(phw_cascade_plan_block(&s, &longer, 1), 2048, "sqrt(4096 * 800)");
}

Test(cascade_plan, schemes_that_make_no_sense_are_refused)
{
    const phw_cascade_stage blocks = {.value = 1};
    const phw_cascade_stage masks = {.kind = PHW_CASCADE_MASKS};
    const phw_cascade_stage biconf = {.kind = PHW_CASCADE_BICONF};
    const phw_cascade_stage wrong[] = {
        {.value = 0},
        {.value = -1},
        {.value = (double)NAN},
        {.value = 1e9},
        {.rule = PHW_CASCADE_TIMES, .value = 0.5},
        {.rule = PHW_N_CASCADE_RULES, .value = 1},
        {.kind = (phw_cascade_kind)9, .value = 1},
        biconf, /* quiet is 0 */
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; ++i) {
        phw_cascade_scheme s = {0};
        phw_cascade_scheme_add(&s, 1, blocks);
        phw_cascade_scheme_add(&s, 1, wrong[i]);
        cr_expect_eq(phw_cascade_scheme_check(&s), PHW_EARG, "%zu", i);
    }
    phw_cascade_scheme s = {0};
    cr_expect_eq(phw_cascade_scheme_check(&s), PHW_EARG, "no pass");
    phw_cascade_scheme_add(&s, 1, masks);
    cr_expect_eq(phw_cascade_scheme_check(&s), PHW_EARG, "masks first");
    s = (phw_cascade_scheme){.quiet = 10};
    phw_cascade_scheme_add(&s, 1, blocks);
    phw_cascade_scheme_add(&s, 1, biconf);
    cr_expect_eq(phw_cascade_scheme_check(&s), PHW_OK);
    phw_cascade_scheme_add(&s, 1, masks);
    cr_expect_eq(phw_cascade_scheme_check(&s), PHW_EARG, "BICONF is the last");
    s = (phw_cascade_scheme){0};
    phw_cascade_scheme_add(&s, 1, blocks);
    phw_cascade_scheme_add(&s, 1, masks);
    phw_cascade_scheme_add(&s, 1, blocks);
    cr_expect_eq(phw_cascade_scheme_check(&s), PHW_EARG, "blocks after masks");
    s = (phw_cascade_scheme){0};
    phw_cascade_scheme_add(&s, 1,
                           (phw_cascade_stage){.rule = PHW_CASCADE_TIMES, .value = 2});
    cr_expect_eq(phw_cascade_scheme_check(&s), PHW_EARG, "twice of nothing");
    s = (phw_cascade_scheme){.order = PHW_N_CASCADE_ORDERS};
    phw_cascade_scheme_add(&s, 1, blocks);
    cr_expect_eq(phw_cascade_scheme_check(&s), PHW_EARG, "order");
}
