#include "channel/power_amplifiers.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

static phw_power_amplifier_choice choose(const char *text)
{
    phw_power_amplifier_choice c;
    cr_assert_eq(phw_power_amplifier_choose(&c, text), PHW_OK, "%s",
                 phw_error_message());
    return c;
}

typedef struct point {
    const char *choice;
    double in;
    double out;
    double phase;
} point;

/* Worked out by hand from the papers' formulas. */
static const point known[] = {
    {"none", 0.7, 0.7, 0},
    {"rapp", 1, 0.8408964153, 0},
    {"rapp:smoothness=1", 1, 0.7071067812, 0},
    {"rapp:smoothness=50", 0.5, 0.5, 0},
    {"rapp", 1e3, 1, 0},
    {"rapp:smoothness=50", 1e30, 1, 0},
    {"saleh", 1, 1.0032532416, 0.3962094220},
    {"saleh", 0.9318163288, 1.0057559545, 0.3903487817},
    {"saleh:a=1:b=0:c=2:d=0", 0.5, 0.5, 0.5},
    {"ghorbani", 1, 1.0063761123, 0.3896346801},
    {"ghorbani", 0, 0, 0},
    {"memory-polynomial:memory=0", 1, 0.9029461335, -1.5360142607},
    {"memory-polynomial", 1, 0.9947956825, -1.5392268127},
};

Test(power_amplifiers, follow_the_papers_formulas)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        const phw_power_amplifier_choice c = choose(known[i].choice);
        double amplitude = 0;
        double phase = 0;
        phw_power_amplifier_curve(&amplitude, &phase, &c, known[i].in);
        cr_expect_float_eq(amplitude, known[i].out, 1e-8 * (1 + known[i].in * 1e-2),
                           "%s at %g: %.10f", known[i].choice, known[i].in, amplitude);
        cr_expect_float_eq(phase, known[i].phase, 1e-8, "%s at %g: %.10f",
                           known[i].choice, known[i].in, phase);
    }
}

Test(power_amplifiers, saleh_s_tube_saturates_where_its_formula_says)
{
    const phw_power_amplifier_choice c = choose("saleh");
    double best = 0;
    double at = 0;
    for (double r = 0; r < 3; r += 1e-4) {
        double amplitude = 0;
        double phase = 0;
        phw_power_amplifier_curve(&amplitude, &phase, &c, r);
        at = amplitude > best ? r : at;
        best = fmax(best, amplitude);
    }
    cr_expect_float_eq(at, 1 / sqrt(1.1517), 1e-3);
    cr_expect_float_eq(best, 2.1587 / 2 / sqrt(1.1517), 1e-6);
}

Test(power_amplifiers, every_entry_is_complete_and_bounded)
{
    size_t n = 0;
    const phw_power_amplifier *const *all = phw_power_amplifier_list(&n);
    cr_expect_eq(n, 5);
    for (size_t i = 0; i < n; ++i) {
        const phw_power_amplifier_choice c = choose(all[i]->name);
        cr_expect_eq(c.entry, all[i]);
        cr_expect_gt(strlen(all[i]->summary), 3);
        cr_assert(all[i]->n_delays >= 1 &&
                  all[i]->n_delays <= PHW_POWER_AMPLIFIER_DELAYS_MAX);
        for (double r = 0; r < 100; r = r * 1.1 + 1e-3) {
            double amplitude = 0;
            double phase = 0;
            phw_power_amplifier_curve(&amplitude, &phase, &c, r);
            cr_expect(amplitude >= 0 && amplitude <= 3 * r + 1, "%s at %g: %g",
                      all[i]->name, r, amplitude);
            cr_expect(fabs(phase) <= M_PI);
        }
    }
}

Test(power_amplifiers, unknown_names_and_parameters_are_refused)
{
    static const char *const bad[] = {"rap", "", "rapp:p=2", "rapp:smoothness=0",
                                      "saleh:a=-1"};
    phw_power_amplifier_choice c = {0};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_power_amplifier_choose(&c, bad[i]), PHW_EARG, "%s", bad[i]);
    cr_expect_null(c.entry);
    cr_expect_eq(phw_power_amplifier_choose(&c, "rap"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "rapp, saleh, ghorbani"));
}

Test(power_amplifiers, a_zeroed_choice_is_linear)
{
    const phw_power_amplifier_choice c = {0};
    double amplitude = 0;
    double phase = 1;
    phw_power_amplifier_curve(&amplitude, &phase, &c, 2.5);
    cr_expect_eq(amplitude, 2.5);
    cr_expect_eq(phase, 0);
}
