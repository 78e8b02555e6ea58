#include "channel/spectrum_jakes.h"

#include <math.h>

#include <criterion/criterion.h>

static double correlation(double x)
{
    double re = 0;
    double im = 1;
    phw_spectrum_jakes.correlation(&re, &im, x, NULL);
    cr_expect_float_eq(im, 0, 0);
    return re;
}

/* Values of J0(2 pi x) to six digits, from an independent program. */
Test(spectrum_jakes, correlation_has_the_known_values_and_zero)
{
    static const double known[][2] = {
        {0.001, 0.999990}, {0.005, 0.999753}, {0.01, 0.999013}, {0.02, 0.996056},
        {0.05, 0.975478},  {0.1, 0.903713},   {0.15, 0.789962}, {0.2, 0.642512},
        {0.25, 0.472001},  {0.3, 0.290564},   {0.5, -0.304242}, {0.6098, -0.402759},
        {1, 0.220277},     {2, 0.157507},     {5, 0.100251},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i)
        cr_expect_float_eq(correlation(known[i][0]), known[i][1], 6e-7, "%g",
                           known[i][0]);
    cr_expect_float_eq(correlation(0.382740), 0, 2e-6);
}
