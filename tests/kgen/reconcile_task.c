#include "kgen/reconcile_task.h"

#include <math.h>

#include <criterion/criterion.h>

static phw_status check(size_t n, size_t n_segments, const phw_reconcile_segment *g)
{
    const phw_reconcile_task task = {.n = n, .segment = g, .n_segments = n_segments};
    return phw_reconcile_task_check(&task);
}

Test(reconcile_task, segments_cover_the_frame_without_gaps)
{
    const phw_reconcile_segment good[] = {{0, 10, 0.1}, {10, 10, 0}, {10, 30, 0.25}};
    const phw_reconcile_segment gap[] = {{0, 10, 0.1}, {11, 30, 0.1}};
    const phw_reconcile_segment back[] = {{0, 10, 0.1}, {10, 9, 0.1}};
    cr_expect_eq(check(30, 3, good), PHW_OK);
    cr_expect_eq(check(0, 0, NULL), PHW_OK);
    cr_expect_eq(check(31, 3, good), PHW_EARG);
    cr_expect_eq(check(29, 3, good), PHW_EARG);
    cr_expect_eq(check(30, 0, NULL), PHW_EARG);
    cr_expect_eq(check(30, 2, gap), PHW_EARG);
    cr_expect_eq(check(9, 2, back), PHW_EARG);
}

Test(reconcile_task, rates_and_sizes_have_bounds)
{
    phw_reconcile_segment all = {0, 30, 0.2501};
    cr_expect_eq(check(30, 1, &all), PHW_ENOKEY);
    all.error_rate = -1e-9;
    cr_expect_eq(check(30, 1, &all), PHW_EARG);
    all.error_rate = (double)NAN;
    cr_expect_eq(check(30, 1, &all), PHW_EARG);
    all = (phw_reconcile_segment){0, PHW_RECONCILE_BITS_MAX + 1, 0.1};
    cr_expect_eq(check(all.to, 1, &all), PHW_EARG);
    all.to = PHW_RECONCILE_BITS_MAX;
    cr_expect_eq(check(all.to, 1, &all), PHW_OK);
}

Test(reconcile_task, rate_is_the_mean_over_bits)
{
    const phw_reconcile_segment g[] = {{0, 10, 0.1}, {10, 40, 0.2}, {40, 100, 0}};
    const phw_reconcile_task task = {.n = 100, .segment = g, .n_segments = 3};
    const phw_reconcile_task none = {.n = 0};
    cr_expect_float_eq(phw_reconcile_task_rate(&task), 0.07 + 0.6e-5, 1e-15);
    cr_expect_eq(phw_reconcile_task_rate(&none), PHW_RECONCILE_RATE_MIN);
}
