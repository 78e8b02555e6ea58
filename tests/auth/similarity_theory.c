#include "auth/similarity_theory.h"

#include <math.h>

#include <criterion/criterion.h>

/* All tables here are digits of the reference note, by SciPy; the tolerances are half
 * of the last digit given. */

Test(similarity_theory, thresholds_are_those_of_the_table)
{
    static const double alpha[] = {0.1, 0.05, 0.01, 1e-3, 1e-4};

    static const struct {
        double m;
        double want[5];
    } row[] = {
        {1, {4.605170, 5.991465, 9.210340, 13.815511, 18.420681}},
        {4, {13.361566, 15.507313, 20.090235, 26.124482, 31.827628}},
        {5, {15.987179, 18.307038, 23.209251, 29.588298, 35.564014}},
        {8, {23.541829, 26.296228, 31.999927, 39.252355, 45.924899}},
        {16, {42.584745, 46.194260, 53.485772, 62.487219, 70.571248}},
        {52, {122.857982, 128.803908, 140.459013, 154.314080, 166.357467}},
        {64, {148.885255, 155.404721, 168.133203, 183.186437, 196.211218}},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        for (size_t j = 0; j < 5; ++j)
            cr_expect_float_eq(phw_chisq_threshold(alpha[j], 2 * row[i].m),
                               row[i].want[j], 5.1e-7, "M %g", row[i].m);
    }
}

Test(similarity_theory, a_fixed_impostor_is_found_as_in_the_table)
{
    cr_expect_float_eq(
        phw_difference_detects_fixed(phw_chisq_threshold(0.01, 16), 8, 20), 0.619044,
        5.1e-7);
}

Test(similarity_theory, misses_at_a_distance_are_those_of_the_table)
{
    static const struct {
        double distance;
        double correlation;
        double
            miss[4]; /* M = 5 at 10 and 20 dB, M = 16 at 10 and 20 dB; 0: not given */
    } row[] = {
        {0.05, 0.975478, {9.5490e-01, 2.4869e-01, 9.0650e-01, 6.1844e-03}},
        {0.1, 0.903713, {7.0300e-01, 5.2709e-03, 2.9404e-01, 1.1672e-08}},
        {0.2, 0.642512, {1.1376e-01, 2.0133e-05, 3.8645e-04, 1.49e-16}},
        {0.25, 0.472001, {3.9970e-02, 3.2524e-06, 1.0488e-05, 0}},
        {0.3827, 0.000130, {4.5762e-03, 1.5175e-07, 7.3058e-09, 0}},
        {0.5, -0.304242, {1.6247e-03, 4.1560e-08, 2.3976e-10, 0}},
        {1.0, 0.220277, {1.1296e-02, 5.0526e-07, 1.4772e-07, 0}},
    };

    static const size_t tones[] = {5, 5, 16, 16};
    static const double snr[] = {10, 100, 10, 100};
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const double rho = phw_clarke_correlation(row[i].distance);
        cr_expect_float_eq(rho, row[i].correlation, 5.1e-7);
        for (size_t j = 0; j < 4; ++j) {
            const double k = phw_chisq_threshold(0.01, 2 * (double)tones[j]);
            const double miss = phw_difference_misses(k, tones[j], snr[j], rho);
            const double want = row[i].miss[j];
            if (want > 0)
                cr_expect_float_eq(miss / want, 1, want < 1e-15 ? 4e-3 : 6e-5,
                                   "%g, %zu: %g", row[i].distance, j, miss);
        }
    }
    const double k = phw_chisq_threshold(0.01, 20);
    cr_expect_float_eq(phw_difference_misses(k, 10, sqrt(10), 0), 0.017389, 5.1e-7);
}

Test(similarity_theory, correlation_errs_as_in_the_table)
{
    static const struct {
        size_t n;
        double snr_db, threshold, reject, accept;
    } row[] = {
        {4, 10, 0.5, 0.022220, 1.25e-1},    {8, 10, 0.5, 0.004079, 7.8125e-3},
        {8, 10, 0.7, 0.073491, 2.187e-4},   {16, 10, 0.5, 0.000147, 3.0518e-5},
        {16, 10, 0.7, 0.028948, 1.4349e-8}, {8, 5, 0.5, 0.237376, 7.8125e-3},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const double snr = pow(10, row[i].snr_db / 10);
        const double t = row[i].threshold;
        cr_expect_float_eq(phw_correlation_rejects_same(t, row[i].n, snr, 1),
                           row[i].reject, 5.1e-7, "row %zu", i);
        cr_expect_float_eq(phw_correlation_accepts_other(t, row[i].n) / row[i].accept,
                           1, 1e-4, "row %zu", i);
    }
}

/* 2F1(-l, 1 - n; 1; x) = sum_k C(l, k) C(n - 1, k) x^k, added up as it stands. */
static double direct(double t, size_t n, double snr, double step)
{
    const double g = step * snr / (1 + snr);
    const double g2 = g * g;
    const double below = 1 - g2 * t;
    double sum = 0;
    for (size_t l = 0; l + 2 <= n; ++l) {
        double term = 1;
        double f = 0;
        for (size_t k = 0; k <= l; ++k) {
            f += term;
            term *= (double)(l - k) * (double)(n - 1 - k) /
                    (double)((k + 1) * (k + 1)) * g2 * t;
        }
        sum += pow((1 - t) / below, (double)l) * f;
    }
    return t * pow((1 - g2) / below, (double)n) * sum;
}

Test(similarity_theory, the_recurrence_is_the_sum)
{
    static const size_t tones[] = {2, 3, 5, 8, 16, 40};
    for (size_t i = 0; i < sizeof tones / sizeof tones[0]; ++i) {
        for (double t = 0.05; t < 1; t += 0.1) {
            for (double step = 0.5; step <= 1; step += 0.25) {
                const double want = direct(t, tones[i], 10, step);
                cr_expect_float_eq(phw_correlation_rejects_same(t, tones[i], 10, step) /
                                       want,
                                   1, 1e-10, "n %zu, t %g, a %g", tones[i], t, step);
            }
        }
    }
}

/* Without anything in common one law is the other's rest. */
Test(similarity_theory, unrelated_channels_have_the_law_of_independent_ones)
{
    for (size_t n = 2; n < 200; n += 33)
        cr_expect_float_eq(phw_correlation_rejects_same(0.3, n, 0, 1),
                           1 - phw_correlation_accepts_other(0.3, n), 1e-12);
}

Test(similarity_theory, a_correlation_threshold_has_the_rate_asked_for)
{
    static const size_t tones[] = {2, 8, 52, 1000};
    for (size_t i = 0; i < 4; ++i) {
        for (double snr_db = 0; snr_db <= 40; snr_db += 20) {
            const double snr = pow(10, snr_db / 10);
            const double t = phw_correlation_threshold(0.01, tones[i], snr, 1);
            cr_expect(t > 0 && t < 1, "%g", t);
            cr_expect_float_eq(phw_correlation_rejects_same(t, tones[i], snr, 1), 0.01,
                               1e-9, "n %zu, %g dB", tones[i], snr_db);
        }
    }
    cr_expect_eq(phw_correlation_rejects_same(0, 8, 10, 1), 0);
    cr_expect_eq(phw_correlation_rejects_same(1, 8, 10, 1), 1);
}

Test(similarity_theory, a_channel_at_rest_moves_by_its_noise_alone)
{
    phw_moving_channel c = {.noise = 0.1, .power = 1, .step = 1};
    for (int predicted = 0; predicted < 2; ++predicted) {
        c.predicted = predicted != 0;
        cr_expect_float_eq(phw_moving_variance_same(&c), 0.2, 1e-15);
        cr_expect_float_eq(phw_moving_variance_other(&c, 0), 2.2, 1e-15);
    }
    /* The formulas as they are printed. */
    c.step = 0.9;
    c.predicted = false;
    cr_expect_float_eq(phw_moving_variance_same(&c), 0.2 + 2 * 0.1, 1e-15);
    c.predicted = true;
    cr_expect_float_eq(phw_moving_variance_same(&c), 0.1 * 1.81 + 0.19, 1e-15);
    /* At rest both forms of the miss agree. */
    cr_expect_float_eq(phw_moving_misses(23.2, 5, 2, 2 + 2 * 10 * 0.7),
                       phw_difference_misses(23.2, 5, 10, 0.3), 1e-15);
}

Test(similarity_theory, the_fixed_channel_s_threshold_is_its_law_s_quantile)
{
    for (size_t n = 2; n <= 64; n *= 2) {
        const double dof = 2 * (double)n - 2;
        const double t = phw_correlation_threshold_fixed(0.01, n, 100, dof);
        cr_expect_float_eq(phw_correlation_rejects_fixed(t, n, 100, dof), 0.01, 1e-10);
        cr_expect(t > 0 && t < 1);
    }
    cr_expect_eq(phw_correlation_threshold_fixed(0.01, 8, 0, 14), 0);
    cr_expect_eq(phw_correlation_rejects_fixed(0, 8, 10, 14), 0);
    cr_expect_eq(phw_correlation_rejects_fixed(1, 8, 10, 14), 1);
}
