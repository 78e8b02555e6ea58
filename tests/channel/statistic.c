#include "channel/statistic.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_statistics list;

static const phw_statistic *add(double measured, double expected, double error,
                                phw_statistic_side side, size_t n)
{
    const phw_statistic f = {.name = "x",
                             .measured = measured,
                             .expected = expected,
                             .standard_error = error};
    list.n = 0;
    cr_assert_eq(phw_statistics_add(&list, &f, side, n), PHW_OK);
    return &list.row[0];
}

Test(statistic, five_standard_errors_are_the_limit)
{
    cr_expect(add(1.049, 1, 0.01, PHW_STATISTIC_BOTH, 1)->pass);
    cr_expect(add(0.951, 1, 0.01, PHW_STATISTIC_BOTH, 1)->pass);
    cr_expect_not(add(1.051, 1, 0.01, PHW_STATISTIC_BOTH, 1)->pass);
    cr_expect_not(add(0.949, 1, 0.01, PHW_STATISTIC_BOTH, 1)->pass);
    cr_expect_float_eq(add(1.03, 1, 0.01, PHW_STATISTIC_BOTH, 1)->standard_errors, 3,
                       1e-9);
}

Test(statistic, a_bound_looks_to_one_side)
{
    cr_expect(add(2, 1, 0.01, PHW_STATISTIC_LEAST, 1)->pass);
    cr_expect_not(add(0, 1, 0.01, PHW_STATISTIC_LEAST, 1)->pass);
    cr_expect(add(0, 1, 0.01, PHW_STATISTIC_MOST, 1)->pass);
    cr_expect_not(add(2, 1, 0.01, PHW_STATISTIC_MOST, 1)->pass);
}

/* Q(5) / 1000 = 2.867e-10 is exceeded beyond 6.2. */
Test(statistic, the_worst_of_many_has_a_wider_limit)
{
    cr_expect_float_eq(add(1, 1, 1, PHW_STATISTIC_BOTH, 1)->limit, 5, 1e-12);
    cr_expect_float_eq(add(1, 1, 1, PHW_STATISTIC_BOTH, 1000)->limit, 6.2, 0.01);
    cr_expect(add(1.055, 1, 0.01, PHW_STATISTIC_BOTH, 1000)->pass);
}

Test(statistic, what_does_not_scatter_is_known_to_rounding)
{
    cr_expect(add(1 + 1e-7, 1, 0, PHW_STATISTIC_BOTH, 1)->pass);
    cr_expect_not(add(1.01, 1, 0, PHW_STATISTIC_BOTH, 1)->pass);
}

Test(statistic, nan_is_off)
{
    cr_expect_not(add(nan(""), 1, 0.1, PHW_STATISTIC_BOTH, 1)->pass);
    cr_expect_not(add(nan(""), 1, 0.1, PHW_STATISTIC_LEAST, 1)->pass);
    cr_expect_not(add(HUGE_VAL, 1, 0.1, PHW_STATISTIC_LEAST, 1)->pass);
    cr_expect_not(phw_statistics_pass(&list));
}

Test(statistic, a_probability_counts_as_a_normal_deviate)
{
    const phw_statistic f = {.name = "D", .measured = 0.3, .expected = 0.1};
    list.n = 0;
    cr_assert_eq(phw_statistics_add_probability(&list, &f, 0.0455003, 1), PHW_OK);
    cr_assert_eq(phw_statistics_add_probability(&list, &f, 1e-9, 1), PHW_OK);
    cr_assert_eq(phw_statistics_add_probability(&list, &f, 0, 1), PHW_OK);
    cr_assert_eq(phw_statistics_add_probability(&list, &f, 1, 1), PHW_OK);
    cr_expect_float_eq(list.row[0].standard_errors, 2, 1e-4);
    cr_expect(list.row[0].pass);
    cr_expect_not(list.row[1].pass);
    cr_expect_not(list.row[2].pass);
    cr_expect(list.row[3].pass);
}

Test(statistic, a_full_list_is_refused)
{
    const phw_statistic f = {.name = "x"};
    list.n = PHW_STATISTICS_MAX;
    cr_expect_eq(phw_statistics_add(&list, &f, PHW_STATISTIC_BOTH, 1), PHW_EARG);
    cr_expect_eq(list.n, PHW_STATISTICS_MAX);
}

Test(statistic, a_mean_over_trials_has_the_error_of_the_textbook)
{
    phw_trial_mean m = {0};
    cr_expect_float_eq(phw_trial_mean_error(&m), 0, 0);
    const double x[] = {3, 5, 7, 9};
    for (size_t i = 0; i < 4; ++i)
        phw_trial_mean_add(&m, x[i]);
    cr_expect_float_eq(m.mean, 6, 1e-12);
    cr_expect_float_eq(phw_trial_mean_error(&m), sqrt(20.0 / 3 / 4), 1e-12);
}

/* Evenly spread values are 1 / (2n) from the law; ones in half of it are 1/2 off. */
Test(statistic, kolmogorovs_distance_of_known_samples)
{
    double u[100];
    double p = 0;
    for (size_t i = 0; i < 100; ++i)
        u[(i * 37) % 100] = ((double)i + 0.5) / 100;
    cr_expect_float_eq(phw_statistic_kolmogorov(&p, u, 100), 0.005, 1e-12);
    cr_expect_float_eq(p, 1, 1e-9);
    for (size_t i = 0; i < 100; ++i)
        u[i] = ((double)i + 0.5) / 200;
    cr_expect_float_eq(phw_statistic_kolmogorov(&p, u, 100), 0.5025, 1e-12);
    cr_expect_lt(p, 1e-20);
}

/* P(D > 1.358 / sqrt(n)) is 0.05 for many values (Kolmogorov's table). */
Test(statistic, kolmogorovs_probability_is_the_tables)
{
    static double u[1000000];
    double p = 0;
    const double shift = 1.358e-3;
    for (size_t i = 0; i < 1000000; ++i)
        u[i] = fmin(((double)i + 0.5) / 1000000 + shift, 1);
    (void)phw_statistic_kolmogorov(&p, u, 1000000);
    cr_expect_float_eq(p, 0.05, 2e-4, "%g", p);
}

/* 40 values, 30 of them in one of two bins: chi-square 10, beyond which lie 0.0015654.
 */
Test(statistic, chi_square_of_a_known_sample)
{
    double u[40];
    double p = 0;
    for (size_t i = 0; i < 40; ++i)
        u[i] = i < 30 ? 0.2 : 0.7;
    cr_expect_float_eq(phw_statistic_chi_square(&p, u, 40, 2), 10, 1e-12);
    cr_expect_float_eq(p, 0.0015654, 1e-6);
    u[0] = 1; /* the end belongs to the last bin */
    cr_expect_float_eq(phw_statistic_chi_square(&p, u, 40, 2), 8.1, 1e-12);
}
