#include "kgen/crosslag.h"

#include "tests/kgen/pair.h"

enum {
    N = 3000
};

/* Mean 0 and norm 1, as the correlation wants it. */
static void unit(double *x, size_t n)
{
    double mean = 0;
    double square = 0;
    for (size_t i = 0; i < n; ++i)
        mean += x[i] / (double)n;
    for (size_t i = 0; i < n; ++i)
        square += (x[i] - mean) * (x[i] - mean);
    for (size_t i = 0; i < n; ++i)
        x[i] = (x[i] - mean) / sqrt(square);
}

static phw_crosslag_peak best(double *a, double *b, size_t n)
{
    phw_crosslag *c = NULL;
    phw_cf *spectrum[2] = {0};
    double *series[2] = {a, b};
    cr_assert_eq(phw_crosslag_create(&c, n), PHW_OK);
    for (unsigned i = 0; i < 2; ++i) {
        unit(series[i], n);
        spectrum[i] = calloc(phw_crosslag_spectrum_size(c), sizeof(phw_cf));
        cr_assert_not_null(spectrum[i]);
        phw_crosslag_spectrum(c, spectrum[i], series[i], n);
    }
    const phw_crosslag_peak found = phw_crosslag_best(c, spectrum[0], spectrum[1]);
    free(spectrum[0]);
    free(spectrum[1]);
    phw_crosslag_destroy(c);
    return found;
}

/* A copy, upside down, is found at its lag either way; z is sqrt(overlap) but for the
 * norm of what hangs over, a few per cent. */
Test(crosslag, finds_a_copy_at_its_lag_either_way)
{
    static const ptrdiff_t lags[] = {1, -1, 2, 40, -333, 1500, -1500};
    double *z = normals(2 * N, 7);
    for (size_t i = 0; i < sizeof lags / sizeof *lags; ++i) {
        double a[N];
        double b[N];
        for (ptrdiff_t r = 0; r < N; ++r) {
            b[r] = -z[N / 2 + r];
            a[r] = z[N / 2 + r - lags[i]];
        }
        const phw_crosslag_peak found = best(a, b, N);
        const double overlap = N - fabs((double)lags[i]);
        cr_expect_eq(found.lag, lags[i], "%td, not %td", found.lag, lags[i]);
        cr_expect_float_eq(found.z, sqrt(overlap), 0.1 * sqrt(overlap));
    }
    free(z);
}

/* 300 pairs: one false alarm has probability 3e-4. */
Test(crosslag, finds_nothing_between_independent_series)
{
    for (uint32_t i = 0; i < 300; ++i) {
        double *a = normals(500, 1000 + 2 * i);
        double *b = normals(500, 1001 + 2 * i);
        cr_expect_lt(best(a, b, 500).z, phw_crosslag_threshold(500), "pair %u", i);
        free(a);
        free(b);
    }
}

/* The largest of n normals: a threshold that nothing reaches would pass the test above,
 * so it must lie where the tails say, 5.9 to 6.2 sigma for 500 lags. */
Test(crosslag, threshold_is_that_of_the_tails)
{
    cr_expect_float_eq(phw_crosslag_threshold(500), 5.997807, 1e-5);
}

Test(crosslag, refuses_lengths_out_of_range)
{
    phw_crosslag *c = NULL;
    cr_expect_eq(phw_crosslag_create(&c, 7), PHW_EARG);
    cr_expect_eq(phw_crosslag_create(&c, (1UL << 24) + 1), PHW_EARG);
    cr_expect_eq(phw_crosslag_create_all(&c, 2, 1UL << 26), PHW_EARG);
    cr_expect_eq(phw_crosslag_create_all(&c, SIZE_MAX, 2), PHW_EARG);
}

/* Values of a beside values of b, and the sum of their products. */
static size_t plain_sum(double *sum, const double *a, size_t n_a, const double *b,
                        size_t n_b, ptrdiff_t lag)
{
    size_t n = 0;
    *sum = 0;
    for (ptrdiff_t r = 0; r < (ptrdiff_t)n_b; ++r) {
        if (r + lag < 0 || r + lag >= (ptrdiff_t)n_a)
            continue;
        *sum += a[r + lag] * b[r];
        ++n;
    }
    return n;
}

/* Single precision: 1e-6 of the norms' product, sqrt(n_a n_b), at any lag. */
Test(crosslag, of_unequal_lengths_is_the_plain_sum_at_every_lag)
{
    static const size_t n[][2] = {{2, 3}, {5, 64}, {64, 5}, {63, 65}, {300, 100}};
    for (size_t i = 0; i < sizeof n / sizeof *n; ++i) {
        double *x[2];
        phw_cf *spectrum[2];
        phw_crosslag *c = NULL;
        cr_assert_eq(phw_crosslag_create_all(&c, n[i][0], n[i][1]), PHW_OK);
        for (unsigned s = 0; s < 2; ++s) {
            x[s] = normals(n[i][s], 40 + s);
            unit(x[s], n[i][s]);
            spectrum[s] = calloc(phw_crosslag_spectrum_size(c), sizeof(phw_cf));
            cr_assert_not_null(spectrum[s]);
            phw_crosslag_spectrum(c, spectrum[s], x[s], n[i][s]);
        }
        phw_crosslag_correlate(c, spectrum[0], spectrum[1]);
        const double norms = sqrt((double)n[i][0] * (double)n[i][1]);
        for (ptrdiff_t lag = 1 - (ptrdiff_t)n[i][1]; lag < (ptrdiff_t)n[i][0]; ++lag) {
            double sum = 0;
            const size_t pairs = plain_sum(&sum, x[0], n[i][0], x[1], n[i][1], lag);
            cr_assert_eq(phw_crosslag_overlap(c, lag), pairs);
            cr_expect_float_eq(phw_crosslag_z(c, lag, 4) * sqrt(4 * (double)pairs),
                               fabs(sum) * norms, 1e-6 * norms, "%zu, lag %td", i, lag);
        }
        cr_expect_eq(phw_crosslag_overlap(c, (ptrdiff_t)n[i][0]), 0);
        cr_expect_eq(phw_crosslag_overlap(c, -(ptrdiff_t)n[i][1]), 0);
        for (unsigned s = 0; s < 2; ++s) {
            free(x[s]);
            free(spectrum[s]);
        }
        phw_crosslag_destroy(c);
    }
}

/* The autocorrelations, lag by lag. */
Test(crosslag, inflation_is_the_plain_sum_of_both_memories)
{
    const size_t n = 100;
    double *x = normals(n, 50);
    for (size_t i = 1; i < n; ++i)
        x[i] += 0.9 * x[i - 1];
    unit(x, n);
    double expected = 0;
    for (ptrdiff_t lag = 1 - (ptrdiff_t)n; lag < (ptrdiff_t)n; ++lag) {
        double rho = 0;
        (void)plain_sum(&rho, x, n, x, n, lag);
        expected += rho * rho;
    }
    phw_crosslag *c = NULL;
    cr_assert_eq(phw_crosslag_create_all(&c, n, n), PHW_OK);
    phw_cf *spectrum = calloc(phw_crosslag_spectrum_size(c), sizeof *spectrum);
    cr_assert_not_null(spectrum);
    phw_crosslag_spectrum(c, spectrum, x, n);
    cr_expect_gt(expected, 2);
    cr_expect_float_eq(phw_crosslag_inflation(c, spectrum, spectrum), expected, 1e-4);
    free(spectrum);
    free(x);
    phw_crosslag_destroy(c);
}
