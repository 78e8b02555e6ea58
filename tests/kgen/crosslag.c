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

static phw_lag best(double *a, double *b, size_t n)
{
    phw_crosslag *c = NULL;
    phw_cf *spectrum[2] = {0};
    double *series[2] = {a, b};
    cr_assert_eq(phw_crosslag_create(&c, n), PHW_OK);
    for (unsigned i = 0; i < 2; ++i) {
        unit(series[i], n);
        spectrum[i] = calloc(phw_crosslag_spectrum_size(c), sizeof(phw_cf));
        cr_assert_not_null(spectrum[i]);
        phw_crosslag_spectrum(c, spectrum[i], series[i]);
    }
    const phw_lag found = phw_crosslag_best(c, spectrum[0], spectrum[1]);
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
        const phw_lag found = best(a, b, N);
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
}
