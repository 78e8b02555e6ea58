#include "kgen/coherence_spectrum.h"

#include <math.h>

#include <criterion/criterion.h>

#include "tests/kgen/jakes.h"

/* What is measured of one run, by a law. */
static phw_features seen(const jakes *j, phw_coherence_law law)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, j->n, 1), PHW_OK);
    for (size_t i = 0; i < j->n; ++i) {
        const double power = phw_cf_power(j->noisy[i]);
        const double of[PHW_N_COHERENCE_LAWS] = {(double)crealf(j->noisy[i]), power,
                                                 sqrt(power), 10 * log10(power)};
        x.value[i] = of[law];
    }
    return x;
}

/* 8000 values of a process with 10 dB: the mean of 12 runs, within five of its own
 * standard errors and half a percent for what a segment's leakage and rounding leave.
 */
Test(coherence_spectrum, the_shift_comes_back_through_every_law)
{
    enum {
        RUNS = 12
    };

    for (int law = 0; law < PHW_N_COHERENCE_LAWS; ++law) {
        double mean = 0;
        double square = 0;
        for (uint32_t run = 0; run < RUNS; ++run) {
            jakes j = jakes_make(8000, 0.06, 0.1, 100 + run);
            phw_features x = seen(&j, law);
            phw_coherence_spectrum *s = NULL;
            double turns = 0;
            double signal = 0;
            cr_assert_eq(phw_coherence_spectrum_create(&s, &x, x.n_rows, 1, 0.05),
                         PHW_OK);
            phw_coherence_spectrum_fit(&turns, &signal, s, law, 0.05, 4,
                                       PHW_COHERENCE_ALL);
            mean += turns / RUNS;
            square += turns * turns / RUNS;
            cr_expect_float_eq(signal, 1 / 1.1, 0.05, "law %d", law);
            phw_coherence_spectrum_destroy(s);
            phw_features_free(&x);
            jakes_free(&j);
        }
        const double deviation = sqrt((square - mean * mean) / (RUNS - 1));
        cr_expect_float_eq(mean, 0.06, 5 * deviation + 0.0003, "law %d: %g +- %g", law,
                           mean, deviation);
    }
}

Test(coherence_spectrum, short_and_constant_series_are_refused)
{
    phw_features x = {0};
    phw_coherence_spectrum *s = NULL;
    cr_assert_eq(phw_features_alloc(&x, 200, 1), PHW_OK);
    cr_expect_eq(phw_coherence_spectrum_create(&s, &x, 200, 1, 0.1), PHW_ESHORT);
    cr_expect_eq(phw_coherence_spectrum_create(&s, &x, 100, 1, 0.1), PHW_ESHORT);
    cr_expect_eq(phw_coherence_spectrum_create(&s, &x, 201, 1, 0.1), PHW_EARG);
    cr_expect_null(s);
    phw_features_free(&x);
}
