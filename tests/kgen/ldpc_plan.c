#include "kgen/ldpc_plan.h"

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/ldpc_base_one.h"
#include "kgen/ldpc_base_two.h"
#include "kgen/ldpc_graph.h"

static const phw_ldpc_scheme scheme = {
    .share = 1, .margin = 0, .step = 0.02, .rounds = 24};

static phw_status make(phw_ldpc_plan *out, size_t n, double rate)
{
    const phw_reconcile_segment all = {.from = 0, .to = n, .error_rate = rate};
    const phw_reconcile_task task = {
        .n = n, .segment = &all, .n_segments = n > 0 ? 1 : 0};
    return phw_ldpc_plan_make(out, &task, &scheme);
}

Test(ldpc_plan, entropy_is_the_librarys)
{
    for (double p = 1e-6; p < 0.5; p = p * 1.3 + 1e-4) {
        const double h = -p * log2(p) - (1 - p) * log2(1 - p);
        cr_expect_float_eq(phw_ldpc_entropy(p), h, 1e-14 + 1e-13 * h);
    }
    cr_expect_eq(phw_ldpc_entropy(0), 0);
}

static void check(const phw_ldpc_plan *p)
{
    if (p->n_blocks == 0)
        return;
    phw_ldpc_graph g;
    cr_assert_eq(phw_ldpc_graph_lift(&g, p->base, p->z, p->n_tails), PHW_OK);
    const size_t private = 2 * (size_t)p->z;
    cr_expect_eq(p->capacity, (size_t)(g.n_columns - 2) * p->z);
    cr_expect_geq(p->capacity * p->n_blocks, p->n);
    cr_expect_geq(p->first, (size_t)(4 + p->n_tails) * p->z,
                  "a tail without its check");
    cr_expect_leq(p->first, p->most);
    cr_expect_leq(p->most, (size_t)g.n_rows * p->z);
    cr_expect_lt(p->first - private, p->n / p->n_blocks, "no less than the key itself");
    cr_expect_leq(p->most - private, p->n / p->n_blocks);
    cr_expect_leq(p->first * p->n_blocks, 8 * (PHW_MESSAGE_SIZE_MAX - 100));
    cr_expect_eq(phw_ldpc_plan_checks(p, 0), p->first);
    for (unsigned r = 1; r <= p->rounds; ++r) {
        const size_t before = phw_ldpc_plan_checks(p, r - 1);
        const size_t now = phw_ldpc_plan_checks(p, r);
        cr_expect(now > before || now == p->most);
    }
}

Test(ldpc_plan, plans_fit_codes_and_messages)
{
    static const size_t sizes[] = {1,    2,     63,     100,     256,     1000,
                                   9999, 10000, 100000, 1000003, 10000000};
    static const double rates[] = {0,    1e-5, 1e-3, 0.01, 0.03, 0.05,
                                   0.08, 0.11, 0.15, 0.2,  0.25};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i)
        for (size_t j = 0; j < sizeof rates / sizeof *rates; ++j) {
            phw_ldpc_plan p;
            cr_assert_eq(make(&p, sizes[i], rates[j]), PHW_OK);
            check(&p);
        }
}

Test(ldpc_plan, what_cant_be_is_refused)
{
    phw_ldpc_plan p = {.n = 77};
    cr_expect_eq(make(&p, 100, 0.2501), PHW_ENOKEY);
    cr_expect_eq(make(&p, 100, -0.1), PHW_EARG);
    cr_expect_eq(make(&p, 100, (double)NAN), PHW_EARG);
    cr_expect_eq(make(&p, PHW_RECONCILE_BITS_MAX + 1, 0.1), PHW_EARG);
    const phw_reconcile_segment gap[] = {{0, 40, 0.1}, {50, 100, 0.1}};
    const phw_reconcile_task task = {.n = 100, .segment = gap, .n_segments = 2};
    cr_expect_eq(phw_ldpc_plan_make(&p, &task, &scheme), PHW_EARG);
    cr_expect_eq(p.n, 77, "untouched");
    cr_expect_eq(make(&p, 0, 0.1), PHW_OK);
    cr_expect_eq(p.n_blocks, 0);
}

/* Halves at 2 % and 20 % leak as much as a frame of the same mean entropy. */
Test(ldpc_plan, segments_count_by_their_entropy)
{
    const phw_reconcile_segment two[] = {{0, 2000, 0.02}, {2000, 4000, 0.2}};
    const phw_reconcile_task task = {.n = 4000, .segment = two, .n_segments = 2};
    phw_ldpc_plan p;
    phw_ldpc_plan q;
    cr_assert_eq(phw_ldpc_plan_make(&p, &task, &scheme), PHW_OK);
    double rate = 0.05;
    while (phw_ldpc_entropy(rate) <
           (phw_ldpc_entropy(0.02) + phw_ldpc_entropy(0.2)) / 2)
        rate += 1e-5;
    cr_assert_eq(make(&q, 4000, rate), PHW_OK);
    cr_expect_eq(p.z, q.z);
    cr_expect_float_eq((double)p.first, (double)q.first, 2);
}

/* Less is sent at first, by a code that can send as much in the end. */
Test(ldpc_plan, a_share_of_the_entropy_is_planned_as_that_entropy)
{
    const phw_reconcile_segment all = {.from = 0, .to = 6000, .error_rate = 0.1};
    const phw_reconcile_task task = {.n = 6000, .segment = &all, .n_segments = 1};
    phw_ldpc_scheme less = scheme;
    less.share = 0.6;
    phw_ldpc_plan p;
    phw_ldpc_plan q;
    cr_assert_eq(phw_ldpc_plan_make(&p, &task, &scheme), PHW_OK);
    cr_assert_eq(phw_ldpc_plan_make(&q, &task, &less), PHW_OK);
    const double h = 6000 * phw_ldpc_entropy(0.1);
    cr_expect_float_eq((double)(p.first - 2 * p.z) / h, 1.07, 0.02);
    cr_expect_float_eq((double)(q.first - 2 * q.z) / h, 0.6 * 1.14, 0.02);
    cr_expect_geq((double)(q.most - 2 * q.z) / h, 1.2);
}

/* Twice the margin is twice as many checks more; of four times the bits twice as many,
 * for deviations grow with the root. At 5 % the spread is 2.2 sqrt(n h). */
Test(ldpc_plan, a_margin_is_in_deviations)
{
    static const size_t sizes[] = {2000, 8000};
    for (size_t i = 0; i < 2; ++i) {
        const phw_reconcile_segment all = {.to = sizes[i], .error_rate = 0.05};
        const phw_reconcile_task task = {
            .n = sizes[i], .segment = &all, .n_segments = 1};
        const double deviation = 2.2 * sqrt((double)sizes[i] * phw_ldpc_entropy(0.05));
        size_t first[3];
        for (int k = 0; k < 3; ++k) {
            phw_ldpc_scheme wide = scheme;
            wide.margin = k;
            phw_ldpc_plan p;
            cr_assert_eq(phw_ldpc_plan_make(&p, &task, &wide), PHW_OK);
            cr_assert_eq(p.n_blocks, 1);
            first[k] = p.first;
        }
        cr_expect_float_eq((double)(first[1] - first[0]), deviation, 2);
        cr_expect_float_eq((double)(first[2] - first[0]), 2 * deviation, 2);
    }
}

/* Request r brings step (1 + r^2 / 16) more. */
Test(ldpc_plan, requests_grow)
{
    const phw_ldpc_plan p = {.first = 1000, .most = 100000, .step = 32};
    cr_expect_eq(phw_ldpc_plan_checks(&p, 1), 1032);
    cr_expect_eq(phw_ldpc_plan_checks(&p, 2), 1032 + 34);
    cr_expect_eq(phw_ldpc_plan_checks(&p, 3), 1066 + 40);
    cr_expect_eq(phw_ldpc_plan_checks(&p, 5), 1106 + 50 + 64);
    cr_expect_eq(phw_ldpc_plan_checks(&p, 500), 100000);
}
