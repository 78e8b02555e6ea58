#include "kgen/wide_kernel.h"

#include <string.h>

#include "tests/kgen/pair.h"

/* A tone of f cycles a row at every place between rows; the sinc follows it up to two
 * fifths of a cycle: Kaiser's window of beta 6 over 16 rows passes to
 * 1/2 - (sqrt(6^2 + pi^2) / pi) / 16 = 0.37 with ripples of -60 dB. */
Test(wide_kernel, sinc_follows_a_tone)
{
    static phw_wide_kernel k;
    phw_wide_kernel_sinc(&k);
    for (double f = 0; f < 0.36; f += 0.05) {
        double x[40];
        for (size_t r = 0; r < 40; ++r)
            x[r] = cos(2 * M_PI * f * (double)r + 0.3);
        for (double mu = 0; mu <= 1; mu += 1.0 / 64)
            cr_expect_float_eq(phw_wide_kernel_read(&k, x, 20, mu),
                               cos(2 * M_PI * f * (20 + mu) + 0.3), 2e-3, "%g %g", f,
                               mu);
    }
}

Test(wide_kernel, at_a_row_is_that_row)
{
    static phw_wide_kernel k;
    double *x = normals(40, 1);
    phw_wide_kernel_sinc(&k);
    for (size_t r = 8; r < 30; ++r) {
        cr_expect_float_eq(phw_wide_kernel_read(&k, x, r, 0), x[r], 1e-12);
        cr_expect_float_eq(phw_wide_kernel_read(&k, x, r, 1), x[r + 1], 1e-12);
    }
    free(x);
}

/* White noise has no signal, a constant neither: then it is linear. */
Test(wide_kernel, without_a_signal_is_linear)
{
    static phw_wide_kernel k;
    double x[64];
    for (size_t r = 0; r < 64; ++r)
        x[r] = r % 2 == 0 ? 1 : -1;
    cr_assert_eq(phw_wide_kernel_fit(&k, x, 64), PHW_OK);
    cr_expect_float_eq(phw_wide_kernel_read(&k, x, 20, 0.25), 0.5, 1e-12);
    for (size_t r = 0; r < 64; ++r)
        x[r] = 9;
    cr_assert_eq(phw_wide_kernel_fit(&k, x, 64), PHW_OK);
    cr_expect_float_eq(phw_wide_kernel_read(&k, x, 20, 0.25), 9, 1e-12);
    /* Fewer values than rows of the kernel give no fault either. */
    cr_expect_eq(phw_wide_kernel_fit(&k, x, 2), PHW_OK);
}

/* Slow and nearly free of noise: nothing may blow up where directions have no power. */
Test(wide_kernel, of_a_slow_series_is_nearly_the_sinc)
{
    static phw_wide_kernel k;
    double x[400];
    for (size_t r = 0; r < 400; ++r)
        x[r] = 30 + 5 * cos(0.05 * (double)r) + 1e-4 * (double)(r * 7919 % 101);
    cr_assert_eq(phw_wide_kernel_fit(&k, x, 400), PHW_OK);
    for (double mu = 0; mu <= 1; mu += 0.125)
        cr_expect_float_eq(phw_wide_kernel_read(&k, x, 200, mu),
                           30 + 5 * cos(0.05 * (200 + mu)), 0.05);
}
