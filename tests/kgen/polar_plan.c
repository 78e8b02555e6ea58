#include "kgen/polar_plan.h"

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/polar_list.h"
#include "kgen/trial.h"

static phw_polar_plan plan(size_t n, double rate, unsigned order, double fer)
{
    const phw_reconcile_segment all = {0, n, rate};
    const phw_reconcile_task task = {.n = n, .segment = &all, .n_segments = n > 0};
    phw_polar_plan p;
    cr_assert_eq(phw_polar_plan_make(&p, &task, order, fer), PHW_OK);
    return p;
}

Test(polar_plan, blocks_cover_the_frame)
{
    for (size_t n = 0; n < 6000; n += 1 + n / 50) {
        for (unsigned order = PHW_POLAR_ORDER_MIN; order <= PHW_POLAR_ORDER_MAX;
             order += 3) {
            const phw_polar_plan p = plan(n, 0.05, order, 1e-3);
            size_t bits = 0;
            size_t said = 0;
            for (size_t i = 0; i < p.n_parts; ++i) {
                const phw_polar_part *part = &p.part[i];
                const size_t size = (size_t)1 << part->order;
                cr_expect_leq(part->order, order);
                cr_expect_leq(part->n_bits, size);
                cr_expect(part->n_bits == size || 2 * part->n_bits > size ||
                          part->order == PHW_POLAR_ORDER_MIN);
                cr_expect_leq(part->n_known, part->n_bits);
                bits += part->n_bits * part->n_blocks;
                said += part->n_known * part->n_blocks;
                if (part->n_known < part->n_bits)
                    said += PHW_POLAR_CHECK_BITS * part->n_blocks;
            }
            cr_expect_eq(bits, n);
            cr_expect_eq(said, p.n_syndrome);
            cr_expect_leq(said, n);
        }
    }
    cr_expect_leq(plan(PHW_RECONCILE_BITS_MAX, 0.05, 12, 1e-3).n_parts,
                  PHW_POLAR_PARTS_MAX);
}

/* More than the normal approximation's limit for one-way codes, and less than half as
 * much again from 4096 bits on at 5 %. */
Test(polar_plan, leak_lies_above_the_normal_approximation)
{
    static const double rates[] = {0.01, 0.05, 0.1, 0.2};
    for (unsigned i = 0; i < 4; ++i) {
        for (unsigned order = 7; order <= PHW_POLAR_ORDER_MAX; ++order) {
            const size_t n = (size_t)1 << order;
            const phw_polar_plan p = plan(n, rates[i], 12, 1e-3);
            const double f = phw_trial_efficiency((double)p.n_syndrome, n, rates[i]);
            if (p.n_syndrome < n)
                cr_expect_gt(f, phw_trial_one_way_limit(n, rates[i], 1e-3));
            if (order == 12 && rates[i] >= 0.05)
                cr_expect_lt(f, 1.5);
        }
    }
}

Test(polar_plan, rarer_failures_cost_more)
{
    size_t last = 0;
    for (double fer = 0.3; fer > 1e-6; fer /= 10) {
        const phw_polar_plan p = plan(4096, 0.05, 12, fer);
        cr_expect_gt(p.n_syndrome, last);
        last = p.n_syndrome;
    }
}

Test(polar_plan, values_out_of_range_are_refused)
{
    const phw_reconcile_segment all = {0, 100, 0.1};
    const phw_reconcile_task task = {.n = 100, .segment = &all, .n_segments = 1};
    phw_polar_plan p;
    cr_expect_eq(phw_polar_plan_make(&p, &task, 5, 1e-3), PHW_EARG);
    cr_expect_eq(phw_polar_plan_make(&p, &task, 13, 1e-3), PHW_EARG);
    cr_expect_eq(phw_polar_plan_make(&p, &task, 10, 0), PHW_EARG);
    cr_expect_eq(phw_polar_plan_make(&p, &task, 10, (double)NAN), PHW_EARG);
}

/* 768 bits in a code of 1024 at 5 %: h = .286397 and v = .857132 a bit, Qinv(1e-3) =
 * 3.0902; 2.1 deviations beyond at 2^10, and 3 times the quarter that is lacking. */
Test(polar_plan, a_shortened_block_says_more)
{
    const phw_polar_plan p = plan(768, 0.05, 10, 1e-3);
    cr_assert_eq(p.n_parts, 1);
    cr_expect_eq(p.part[0].order, 10);
    cr_expect_eq(p.part[0].n_bits, 768);
    const double deviation = sqrt(768 * 0.857132);
    cr_expect_float_eq((double)p.part[0].n_known,
                       768 * 0.286397 + deviation * (3.0902 + 2.1 + 0.75) + 0.5, 1);
}
