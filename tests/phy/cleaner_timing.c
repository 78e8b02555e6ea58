#include "phy/cleaner_timing.h"

#include "tests/phy/observed.h"

Test(cleaner_timing, tells_the_delays_that_it_took_off)
{
    phw_clean_report report;
    phw_trace t = observed_rest(3, 1);
    observed_turn(&t, 1, 0, -120e-9);
    observed_turn(&t, 2, 0, 450e-9);
    cr_assert_eq(observed_clean(&report, &t, "timing:to=first:fit=peak"), PHW_OK);
    cr_expect_not_null(strstr(report.note, "delays of -120 to 450 ns"), "%s",
                       report.note);
    cr_expect_eq(report.n_seen, 3);
    phw_trace_free(&t);
}
