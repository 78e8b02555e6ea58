#include "kgen/coherence_law.h"

#include <math.h>

#include <criterion/criterion.h>

/* Of |R| = 0.5, 0.9, 0.99, by integration. */
Test(coherence_law, the_laws_have_the_known_values)
{
    const double r[3] = {0.5, 0.9, 0.99};
    const double amplitude[3] = {0.23256, 0.7905, 0.9771};
    const double decibels[3] = {0.1627, 0.6657, 0.9400};
    for (int i = 0; i < 3; ++i) {
        cr_expect_float_eq(phw_coherence_law_of(PHW_COHERENCE_PARTS, -r[i]), -r[i], 0);
        cr_expect_float_eq(phw_coherence_law_of(PHW_COHERENCE_POWER, r[i]), r[i] * r[i],
                           0);
        cr_expect_float_eq(phw_coherence_law_of(PHW_COHERENCE_AMPLITUDE, r[i]),
                           amplitude[i], 5e-5);
        cr_expect_float_eq(phw_coherence_law_of(PHW_COHERENCE_DECIBELS, r[i]),
                           decibels[i], 5e-5);
    }
    for (int law = 0; law < PHW_N_COHERENCE_LAWS; ++law) {
        cr_expect_float_eq(phw_coherence_law_of(law, 0), 0, 1e-12);
        cr_expect_float_eq(phw_coherence_law_of(law, 1), 1, 1e-3);
        cr_expect_str_neq(phw_coherence_law_name(law), "unknown");
    }
}

Test(coherence_law, back_undoes_the_law)
{
    for (int law = 0; law < PHW_N_COHERENCE_LAWS; ++law) {
        for (int i = 0; i <= 99; ++i) {
            const double r = 0.01 * i;
            const double want = law == PHW_COHERENCE_PARTS ? r : r * r;
            cr_expect_float_eq(
                phw_coherence_law_back(law, phw_coherence_law_of(law, r)), want, 1e-8,
                "law %d R %g", law, r);
        }
        cr_expect_lt(phw_coherence_law_back(law, -0.1), 0);
    }
}

/* P(both of a bivariate exponential law above the median) is the integral of the
 * Marcum function; at R = 0 it is a quarter, at 1 a half. At R = 0.99, 6.6 % of the
 * bits at the median differ. */
Test(coherence_law, crossings_are_the_shares_of_differing_signs)
{
    cr_expect_float_eq(phw_coherence_law_crossing(PHW_COHERENCE_PARTS, 0), 0.5, 1e-12);
    cr_expect_float_eq(phw_coherence_law_crossing(PHW_COHERENCE_PARTS, 0.5), 1.0 / 3,
                       1e-12);
    cr_expect_float_eq(phw_coherence_law_crossing(PHW_COHERENCE_POWER, 0), 0.5, 1e-12);
    cr_expect_float_eq(phw_coherence_law_crossing(PHW_COHERENCE_POWER, 0.99), 0.066,
                       1e-3);
}

Test(coherence_law, crossed_undoes_crossing)
{
    for (int i = 1; i <= 99; ++i) {
        const double r = 0.01 * i;
        const double parts = phw_coherence_law_crossing(PHW_COHERENCE_PARTS, r);
        const double envelope = phw_coherence_law_crossing(PHW_COHERENCE_POWER, r);
        cr_expect_float_eq(phw_coherence_law_crossed(PHW_COHERENCE_PARTS, parts), r,
                           1e-9);
        cr_expect_float_eq(phw_coherence_law_crossed(PHW_COHERENCE_POWER, envelope),
                           r * r, 1e-7, "R %g", r);
    }
    cr_expect_eq(phw_coherence_law_crossed(PHW_COHERENCE_POWER, 0.6), 0);
    cr_expect_lt(phw_coherence_law_crossed(PHW_COHERENCE_PARTS, 0.6), 0);
}
