#include "phy/clock_fit.h"

#include "tests/phy/observed.h"

Test(clock_fit, finds_offset_and_drift_exactly_and_maps_back)
{
    phw_trace a = observed_rest(50, 1);
    phw_trace b = observed_rest(50, 1);
    size_t at[50];
    for (size_t p = 0; p < 50; ++p) {
        at[p] = p;
        a.time_s[p] = 1e6 + 0.1 * (double)p;
        b.time_s[p] = a.time_s[p] + 3.5 + 20e-6 * 0.1 * (double)p;
    }
    phw_clock clock;
    phw_clock_fit(&clock, &a, &b, at, at, 50);
    /* Doubles at 1e6 s resolve 1.2e-10 s. */
    cr_expect_float_eq(clock.offset_s, 3.5, 1e-9);
    cr_expect_float_eq(clock.drift, 20e-6, 1e-9);
    cr_expect_lt(clock.rms_s, 1e-9);
    for (size_t p = 0; p < 50; ++p)
        cr_expect_float_eq(phw_clock_on_a(&clock, b.time_s[p]), a.time_s[p], 2e-9);
    phw_clock_fit(&clock, &a, &b, at, at, 2);
    cr_expect(isnan(clock.offset_s) && isnan(clock.drift) && isnan(clock.rms_s));
    phw_trace_free(&a);
    phw_trace_free(&b);
}
