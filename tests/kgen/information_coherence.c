#include "kgen/information_coherence.h"

#include "tests/kgen/rows_of.h"

static phw_information_figure measure(const phw_features x[2], double segment)
{
    const phw_params params = {{segment}};
    phw_information_figure f = {0};
    cr_assert_eq(phw_information_coherence.measure(&f, &x[0], &x[1], &params), PHW_OK,
                 "%s", phw_error_message());
    return f;
}

/* reference/keygen 3.6: 0.480 bit an exchange indoors; 0.067 outdoors, where all but a
 * fraction of the correlation is the way driven. */
Test(information_coherence, of_the_recorded_pairs_is_the_references)
{
    phw_features x[2];
    rows_of_pair(x, pair_indoor());
    cr_expect_float_eq(measure(x, 0).bits, 0.480, 6e-4);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
    rows_of_pair(x, pair_outdoor());
    cr_expect_float_eq(measure(x, 256).bits, 0.067, 6e-4);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}

/* Series without memory: the same as by their correlation. An unclipped estimate has
 * the deviation of "gaussian"; clipping adds less than the floor. */
Test(information_coherence, of_series_without_memory_is_that_of_the_correlation)
{
    enum {
        N = 40000
    };

    for (uint32_t i = 0; i < 3; ++i) {
        const double rho = 0.5 + 0.2 * i;
        phw_features x[2];
        rows_of_pair(x, pair_normal(N, rho, 600 + i));
        const phw_information_figure f = measure(x, 256);
        const double sigma = rho / sqrt(N) / M_LN2;
        cr_expect_float_eq(f.bits, -0.5 * log2(1 - rho * rho), 5 * sigma + f.bias_bits,
                           "%g: %g", rho, f.bits);
        phw_features_free(&x[0]);
        phw_features_free(&x[1]);
    }
}

/* reference/keygen 3.6: its floor is 0.010 at 4000 and 0.024 at 2000 rows. 129
 * frequencies, neighbours of which share a third of their energy by Hann's window: some
 * 60 independent exponentials, clipped; 5 deviations of the mean are below 100 %. */
Test(information_coherence, of_independent_series_is_its_floor)
{
    static const size_t n[] = {4000, 2000};
    static const double floor_bits[] = {0.010, 0.024};
    for (uint32_t i = 0; i < 2; ++i) {
        phw_features x[2];
        rows_of_pair(x, pair_normal(n[i], 0, 610 + i));
        const phw_information_figure f = measure(x, 256);
        cr_expect_float_eq(f.bias_bits, floor_bits[i], 0.15 * floor_bits[i]);
        cr_expect_float_eq(f.bits, f.bias_bits, f.bias_bits);
        phw_features_free(&x[0]);
        phw_features_free(&x[1]);
    }
}

/* x_t = a x_{t-1} + e at both ends behind white noise of variance v: the rate is
 * -mean log2(1 - C(f)) / 2 with C = (S / (S + v))^2, and less than by the correlation,
 * 1 / (1 + v) of unit series. Trapezoid over 4096 frequencies. */
Test(information_coherence, charges_memory_along_time)
{
    enum {
        N = 60000,
        POINTS = 4096
    };

    const double a = 0.95;
    const double v = 0.05;
    double *z = normals(N, 620);
    double *noise = normals((size_t)2 * N, 621);
    for (size_t i = 1; i < N; ++i)
        z[i] = a * z[i - 1] + sqrt(1 - a * a) * z[i];
    double truth = 0;
    for (int k = 0; k < POINTS; ++k) {
        const double w = M_PI * (k + 0.5) / POINTS;
        const double s = (1 - a * a) / (1 + a * a - 2 * a * cos(w));
        const double c = s * s / (s + v) / (s + v);
        truth -= 0.5 * log2(1 - c) / POINTS;
    }
    phw_features x[2] = {rows_of(z, N, 1), rows_of(z, N, 1)};
    for (size_t i = 0; i < N; ++i) {
        x[0].value[i] += sqrt(v) * noise[i];
        x[1].value[i] += sqrt(v) * noise[N + i];
    }
    const phw_information_figure f = measure(x, 256);
    /* Deviation as of white series at most; and 1 % for leakage of Hann's window. */
    cr_expect_float_eq(f.bits, truth, 5 / sqrt(N) / M_LN2 + f.bias_bits + 0.01 * truth);
    cr_expect_lt(truth, -0.5 * log2(1 - 1 / (1 + v) / (1 + v)) - 0.3);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
    free(z);
    free(noise);
}

Test(information_coherence, takes_shorter_segments_of_short_series)
{
    phw_features x[2];
    const phw_params odd = {{63}};
    const phw_params longer = {{128}};
    phw_information_figure f = {.bits = 7};
    rows_of_pair(x, pair_normal(200, 0.9, 630));
    cr_expect_eq(phw_information_coherence.measure(&f, &x[0], &x[1], &odd), PHW_EARG);
    cr_expect_eq(phw_information_coherence.measure(&f, &x[0], &x[1], &longer),
                 PHW_ESHORT);
    cr_expect_eq(f.bits, 7);
    cr_expect_float_eq(measure(x, 0).bits, 1.198, 0.6);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}
