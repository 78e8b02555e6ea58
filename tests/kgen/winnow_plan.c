#include "kgen/winnow_plan.h"

#include <math.h>

#include <criterion/criterion.h>

/* Errors left by blocks of 2^order bits, pattern by pattern. */
static phw_winnow_effect by_enumeration(unsigned order, double p)
{
    const unsigned n = 1U << order;
    phw_winnow_effect sum = {0, 0};
    for (uint32_t e = 0; e < (uint32_t)1 << n; ++e) {
        const int weight = __builtin_popcount(e);
        const double probability = pow(p, weight) * pow(1 - p, (double)n - weight);
        uint32_t after = e;
        if (weight % 2 != 0) {
            unsigned index = 0;
            for (unsigned i = 0; i < n; ++i)
                index ^= (e >> i & 1U) ? i : 0;
            after ^= 1U << index;
            sum.odd += probability;
        }
        sum.left += probability * __builtin_popcount(after) / n;
    }
    return sum;
}

Test(winnow_plan, effect_is_the_sum_over_all_patterns)
{
    static const double rates[] = {1e-4, 0.01, 0.1, 0.25};
    for (unsigned order = 0; order <= 4; ++order) {
        for (unsigned i = 0; i < 4; ++i) {
            const phw_winnow_effect want = by_enumeration(order, rates[i]);
            const phw_winnow_effect got = phw_winnow_effect_of(order, rates[i]);
            cr_expect_float_eq(got.odd, want.odd, 1e-12);
            cr_expect_float_eq(got.left, order == 0 ? 0 : want.left, 1e-10 * want.left,
                               "2^%u at %g: %g, %g", order, rates[i], got.left,
                               want.left);
        }
    }
}

/* Few errors in large blocks: pairs stay, one of three becomes four. To the second
 * order the rate is (N - 1) p^2. */
Test(winnow_plan, rare_errors_leave_their_pairs)
{
    for (unsigned order = 1; order <= PHW_WINNOW_ORDER_MAX; ++order) {
        const double n = (double)(1U << order);
        const double p = 1e-4 / n;
        const double got = phw_winnow_effect_of(order, p).left;
        cr_expect_float_eq(got, (n - 1) * p * p, 3e-4 * n * p * p, "2^%u: %g", order,
                           got);
    }
}

static phw_winnow_plan plan(size_t n, double rate, unsigned first)
{
    const phw_reconcile_segment all = {0, n, rate};
    const phw_reconcile_task task = {.n = n, .segment = &all, .n_segments = n > 0};
    phw_winnow_plan p;
    cr_assert_eq(phw_winnow_plan_make(&p, &task, first, 1e-3), PHW_OK);
    return p;
}

/* The expected leak by the closed forms, as a share of the frame. */
static double expected_leak(const phw_winnow_plan *p, double rate)
{
    double sum = 0;
    for (unsigned i = 0; i < p->n_passes; ++i) {
        const phw_winnow_effect e = phw_winnow_effect_of(p->order[i], rate);
        sum += (double)phw_winnow_plan_blocks(p, i) * (1 + p->order[i] * e.odd);
        rate = fmax(e.left, 1e-12);
    }
    return sum / (double)p->section;
}

Test(winnow_plan, every_frame_has_a_schedule)
{
    static const double rates[] = {0, 1e-4, 0.01, 0.05, 0.1, 0.25};
    for (size_t n = 1; n <= PHW_RECONCILE_BITS_MAX; n = 3 * n + 1) {
        for (unsigned i = 0; i < 6; ++i) {
            for (unsigned first = 0; first <= 4; first += 2) {
                const phw_winnow_plan p = plan(n, rates[i], first);
                cr_expect_leq(p.n_passes, PHW_WINNOW_PASSES_MAX);
                cr_expect_leq(p.section, PHW_WINNOW_SECTION_MAX);
                cr_expect_geq(p.section * p.n_sections, n);
                cr_expect_lt((p.section - 1) * p.n_sections, n);
                for (unsigned j = 0; j < p.n_passes; ++j)
                    cr_expect_lt((size_t)1 << p.order[j], 2 * p.section);
                if (first == 0)
                    cr_expect_leq(expected_leak(&p, fmax(rates[i], 1e-5)), 1 + 1e-9,
                                  "n %zu at %g: %g", n, rates[i],
                                  expected_leak(&p, fmax(rates[i], 1e-5)));
            }
        }
    }
    cr_expect_eq(plan(0, 0.1, 0).n_passes, 0);
}

/* 1.37 to 1.42 times n h(p) for long frames. */
Test(winnow_plan, long_frames_leak_little)
{
    static const double rates[] = {0.01, 0.05, 0.1};
    for (unsigned i = 0; i < 3; ++i) {
        const double p = rates[i];
        const phw_winnow_plan s = plan(10000, p, 0);
        const double h = -p * log2(p) - (1 - p) * log2(1 - p);
        const double f = expected_leak(&s, p) / h;
        cr_expect_gt(f, 1.25);
        cr_expect_lt(f, 1.43, "%g: %g", p, f);
    }
}

Test(winnow_plan, a_first_size_grows_from_pass_to_pass)
{
    const phw_winnow_plan p = plan(10000, 0.03, 3);
    for (unsigned i = 0; i < p.n_passes && i < 8; ++i)
        cr_expect_eq(p.order[i], 3 + i, "%u: %u", i, p.order[i]);
    cr_expect_geq(p.n_passes, 4);
}

Test(winnow_plan, wishes_out_of_range_are_refused)
{
    const phw_reconcile_segment all = {0, 100, 0.1};
    const phw_reconcile_task task = {.n = 100, .segment = &all, .n_segments = 1};
    phw_winnow_plan p;
    cr_expect_eq(phw_winnow_plan_make(&p, &task, PHW_WINNOW_ORDER_MAX + 1, 1e-3),
                 PHW_EARG);
    cr_expect_eq(phw_winnow_plan_make(&p, &task, 0, 0), PHW_EARG);
    cr_expect_eq(phw_winnow_plan_make(&p, &task, 0, (double)NAN), PHW_EARG);
}
