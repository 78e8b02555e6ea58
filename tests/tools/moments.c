#include "tools/moments.h"

#include <math.h>

#include <criterion/criterion.h>

static const double value[] = {3.5, -1, 4.25, 1e6, 0, 2, 2, -7.125};

#define N (sizeof value / sizeof value[0])

Test(moments, agree_with_all_values_at_once)
{
    phw_moments m = {0};
    double mean = 0;
    for (size_t i = 0; i < N; ++i)
        phw_moments_add(&m, value[i]);
    const phw_interval all = phw_interval_mean(&mean, value, N);
    const phw_interval span = phw_moments_interval(&m);
    cr_expect_eq(m.n, N);
    cr_expect_float_eq(m.mean, mean, 1e-9);
    cr_expect_float_eq(span.low, all.low, 1e-6);
    cr_expect_float_eq(span.high, all.high, 1e-6);
}

Test(moments, of_parts_are_those_of_the_whole)
{
    for (size_t cut = 0; cut <= N; ++cut) {
        phw_moments whole = {0};
        phw_moments part[2] = {{0}, {0}};
        for (size_t i = 0; i < N; ++i) {
            phw_moments_add(&whole, value[i]);
            phw_moments_add(&part[i >= cut], value[i]);
        }
        phw_moments_merge(&part[0], &part[1]);
        cr_expect_eq(part[0].n, N);
        cr_expect_float_eq(part[0].mean, whole.mean, 1e-9);
        cr_expect_float_eq(part[0].squares / whole.squares, 1, 1e-12);
    }
}

Test(moments, leave_out_what_is_not_finite)
{
    phw_moments m = {0};
    phw_moments_add(&m, (double)NAN);
    phw_moments_add(&m, HUGE_VAL);
    cr_expect_eq(m.n, 0);
    phw_moments_add(&m, 2);
    cr_expect_eq(m.n, 1);
    cr_expect_eq(m.mean, 2);
    cr_expect_eq(phw_moments_interval(&m).high, HUGE_VAL);
}
