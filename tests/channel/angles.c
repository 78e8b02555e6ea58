#include "channel/angles.h"

#include <math.h>
#include <stdio.h>

#include <criterion/criterion.h>

#include "channel/angle_spreads.h"
#include "core/rng.h"

#include "tests/channel/statistics.h"

static phw_angles_choice choose(const char *text)
{
    phw_angles_choice choice = {0};
    cr_assert_eq(phw_angles_choose(&choice, text), PHW_OK, "%s", phw_error_message());
    return choice;
}

static double complex correlate(const char *text, double x, double y, double z)
{
    const phw_angles_choice choice = choose(text);
    const double d[3] = {x, y, z};
    double re = 0;
    double im = 0;
    phw_angles_correlation(&re, &im, &choice, d);
    return CMPLX(re, im);
}

/* J0(2 pi d), computed apart with 6 digits. */
Test(angles, isotropic_waves_correlate_as_bessels_j0)
{
    static const double table[][2] = {
        {0, 1},          {0.01, 0.999013}, {0.05, 0.975478}, {0.1, 0.903713},
        {0.2, 0.642512}, {0.38274, 0},     {0.5, -0.304242}, {0.6098, -0.402759},
        {1, 0.220277},   {5, 0.100251},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        const double d = table[i][0];
        const double complex r = correlate("isotropic", 0.6 * d, -0.8 * d, 3);
        cr_expect_float_eq(creal(r), table[i][1], 2e-6, "d %g: %g", d, creal(r));
        cr_expect_eq(cimag(r), 0);
        const double complex same =
            correlate("von-mises:kappa=0", 0.6 * d, -0.8 * d, 0);
        cr_expect_float_eq(creal(same), j0(2 * M_PI * d), 1e-12);
        cr_expect_float_eq(cimag(same), 0, 1e-12);
        const double complex all =
            correlate("sector:width_deg=360", 0.6 * d, -0.8 * d, 0);
        cr_expect_float_eq(creal(all), j0(2 * M_PI * d), 1e-12);
    }
}

Test(angles, waves_from_all_of_space_correlate_as_a_sinc)
{
    cr_expect_eq(creal(correlate("isotropic-3d", 0, 0, 0)), 1);
    cr_expect_float_eq(creal(correlate("isotropic-3d", 0, 0.5, 0)), 0, 1e-15);
    cr_expect_float_eq(creal(correlate("isotropic-3d", 0, 0, 0.25)), 2 / M_PI, 1e-15);
}

/* The exact Laplacian at broadside, by quadrature apart; d in wavelengths. */
Test(angles, a_laplacian_spread_correlates_as_its_integral)
{
    static const double table[][3] = {
        {5, 0.5, 0.96425},  {5, 1, 0.87044},    {5, 2, 0.62506},  {5, 5, 0.20986},
        {5, 10, 0.06233},   {10, 0.5, 0.87389}, {10, 2, 0.29207}, {10, 5, 0.06218},
        {35, 0.5, 0.33158}, {35, 1, 0.13340},   {35, 2, 0.05500}, {68, 0.5, -0.02408},
        {68, 1, 0.14546},
    };
    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        char text[64];
        (void)snprintf(text, sizeof text, "laplacian:mean_deg=90:spread_deg=%g",
                       table[i][0]);
        const double complex r = correlate(text, table[i][1], 0, 0);
        cr_expect_float_eq(creal(r), table[i][2], 1e-5, "%s d %g: %.5f", text,
                           table[i][1], creal(r));
        cr_expect_float_eq(cimag(r), 0, 1e-12);
    }
}

/* A small Gaussian spread: e^{-(2 pi d sigma cos phi)^2 / 2} and the phase of the mean
 * direction, phi from broadside; of second order in sigma = 1 degree. */
Test(angles, a_small_spread_keeps_the_phase_of_its_mean_direction)
{
    const double sigma = M_PI / 180;
    for (int degrees = 0; degrees <= 60; degrees += 20) {
        char text[64];
        (void)snprintf(text, sizeof text, "gaussian:mean_deg=%d:spread_deg=1",
                       90 - degrees);
        const double phi = degrees * M_PI / 180;
        const double turn = 2 * M_PI * 1.3;
        const double fall = turn * sigma * cos(phi);
        const double complex want = exp(-fall * fall / 2) * phasor(1.3 * sin(phi));
        const double complex got = correlate(text, 1.3, 0, 0);
        cr_expect_lt(cabs(got - want), 2e-3, "%d degrees", degrees);
    }
}

/* I0(sqrt(kappa^2 - D^2)) / I0(kappa) at broadside: J0 of an imaginary or real
 * argument.
 */
Test(angles, von_mises_correlates_as_the_bessel_function_of_a_complex_argument)
{
    /* kappa 3, D = 2 pi 0.3 = 1.884956: I0(2.333779) / I0(3), and D = 2 pi:
     * J0(5.520718) / I0(3), I0(3) = 4.880793. */
    const double complex near = correlate("von-mises:kappa=3", 0, 0.3, 0);
    const double y = sqrt(9 - 4 * M_PI * M_PI * 0.09);
    double i0 = 0;
    double term = 1;
    for (int k = 1; k < 40; ++k) {
        i0 += term;
        term *= y * y / 4 / (k * (double)k);
    }
    cr_expect_float_eq(creal(near), i0 / 4.880792585865024, 1e-12);
    const double complex far = correlate("von-mises:kappa=3", 0, 1, 0);
    const double x = sqrt(4 * M_PI * M_PI - 9);
    cr_expect_float_eq(creal(far), j0(x) / 4.880792585865024, 1e-12);
    /* Turned with the mean direction and the displacement alike. */
    const double complex turned =
        correlate("von-mises:kappa=3:mean_deg=90", -0.3, 0, 0);
    cr_expect_lt(cabs(turned - near), 1e-12);
}

/* R = E e^{j 2 pi u.d} over drawn waves, at eight distances along a slanted line: the
 * mean of n unit phasors has variance (1 - |R|^2) / n, 5 sigma either way. */
Test(angles, drawn_waves_have_the_correlation_of_their_spread)
{
    enum {
        WAVES = 40000
    };

    static const char *const spreads[] = {
        "isotropic",
        "isotropic-3d",
        "laplacian:mean_deg=30:spread_deg=10:elevation_deg=20",
        "von-mises:mean_deg=-100:kappa=5",
        "von-mises:kappa=1000:elevation_deg=-60",
        "gaussian:mean_deg=200:spread_deg=50",
        "sector:mean_deg=45:width_deg=120",
    };
    static const double distance[] = {0.05, 0.1, 0.2, 0.3827, 0.5, 1, 2, 10};
    static float share[2 * WAVES];
    const phw_rng rng = {.seed = 50};
    phw_rng_uniform(share, &rng, 0, 2 * WAVES);
    for (size_t s = 0; s < sizeof spreads / sizeof spreads[0]; ++s) {
        const phw_angles_choice choice = choose(spreads[s]);
        phw_angles_sampler sampler;
        phw_angles_sampler_fill(&sampler, &choice);
        double complex sum[8] = {0};
        for (int n = 0; n < WAVES; ++n) {
            double u[3];
            phw_angles_direction(u, &sampler, (double)share[2 * n],
                                 (double)share[2 * n + 1]);
            cr_assert_float_eq(u[0] * u[0] + u[1] * u[1] + u[2] * u[2], 1, 1e-12);
            for (int k = 0; k < 8; ++k)
                sum[k] +=
                    phasor(distance[k] * (0.6 * u[0] + 0.48 * u[1] + 0.64 * u[2]));
        }
        for (int k = 0; k < 8; ++k) {
            const double d = distance[k];
            const double complex want =
                correlate(spreads[s], 0.6 * d, 0.48 * d, 0.64 * d);
            const double bound = tolerance(1 - power_of(want), WAVES);
            cr_expect_lt(cabs(sum[k] / WAVES - want), 1.1 * bound + 1e-6, "%s d %g",
                         spreads[s], d);
        }
    }
}

/* Against the mean over directions that lie evenly over the shares. */
Test(angles, the_variance_of_shifts_is_that_of_the_directions)
{
    enum {
        N = 200
    };

    static const char *const texts[] = {
        "isotropic",
        "isotropic-3d",
        "laplacian:mean_deg=40:elevation_deg=20:spread_deg=12",
        "von-mises:mean_deg=-100:kappa=3",
        "sector:mean_deg=10:width_deg=60",
        "gaussian:mean_deg=200:spread_deg=25",
    };
    const double v[3] = {0.6, -1.1, 0.4};
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; ++k) {
        static phw_angles_sampler sampler;
        const phw_angles_choice choice = choose(texts[k]);
        phw_angles_sampler_fill(&sampler, &choice);
        double mean = 0;
        double square = 0;
        for (size_t i = 0; i < (size_t)N * N; ++i) {
            double u[3];
            phw_angles_direction(u, &sampler, ((double)i + 0.5) / ((double)N * N),
                                 ((double)(i % N) + 0.5) / N);
            const double x = u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
            mean += x / ((double)N * N);
            square += x * x / ((double)N * N);
        }
        cr_expect_float_eq(phw_angles_variance(&choice, v), square - mean * mean, 2e-3,
                           "%s: %g against %g", texts[k],
                           phw_angles_variance(&choice, v), square - mean * mean);
    }
    /* Along a beam all shifts are one; across it they are those of sin x. */
    const phw_angles_choice beam = choose("gaussian:mean_deg=30:spread_deg=1");
    const double along[3] = {cos(M_PI / 6), sin(M_PI / 6), 0};
    const double across[3] = {-sin(M_PI / 6), cos(M_PI / 6), 0};
    const double sigma = M_PI / 180;
    cr_expect_float_eq(phw_angles_variance(&beam, along) / pow(sigma, 4), 0.5, 1e-3);
    cr_expect_float_eq(phw_angles_variance(&beam, across) / pow(sigma, 2), 1, 1e-3);
}

Test(angles, displacements_turned_around_give_the_conjugate)
{
    const double complex there = correlate("laplacian:spread_deg=20", 0.4, 0.9, 0);
    const double complex back = correlate("laplacian:spread_deg=20", -0.4, -0.9, 0);
    cr_expect_lt(cabs(there - conj(back)), 1e-12);
}

Test(angles, far_and_impossible_displacements_correlate_as_nothing)
{
    cr_expect_eq(creal(correlate("laplacian", 2e4, 0, 0)), 0);
    cr_expect_eq(creal(correlate("isotropic", (double)NAN, 0, 0)), 0);
    cr_expect_eq(creal(correlate("isotropic-3d", HUGE_VAL, 0, 0)), 0);
    /* Within them the recurrence holds. */
    const double complex far = correlate("von-mises:kappa=0", 16000, 0, 0);
    cr_expect_float_eq(creal(far), j0(2 * M_PI * 16000), 1e-9);
}
