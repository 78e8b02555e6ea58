#include "kgen/series.h"

#include "tests/kgen/pair.h"

Test(series, check_names_what_is_wrong)
{
    const double good[] = {1, 2, 1};
    const double same[] = {2, 2, 2};
    const double bad[] = {1, nan(""), 2};
    const double far[] = {1, 2, HUGE_VAL};
    cr_expect_eq(phw_series_check(good, 3), PHW_OK);
    cr_expect_eq(phw_series_check(same, 3), PHW_ESHORT);
    cr_expect_eq(phw_series_check(good, 1), PHW_ESHORT);
    cr_expect_eq(phw_series_check(good, 0), PHW_ESHORT);
    cr_expect_eq(phw_series_check(bad, 3), PHW_EINPUT);
    cr_expect_not_null(strstr(phw_error_message(), "value 1"));
    cr_expect_eq(phw_series_check(far, 3), PHW_EINPUT);
}

Test(series, variance_is_the_populations_and_survives_a_large_offset)
{
    const double x[] = {1e9 + 1, 1e9 + 2, 1e9 + 3, 1e9 + 6};
    double mean = 0;
    double variance = 0;
    phw_series_moments(&mean, &variance, x, 4);
    cr_expect_float_eq(mean, 1e9 + 3, 1e-6);
    cr_expect_float_eq(variance, 3.5, 1e-9);
}

Test(series, positions_of_equal_values_are_one_or_rise_with_the_index)
{
    const double x[] = {5, 1, 5, 3, 5};
    const size_t together[] = {7, 1, 7, 3, 7};
    const size_t split[] = {5, 1, 7, 3, 9};
    size_t position[5];
    cr_assert_eq(phw_series_positions(position, x, 5, false), PHW_OK);
    cr_expect_arr_eq(position, together, sizeof together);
    cr_assert_eq(phw_series_positions(position, x, 5, true), PHW_OK);
    cr_expect_arr_eq(position, split, sizeof split);
}

Test(series, normal_scores_are_quantiles)
{
    /* Phi^-1(1/6) and Phi^-1(1/2), Phi^-1(5/6). */
    const double x[] = {30, -7, 4};
    double score[3];
    cr_assert_eq(phw_series_normal_scores(score, x, 3), PHW_OK);
    cr_expect_float_eq(score[0], 0.967421566101701, 1e-12);
    cr_expect_float_eq(score[1], -0.967421566101701, 1e-12);
    cr_expect_float_eq(score[2], 0, 1e-12);
}

Test(series, correlation_of_the_indoor_recording_is_the_published_one)
{
    pair p = pair_indoor();
    double rho = 0;
    cr_assert_eq(phw_series_correlation(&rho, p.x, p.y, p.n), PHW_OK);
    cr_expect_float_eq(rho, 0.8459308868623955, 1e-12);
    pair_free(&p);
}

Test(series, correlation_of_a_line_is_one_and_of_a_constant_refused)
{
    const double x[] = {1, 2, 4};
    const double y[] = {-2, -4, -8};
    const double z[] = {1, 1, 1};
    double rho = 7;
    cr_expect_eq(phw_series_correlation(&rho, x, z, 3), PHW_ESHORT);
    cr_expect_eq(rho, 7);
    cr_assert_eq(phw_series_correlation(&rho, x, y, 3), PHW_OK);
    cr_expect_float_eq(rho, -1, 1e-15);
}

Test(series, normalised_has_mean_0_and_norm_1_or_is_0)
{
    double x[] = {4, 8, 4, 8, 6};
    double same[] = {3, 3, 3};
    phw_series_normalise(x, 5);
    for (size_t i = 0; i < 4; ++i)
        cr_expect_float_eq(x[i], i % 2 ? 0.5 : -0.5, 1e-12);
    cr_expect_float_eq(x[4], 0, 1e-12);
    phw_series_normalise(same, 3);
    for (size_t i = 0; i < 3; ++i)
        cr_expect_eq(same[i], 0);
}

/* 1 + 4 + ... + n^2, at all remainders of the four lanes. */
Test(series, dot_is_the_sum_of_products)
{
    double x[65];
    for (size_t i = 0; i < 65; ++i)
        x[i] = (double)(i + 1);
    for (size_t n = 0; n <= 65; ++n)
        cr_expect_float_eq(phw_series_dot(x, x, n),
                           (double)(n * (n + 1) * (2 * n + 1) / 6), 0);
}
