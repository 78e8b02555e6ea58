#include "channel/spectrum_directional.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/sample.h"

static double complex correlation(const phw_spectrum *s, double x, const phw_params *p)
{
    double re = 0;
    double im = 0;
    s->correlation(&re, &im, x, p);
    return CMPLX(re, im);
}

/* By the trapezoid rule over the angle, exact for a periodic function. */
static double complex by_quadrature(double mean, double kappa, double x)
{
    enum {
        N = 4096
    };

    double complex sum = 0;
    double norm = 0;
    for (int i = 0; i < N; ++i) {
        const double a = 2 * M_PI * i / N;
        const double weight = exp(kappa * (cos(a - mean) - 1));
        const double turn = 2 * M_PI * x * cos(a);
        sum += weight * CMPLX(cos(turn), sin(turn));
        norm += weight;
    }
    return sum / norm;
}

Test(spectrum_directional, correlation_is_the_mean_over_von_mises_angles)
{
    static const double mean_deg[] = {0, 30, 90, -135};
    static const double kappa[] = {0, 0.5, 3, 40, 200};
    static const double delay[] = {0, 0.01, 0.5, -3, 20};
    for (size_t i = 0; i < 4 * 5 * 5; ++i) {
        const phw_params p = {{mean_deg[i % 4], kappa[i / 4 % 5]}};
        const double x = delay[i / 20];
        const double complex want =
            by_quadrature(p.value[0] * M_PI / 180, p.value[1], x);
        const double complex r = correlation(&phw_spectrum_directional, x, &p);
        cr_expect_float_eq(cabs(r - want), 0, 1e-12, "%g deg, %g at %g", p.value[0],
                           p.value[1], x);
    }
}

Test(spectrum_directional, no_concentration_is_clarkes)
{
    const phw_params p = {{70, 0}};
    for (double x = -1; x <= 1; x += 0.125)
        cr_expect_float_eq(phw_spectrum_directional.cdf(x, &p), 0.5 + asin(x) / M_PI,
                           1e-12);
    cr_expect_float_eq(creal(correlation(&phw_spectrum_directional, 0.7, &p)),
                       j0(1.4 * M_PI), 1e-15);
}

Test(spectrum_directional, waves_from_ahead_shift_up_and_from_behind_down)
{
    const phw_params ahead = {{0, 8}};
    const phw_params behind = {{180, 8}};
    cr_expect_lt(phw_spectrum_directional.cdf(0, &ahead), 1e-3);
    cr_expect_gt(phw_spectrum_directional.cdf(0, &behind), 0.999);
    cr_expect_gt(cimag(correlation(&phw_spectrum_directional, 0.1, &ahead)), 0.4);
    cr_expect_lt(cimag(correlation(&phw_spectrum_directional, 0.1, &behind)), -0.4);
}
