#include "kgen/coherence_sums.h"

#include <math.h>

#include <criterion/criterion.h>

#include "tests/kgen/jakes.h"

static phw_features noise(size_t n, size_t n_series)
{
    const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x636f68), 1};
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, n, n_series), PHW_OK);
    for (size_t i = 0; i < n * n_series; ++i) {
        float z = 0;
        phw_rng_normal(&z, &rng, i, 1);
        x.value[i] = 5 + 2 * (double)z;
    }
    return x;
}

Test(coherence_sums, correlation_and_crossings_are_those_of_all_pairs)
{
    phw_features x = noise(100, 1);
    phw_coherence_sums s = {0};
    double rho[5];
    double share[5];
    cr_assert_eq(phw_coherence_sums_make(&s, &x, 100, 1, 4), PHW_OK);
    phw_coherence_sums_correlation(rho, &s, PHW_COHERENCE_ALL);
    phw_coherence_sums_crossed(share, &s, PHW_COHERENCE_ALL);
    double mean = 0;
    double power = 0;
    double middle = 0;
    for (size_t i = 0; i < 100; ++i) {
        size_t below = 0;
        mean += x.value[i] / 100;
        for (size_t j = 0; j < 100; ++j)
            below += x.value[j] < x.value[i];
        middle += below == 49 || below == 50 ? 0.5 * x.value[i] : 0;
    }
    for (size_t i = 0; i < 100; ++i)
        power += (x.value[i] - mean) * (x.value[i] - mean) / 100;
    for (size_t k = 0; k <= 4; ++k) {
        double product = 0;
        double crossed = 0;
        for (size_t i = 0; i + k < 100; ++i) {
            product += (x.value[i] - mean) * (x.value[i + k] - mean);
            crossed += (x.value[i] > middle) != (x.value[i + k] > middle);
        }
        cr_expect_float_eq(rho[k], product / power / (double)(100 - k), 1e-12);
        cr_expect_float_eq(share[k], crossed / (double)(100 - k), 1e-12);
    }
    phw_coherence_sums_free(&s);
    phw_features_free(&x);
}

/* The block's own values do not matter when it is left out, but for mean and deviation
 * of the whole, which a change of signs within pairs of the block keeps. */
Test(coherence_sums, a_block_left_out_does_not_count)
{
    phw_features x = noise(160, 1);
    phw_coherence_sums s = {0};
    phw_coherence_sums t = {0};
    double before[3];
    double after[3];
    cr_assert_eq(phw_coherence_sums_make(&s, &x, 160, 1, 2), PHW_OK);
    phw_coherence_sums_correlation(before, &s, 7);
    for (size_t i = 142; i + 1 < 160; i += 2) {
        const double keep = x.value[i];
        x.value[i] = x.value[i + 1];
        x.value[i + 1] = keep;
    }
    cr_assert_eq(phw_coherence_sums_make(&t, &x, 160, 1, 2), PHW_OK);
    phw_coherence_sums_correlation(after, &t, 7);
    for (size_t k = 0; k <= 2; ++k)
        cr_expect_float_eq(before[k], after[k], 1e-12);
    phw_coherence_sums_correlation(after, &t, PHW_COHERENCE_ALL);
    phw_coherence_sums_correlation(before, &s, PHW_COHERENCE_ALL);
    cr_expect_neq(before[1], after[1]);
    phw_coherence_sums_free(&s);
    phw_coherence_sums_free(&t);
    phw_features_free(&x);
}

Test(coherence_sums, constant_series_do_not_count_and_holes_are_refused)
{
    phw_features x = noise(64, 2);
    phw_coherence_sums s = {0};
    for (size_t i = 0; i < 64; ++i)
        x.value[i] = 1;
    cr_expect_eq(phw_coherence_sums_make(&s, &x, 64, 1, 4), PHW_ESHORT);
    cr_assert_eq(phw_coherence_sums_make(&s, &x, 64, 2, 4), PHW_OK);
    cr_expect_eq(s.pairs[0], 8);
    phw_coherence_sums_free(&s);
    x.value[70] = (double)NAN;
    cr_expect_eq(phw_coherence_sums_make(&s, &x, 64, 2, 4), PHW_EINPUT);
    cr_expect_eq(phw_coherence_sums_make(&s, &x, 64, 2, 64), PHW_EARG);
    cr_expect_null(s.product);
    phw_features_free(&x);
}
