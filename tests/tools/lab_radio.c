#include "tools/lab_radio.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/scenario.h"

enum {
    TONES = 8
};

/* What two radios make of a flat channel 20 ms into a trial. */
static void factors(phw_cf factor[TONES], const phw_lab_plan *plan, uint64_t seed,
                    uint32_t trial)
{
    double offset_hz[TONES];
    phw_lab_radio *radio = NULL;
    for (int k = 0; k < TONES; ++k)
        offset_hz[k] = (k - TONES / 2) * 1e6;
    cr_assert_eq(phw_lab_radio_create(&radio, plan, seed, trial), PHW_OK, "%s",
                 phw_error_message());
    phw_lab_radio_factors(radio, factor, offset_hz, TONES, 0, 1, 0.02);
    phw_lab_radio_destroy(radio);
}

/* How far apart the sizes are, at most. */
static double sizes_apart(const phw_cf *a, const phw_cf *b)
{
    double most = 0;
    for (size_t k = 0; k < TONES; ++k)
        most = fmax(most, fabs((double)cabsf(a[k]) - (double)cabsf(b[k])));
    return most;
}

/* -20 dB of ripple in each of two chains. */
Test(lab_radio, filters_stay_and_phase_noise_goes_on_over_trials)
{
    static const char text[] = "nodes:\n"
                               "  a: {mismatch_db: -20, linewidth_hz: 1000}\n"
                               "  b: {mismatch_db: -20}\n";
    static phw_scenario s;
    static phw_lab_plan plan;
    phw_cf first[TONES];
    phw_cf second[TONES];
    phw_cf other[TONES];
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_lab_plan_make(&plan, &s), PHW_OK, "%s", phw_error_message());
    factors(first, &plan, 5, 0);
    factors(second, &plan, 5, 1);
    factors(other, &plan, 6, 0);
    cr_expect_lt(sizes_apart(first, second), 1e-6);
    cr_expect_gt(sizes_apart(first, other), 0.01);
    cr_expect_gt((double)cabsf(first[0] - second[0]), 0.01);
}
