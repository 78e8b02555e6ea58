#include "channel/process_model.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/laws.h"

static phw_process_model rice(double k, double shift)
{
    return (phw_process_model){
        .power = 1, .steady = k / (k + 1), .steady_shift = shift};
}

/* Rice's level crossings with the line at shift 0, and distribution: numbers from an
 * independent computation (scipy), of sqrt(2 pi (K+1)) r e^{-K-(K+1) r^2}
 * I0(2 r sqrt(K(K+1))) and 1 - Q1. */
static const struct {
    double k;
    double r;
    double crossings;
    double cdf;
} rows[] = {
    {0, 0.1, 0.248169, 0.00995017}, {0, 0.31623, 0.71723, 0.0951626},
    {0, 0.5, 0.976082, 0.221199},   {0, 1, 0.922137, 0.632121},
    {1, 0.1, 0.130397, 0.00735735}, {1, 0.5, 0.619367, 0.180690},
    {1, 1, 0.750500, 0.605703},     {3, 0.1, 0.026946, 0.00207087},
    {3, 0.5, 0.328673, 0.0938631},  {3, 1, 0.721197, 0.573092},
    {10, 0.5, 0.054005, 0.0112627}, {10, 1, 0.711443, 0.543095},
};

#define N_ROWS (sizeof rows / sizeof rows[0])

Test(process_model, crossings_and_distribution_are_the_known_ones)
{
    for (size_t i = 0; i < N_ROWS; ++i) {
        const phw_process_model m = rice(rows[i].k, 0);
        cr_expect_float_eq(phw_process_crossings(&m, rows[i].r), rows[i].crossings,
                           2e-4 * rows[i].crossings + 1e-6, "K %g r %g: %g", rows[i].k,
                           rows[i].r, phw_process_crossings(&m, rows[i].r));
        cr_expect_float_eq(phw_process_cdf(&m, rows[i].r), rows[i].cdf, 2e-6,
                           "K %g r %g: %g", rows[i].k, rows[i].r,
                           phw_process_cdf(&m, rows[i].r));
    }
}

Test(process_model, a_line_alone_does_not_fade)
{
    const phw_process_model line = {.power = 1, .steady = 1};
    cr_expect_float_eq(phw_process_cdf(&line, 0.99), 0, 0);
    cr_expect_float_eq(phw_process_cdf(&line, 1.01), 1, 0);
    cr_expect_float_eq(phw_process_cdf(&line, -1), 0, 0);
    cr_expect_float_eq(phw_process_diffuse(&line), 0, 0);
    phw_process_model held = {.power = 1};
    cr_assert_eq(phw_law_choose(&held.law, "static"), PHW_OK);
    cr_expect_float_eq(phw_process_diffuse(&held), 0, 0);
    cr_expect_float_eq(phw_process_kurtosis(&held), 1, 1e-9);
}

/* The law of that name and the steady share are one model. */
Test(process_model, rices_law_is_a_steady_share)
{
    phw_process_model law = {.power = 1};
    cr_assert_eq(phw_law_choose(&law.law, "rician:k_db=4.771212547"), PHW_OK);
    const phw_process_model share = rice(3, 0.7);
    cr_expect_float_eq(phw_process_steady(&law), 0.75, 1e-6);
    cr_expect_float_eq(phw_process_steady(&share), 0.75, 1e-12);
    for (double r = 0.3; r < 2; r += 0.4) {
        cr_expect_float_eq(phw_process_cdf(&law, r), phw_process_cdf(&share, r), 1e-6);
        cr_expect_float_eq(phw_process_crossings(&law, r),
                           phw_process_crossings(&share, r), 1e-5);
    }
    double re[2];
    double im[2];
    phw_process_correlation(&re[0], &im[0], &law, 0.3);
    phw_process_correlation(&re[1], &im[1], &share, 0.3);
    cr_expect_float_eq(re[0], re[1], 1e-6);
    cr_expect_float_eq(im[0], im[1], 1e-6);
}

/* m = 1 is Rayleigh's; any m has correlation 1 at lag 0 and crosses its median as often
 * as Rayleigh's does its own. */
Test(process_model, nakagamis_law_is_a_stretched_process)
{
    phw_process_model plain = {.power = 1};
    cr_assert_eq(phw_law_choose(&plain.law, "nakagami:m=1"), PHW_OK);
    double re = 0;
    double im = 0;
    phw_process_correlation(&re, &im, &plain, 0.2);
    cr_expect_float_eq(re, 0.642512, 1e-4, "%g", re);
    phw_process_model strong = {.power = 1};
    cr_assert_eq(phw_law_choose(&strong.law, "nakagami:m=3"), PHW_OK);
    phw_process_correlation(&re, &im, &strong, 0);
    cr_expect_float_eq(re, 1, 1e-9);
    phw_process_correlation(&re, &im, &strong, 0.2);
    cr_expect(re < 0.642512 && re > 0.58, "%g", re);
    const phw_process_model rayleigh = {.power = 1};
    double low = 0;
    double high = 2;
    for (int i = 0; i < 60; ++i) {
        const double r = (low + high) / 2;
        *(phw_process_cdf(&strong, r) < 0.5 ? &low : &high) = r;
    }
    cr_expect_float_eq(phw_process_crossings(&strong, low),
                       phw_process_crossings(&rayleigh, sqrt(M_LN2)), 1e-6);
}

Test(process_model, kurtosis_is_the_known_one)
{
    const double k[] = {0, 1, 3, 10};
    const double expected[] = {2, 1.75, 1.4375, 1.173554};
    for (size_t i = 0; i < 4; ++i) {
        const phw_process_model m = rice(k[i], 0);
        cr_expect_float_eq(phw_process_kurtosis(&m), expected[i], 1e-6);
    }
}

Test(process_model, correlation_holds_the_line_and_what_scatters)
{
    double re = 0;
    double im = 0;
    phw_process_model m = rice(0, 0.7);
    phw_process_correlation(&re, &im, &m, 0.5);
    cr_expect_float_eq(re, -0.304242, 1e-6);
    cr_expect_float_eq(im, 0, 1e-12);
    m = rice(3, 0.7);
    phw_process_correlation(&re, &im, &m, 0.5);
    cr_expect_float_eq(re, 0.75 * cos(0.7 * M_PI) - 0.25 * 0.304242, 1e-6);
    cr_expect_float_eq(im, 0.75 * sin(0.7 * M_PI), 1e-6);
}

/* The line's motion relative to what scatters makes crossings. */
Test(process_model, a_moving_line_crosses_more)
{
    const phw_process_model still = rice(3, 0);
    const phw_process_model moving = rice(3, 0.7);
    cr_expect_gt(phw_process_crossings(&moving, 1),
                 1.2 * phw_process_crossings(&still, 1));
    cr_expect_float_eq(phw_process_crossings(&still, 0), 0, 0);
    const phw_process_model line = {.power = 1, .steady = 1};
    cr_expect_float_eq(phw_process_crossings(&line, 1), 0, 0);
}

/* Far apart every instant counts; at one instant all count as one. */
Test(process_model, independent_samples_are_counted_by_the_correlation)
{
    const phw_process_model m = rice(0, 0);
    cr_expect_float_eq(phw_process_independent(&m, 1, 1), 1, 1e-12);
    cr_expect_float_eq(phw_process_independent(&m, 100, 1e-9), 1, 1e-6);
    const double far = phw_process_independent(&m, 100, 1000.1);
    cr_expect(far > 95 && far <= 100.5, "%g", far);
    double sum = 1;
    for (int k = 1; k < 10; ++k)
        sum += 2 * (1 - k / 10.0) * pow(j0(2 * M_PI * k), 2);
    cr_expect_float_eq(phw_process_independent(&m, 10, 1), 10 / sum, 1e-9);
}
