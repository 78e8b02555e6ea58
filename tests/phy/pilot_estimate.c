#include "phy/pilot_estimate.h"

#include <math.h>

#include <criterion/criterion.h>

static const double frequency[] = {-0.25, 0, 0.25};
static const phw_cf value[] = {1, 2, 3};
static const float variance[] = {0.5F, 1, 1.5F};

Test(pilot_estimate, tells_the_power_of_noise_and_of_the_channel)
{
    const phw_pilot_estimate p = {3, frequency, value, variance};
    cr_expect_eq(phw_pilot_estimate_check(&p), PHW_OK);
    cr_expect_float_eq(phw_pilot_estimate_noise(&p), 1, 1e-12);
    cr_expect_float_eq(phw_pilot_estimate_power(&p), 14.0 / 3 - 1, 1e-12);
    const float loud[] = {50, 50, 50};
    const phw_pilot_estimate noise = {3, frequency, value, loud};
    cr_expect_eq(phw_pilot_estimate_power(&noise), 0);
}

Test(pilot_estimate, refuses_what_is_no_estimate)
{
    const double falling[] = {0, 0.25, 0.25};
    const double endless[] = {0, 0.25, HUGE_VAL};
    const phw_cf broken[] = {1, CMPLXF(0, NAN), 1};
    const float silent[] = {1, 0, 1};
    const float unknown[] = {1, 1, NAN};
    const phw_pilot_estimate bad[] = {
        {0, frequency, value, variance},
        {PHW_PILOTS_MAX + 1, frequency, value, variance},
        {3, falling, value, variance},
        {3, endless, value, variance},
        {3, frequency, broken, variance},
        {3, frequency, value, silent},
        {3, frequency, value, unknown},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_pilot_estimate_check(&bad[i]), i < 4 ? PHW_EARG : PHW_EINPUT,
                     "case %zu", i);
    const phw_pilot_estimate none = {3, frequency, NULL, variance};
    cr_expect_eq(phw_pilot_estimate_check(&none), PHW_OK);
}
