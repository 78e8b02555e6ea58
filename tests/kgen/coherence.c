#include "kgen/coherence.h"

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/doppler.h"

#include "tests/kgen/jakes.h"

enum {
    RUNS = 12,
    N = 4000
};

/* Both parts of one run, or its envelope. */
static phw_features seen(const jakes *j, phw_coherence_law law)
{
    phw_features x = {0};
    const bool parts = law == PHW_COHERENCE_PARTS;
    cr_assert_eq(phw_features_alloc(&x, j->n, parts ? 2 : 1), PHW_OK);
    for (size_t i = 0; i < j->n; ++i) {
        const double power = phw_cf_power(j->noisy[i]);
        const double of[PHW_N_COHERENCE_LAWS] = {(double)crealf(j->noisy[i]), power,
                                                 sqrt(power), 10 * log10(power)};
        x.value[i] = of[law];
        if (parts)
            x.value[j->n + i] = (double)cimagf(j->noisy[i]);
    }
    return x;
}

/* The mean over RUNS runs of every estimator lies within five of its own standard
 * errors of the truth, and a percent for the bias of a ratio of estimates that is of
 * the order of its variance; its intervals hold the truth in all but 5 of RUNS runs
 * (binomial, 95 %: 1 part in 10^5 for one estimator that is right). */
static void check(phw_coherence_law law, double turns, uint32_t trial)
{
    double mean[PHW_N_COHERENCE_ESTIMATORS] = {0};
    double square[PHW_N_COHERENCE_ESTIMATORS] = {0};
    int held[PHW_N_COHERENCE_ESTIMATORS] = {0};
    for (uint32_t run = 0; run < RUNS; ++run) {
        jakes j = jakes_make(N, turns, 0.1, trial + run);
        phw_features x = seen(&j, law);
        phw_coherence c;
        cr_assert_eq(phw_coherence_measure(&c, &x, law), PHW_OK, "%s",
                     phw_error_message());
        for (int e = 0; e < PHW_N_COHERENCE_ESTIMATORS; ++e) {
            mean[e] += c.figure[e].turns / RUNS;
            square[e] += c.figure[e].turns * c.figure[e].turns / RUNS;
            held[e] += c.figure[e].low < turns && turns < c.figure[e].high;
        }
        phw_features_free(&x);
        jakes_free(&j);
    }
    for (int e = 0; e < PHW_N_COHERENCE_ESTIMATORS; ++e) {
        const double deviation = sqrt((square[e] - mean[e] * mean[e]) / (RUNS - 1));
        cr_expect_float_eq(mean[e], turns, 5 * deviation + 0.01 * turns,
                           "%s, law %s: %g +- %g for %g",
                           phw_coherence_estimator_name(e), phw_coherence_law_name(law),
                           mean[e], deviation, turns);
        cr_expect_geq(held[e], RUNS - 5, "%s, law %s, %g: %d of %d held",
                      phw_coherence_estimator_name(e), phw_coherence_law_name(law),
                      turns, held[e], RUNS);
    }
}

Test(coherence, slow_fading_is_told_from_its_parts)
{
    check(PHW_COHERENCE_PARTS, 0.02, 1000);
}

Test(coherence, fast_fading_is_told_from_its_parts)
{
    check(PHW_COHERENCE_PARTS, 0.2, 1100);
}

Test(coherence, fading_is_told_from_its_amplitude)
{
    check(PHW_COHERENCE_AMPLITUDE, 0.05, 1200);
}

Test(coherence, fading_is_told_from_its_power_in_decibels)
{
    check(PHW_COHERENCE_DECIBELS, 0.05, 1300);
}

/* Without a model: 5 % is five standard errors of 12 runs of 4000 values, that time
 * being known to 4 % in one of them. */
Test(coherence, half_of_the_correlation_is_where_bessels_function_is_half)
{
    double mean = 0;
    double signal = 0;
    for (uint32_t run = 0; run < RUNS; ++run) {
        jakes j = jakes_make(N, 0.02, 0.1, 1400 + run);
        phw_features x = seen(&j, PHW_COHERENCE_PARTS);
        phw_coherence c;
        cr_assert_eq(phw_coherence_measure(&c, &x, PHW_COHERENCE_PARTS), PHW_OK);
        mean += c.half_rows / RUNS;
        signal += c.signal / RUNS;
        phw_features_free(&x);
        jakes_free(&j);
    }
    cr_expect_float_eq(mean, PHW_DOPPLER_HALF_TURNS / 0.02,
                       0.05 * PHW_DOPPLER_HALF_TURNS / 0.02, "%g", mean);
    cr_expect_float_eq(signal, 1 / 1.1, 0.01);
}

Test(coherence, white_series_have_no_shift)
{
    int found = 0;
    for (uint32_t run = 0; run < 20; ++run) {
        jakes j = jakes_make(500, 0.1, 1, 1500 + run);
        phw_features x = {0};
        phw_coherence c;
        cr_assert_eq(phw_features_alloc(&x, 500, 1), PHW_OK);
        for (size_t i = 0; i < 500; ++i)
            x.value[i] = (double)crealf(j.noisy[i] - j.clean[i]);
        cr_assert_eq(phw_coherence_measure(&c, &x, PHW_COHERENCE_PARTS), PHW_OK);
        cr_expect_leq(c.half_rows, 1);
        found += !isnan(c.figure[0].turns);
        phw_features_free(&x);
        jakes_free(&j);
    }
    /* One in two thousand each. */
    cr_expect_leq(found, 1);
}

/* What does not come back is told from fading by how long it takes: a share of the
 * record, however long that is. */
Test(coherence, a_trends_time_is_a_share_of_the_record)
{
    for (size_t n = 400; n <= 3200; n *= 2) {
        phw_features x = {0};
        phw_coherence c;
        cr_assert_eq(phw_features_alloc(&x, n, 1), PHW_OK);
        for (size_t i = 0; i < n; ++i)
            x.value[i] = (double)i;
        cr_assert_eq(phw_coherence_measure(&c, &x, PHW_COHERENCE_PARTS), PHW_OK);
        cr_expect_gt(c.half_rows, 0.1 * (double)n, "%g of %zu", c.half_rows, n);
        phw_features_free(&x);
    }
}

Test(coherence, useless_series_are_refused)
{
    phw_features x = {0};
    phw_coherence c = {.n_rows = 7};
    cr_assert_eq(phw_features_alloc(&x, 100, 1), PHW_OK);
    cr_expect_eq(phw_coherence_measure(&c, &x, PHW_COHERENCE_PARTS), PHW_ESHORT);
    x.value[3] = (double)NAN;
    cr_expect_eq(phw_coherence_measure(&c, &x, PHW_COHERENCE_PARTS), PHW_EINPUT);
    x.n_rows = 63;
    cr_expect_eq(phw_coherence_measure(&c, &x, PHW_COHERENCE_PARTS), PHW_ESHORT);
    cr_expect_eq(c.n_rows, 7);
    phw_features_free(&x);
}
