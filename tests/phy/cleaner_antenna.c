#include "phy/cleaner_antenna.h"

#include "tests/phy/observed.h"

Test(cleaner_antenna, keeps_the_one_asked_for)
{
    phw_clean_report report;
    phw_trace t = observed_rest(4, 3);
    phw_trace truth = observed_rest(4, 3);
    cr_expect_eq(observed_clean(&report, &t, "antenna:keep=4"), PHW_EINPUT);
    cr_assert_eq(observed_clean(&report, &t, "antenna:keep=2"), PHW_OK);
    cr_assert_eq(t.n_coefficients, 30);
    cr_expect_eq(t.n_antennas, 1);
    for (size_t p = 0; p < 4; ++p) {
        for (size_t k = 0; k < 30; ++k)
            cr_expect_eq(t.cplx[p * 30 + k], truth.cplx[p * 90 + 30 + k]);
    }
    phw_trace_free(&t);
    phw_trace_free(&truth);
}
