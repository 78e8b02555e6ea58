#include "kgen/pacing.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "kgen/doppler.h"

#include "tests/kgen/jakes.h"

/* The sign of normals of correlation rho differs in acos(rho) / pi. */
Test(pacing, one_bit_differs_by_the_arcsine_law)
{
    for (int i = -10; i <= 10; ++i) {
        const double rho = 0.1 * i;
        cr_expect_float_eq(phw_pace_disagreement(1, 0, rho), acos(rho) / M_PI, 1e-4,
                           "rho %g", rho);
    }
    /* Of the 0.909091 of two ends with 10 dB: 13.6778 %. */
    cr_expect_float_eq(phw_pace_disagreement(1, 0, 0.909091), 0.136778, 1e-5);
}

/* By counting 200000 pairs: five standard errors of a share. */
Test(pacing, planes_differ_as_often_as_drawn_pairs_do)
{
    enum {
        N = 200000
    };

    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x706163), 0};
    float *z = malloc(2 * N * sizeof *z);
    cr_assert_not_null(z);
    phw_rng_normal(z, &rng, 0, 2 * N);
    const double threshold = 0.6744897501960817; /* of the quarters */
    size_t differ[2] = {0, 0};
    for (size_t i = 0; i < N; ++i) {
        const double a = (double)z[2 * i];
        const double b = 0.9 * a + sqrt(1 - 0.81) * (double)z[2 * i + 1];
        differ[0] += (a > 0) != (b > 0);
        differ[1] += (fabs(a) < threshold) != (fabs(b) < threshold);
    }
    for (unsigned plane = 0; plane < 2; ++plane) {
        const double p = (double)differ[plane] / N;
        cr_expect_float_eq(phw_pace_disagreement(2, plane, 0.9), p,
                           5 * sqrt(p * (1 - p) / N));
    }
    free(z);
}

Test(pacing, new_and_alike_is_worth_all_bits_and_old_or_unlike_none)
{
    phw_pace p;
    phw_pace_worth(&p, 1, 1);
    cr_expect_eq(p.n_bits, PHW_PACING_BITS_MAX);
    cr_expect_float_eq(p.net_bits, PHW_PACING_BITS_MAX, 1e-3);
    phw_pace_worth(&p, 0, 1);
    cr_expect(p.n_bits == 0 && p.net_bits == 0);
    phw_pace_worth(&p, 1, 0.3);
    cr_expect(p.n_bits == 0 && p.net_bits == 0);
    double before = 0;
    for (int i = 1; i <= 10; ++i) {
        phw_pace_worth(&p, 0.1 * i, 0.99);
        cr_expect_geq(p.net_bits, before - 1e-9);
        cr_expect_leq(p.net_bits, p.charged_bits);
        before = p.net_bits;
    }
}

/* Clarke's process in noise: the model's 256 taps leave what the whole past does. */
Test(pacing, the_models_open_share_is_kolmogorovs)
{
    for (int i = 1; i <= 4; ++i) {
        const double turns = 0.08 * i;
        double open = 0;
        cr_assert_eq(phw_pace_model(&open, PHW_COHERENCE_PARTS, turns, 1 / 1.1),
                     PHW_OK);
        const double want = phw_doppler_innovation(PHW_DOPPLER_JAKES, turns, 0.1) / 1.1;
        cr_expect_float_eq(open, want, 0.02 * want, "%g: %g for %g", turns, open, want);
    }
    double open = 7;
    for (int law = 0; law < PHW_N_COHERENCE_LAWS; ++law)
        cr_expect_eq(phw_pace_model(&open, law, 0.001, 1), PHW_OK);
    cr_expect_eq(phw_pace_model(&open, PHW_COHERENCE_PARTS, -1, 1), PHW_EARG);
    cr_expect_eq(phw_pace_model(&open, PHW_COHERENCE_PARTS, 0.1, 2), PHW_EARG);
}

/* What is measured of a simulated run never claims more than the model's true share
 * (it is a bound), and not less than half of it. */
Test(pacing, measured_worth_stays_below_the_truth)
{
    for (uint32_t run = 0; run < 6; ++run) {
        const double turns = 0.05;
        jakes j = jakes_make(4000, turns, 0.1, 2000 + run);
        double *x = jakes_parts(j.noisy, j.n);
        for (size_t step = 1; step <= 8; step *= 2) {
            phw_pace p;
            double open = 0;
            cr_assert_eq(phw_pace_model(&open, PHW_COHERENCE_PARTS,
                                        turns * (double)step, 1 / 1.1),
                         PHW_OK);
            cr_assert_eq(phw_pace_measure(&p, x, j.n, step, 1 / 1.1), PHW_OK);
            cr_expect_leq(p.open, 1.02 * open, "step %zu: %g of %g", step, p.open,
                          open);
            cr_expect_geq(p.open, 0.5 * open, "step %zu: %g of %g", step, p.open, open);
        }
        free(x);
        jakes_free(&j);
    }
}

Test(pacing, useless_series_are_refused)
{
    double x[200] = {0};
    phw_pace p = {.n_bits = 7};
    cr_expect_eq(phw_pace_measure(&p, x, 200, 1, 0.9), PHW_ESHORT);
    cr_expect_eq(phw_pace_measure(&p, x, 200, 4, 0.9), PHW_ESHORT);
    cr_expect_eq(phw_pace_measure(&p, x, 200, 0, 0.9), PHW_EARG);
    cr_expect_eq(p.n_bits, 7);
}

/* acos(0.72) / pi = 0.24414 costs 1.15 x 0.80186 of one bit; at 0.68 it would be 0.954,
 * less than the bit, but an agreement drops what differs in more than a quarter. */
Test(pacing, a_bit_costs_what_a_reconciler_says_and_above_a_quarter_is_dropped)
{
    phw_pace p;
    phw_pace_worth(&p, 1, 0.72);
    cr_expect_eq(p.n_bits, 1);
    cr_expect_float_eq(p.disclosed_bits, 0.922139, 2e-4);
    cr_expect_float_eq(p.net_bits, 1 - 0.922139, 2e-4);
    phw_pace_worth(&p, 1, 0.68);
    cr_expect(p.n_bits == 0 && p.net_bits == 0);
}
