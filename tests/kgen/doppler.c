#include "kgen/doppler.h"

#include <math.h>

#include <criterion/criterion.h>

Test(doppler, correlations_are_the_bessel_function_and_the_sinc)
{
    /* J0(0.5), J0(1) and its first zero. */
    cr_expect_float_eq(phw_doppler_correlation(PHW_DOPPLER_JAKES, 0.5 / (2 * M_PI)),
                       0.938470, 1e-6);
    cr_expect_float_eq(phw_doppler_correlation(PHW_DOPPLER_JAKES, -1 / (2 * M_PI)),
                       0.765198, 1e-6);
    cr_expect_float_eq(
        phw_doppler_correlation(PHW_DOPPLER_JAKES, 2.404826 / (2 * M_PI)), 0, 1e-6);
    cr_expect_float_eq(phw_doppler_correlation(PHW_DOPPLER_FLAT, 0), 1, 0);
    cr_expect_float_eq(phw_doppler_correlation(PHW_DOPPLER_FLAT, 0.25), 2 / M_PI,
                       1e-12);
    cr_expect_float_eq(
        phw_doppler_correlation(PHW_DOPPLER_JAKES, PHW_DOPPLER_HALF_TURNS), 0.5, 1e-6);
}

/* R(x) is the integral of e^{j 2 pi x f} over the shares. */
Test(doppler, shares_make_the_correlation)
{
    for (int shape = 0; shape < PHW_N_DOPPLERS; ++shape) {
        cr_expect_float_eq(phw_doppler_share(shape, -2), 0, 0);
        cr_expect_float_eq(phw_doppler_share(shape, 2), 1, 1e-15);
        double sum = 0;
        const double turns = 0.3;
        for (int i = 0; i < 20000; ++i) {
            const double from = -1 + i * 1e-4;
            const double to = from + 1e-4;
            sum += (phw_doppler_share(shape, to) - phw_doppler_share(shape, from)) *
                   cos(2 * M_PI * turns * 0.5 * (from + to));
        }
        cr_expect_float_eq(sum, phw_doppler_correlation(shape, turns), 1e-4);
    }
}

/* The spectrum is 1 / (2 turns) + noise in the band and noise beside it. */
Test(doppler, innovation_of_a_flat_spectrum_is_its_closed_form)
{
    for (int i = 1; i < 50; ++i) {
        const double turns = 0.01 * i;
        const double noise = 0.02 * i;
        const double want =
            exp(2 * turns * log(0.5 / turns + noise) + (1 - 2 * turns) * log(noise));
        cr_expect_float_eq(phw_doppler_innovation(PHW_DOPPLER_FLAT, turns, noise), want,
                           2e-3 * want, "turns %g", turns);
    }
    /* At half a turn a reading the flat process is white. */
    cr_expect_float_eq(phw_doppler_innovation(PHW_DOPPLER_FLAT, 0.5, 0.1), 1.1, 1e-9);
}

/* Clarke's spectrum 1 / (pi turns cos a) at f = turns sin a: the integral over a. */
Test(doppler, innovation_of_clarkes_spectrum_is_its_integral)
{
    for (int i = 1; i < 10; ++i) {
        const double turns = 0.05 * i;
        const double noise = 0.01;
        const int steps = 200000;
        double sum = 0;
        for (int k = 0; k < steps; ++k) {
            const double a = M_PI * ((k + 0.5) / steps - 0.5);
            sum += log(noise + 1 / (M_PI * turns * cos(a))) * cos(a);
        }
        const double want =
            exp(turns * sum * M_PI / steps + (1 - 2 * turns) * log(noise));
        cr_expect_float_eq(phw_doppler_innovation(PHW_DOPPLER_JAKES, turns, noise),
                           want, 1e-3 * want, "turns %g", turns);
    }
}
