#include "phy/trace_correlation.h"

#include "tests/phy/observed.h"

/* n independent complex values, and others that hang together with them by rho. */
static void correlated(phw_trace *a, phw_trace *b, size_t n, double rho, uint32_t sub)
{
    const phw_rng rng = observed_stream(sub);
    cr_assert_eq(phw_trace_alloc(a, PHW_TRACE_CIR, n, 2), PHW_OK);
    cr_assert_eq(phw_trace_alloc(b, PHW_TRACE_CIR, n, 2), PHW_OK);
    phw_rng_normal_complex(a->cplx, &rng, 1, 0, 2 * n);
    phw_rng_normal_complex(b->cplx, &rng, 1, 2 * n, 2 * n);
    for (size_t i = 0; i < 2 * n; ++i)
        b->cplx[i] = CMPLXF(0, 1) * ((float)rho * a->cplx[i] +
                                     (float)sqrt(1 - rho * rho) * b->cplx[i]);
}

/* Of the envelopes of Gaussian values, r = rho^2: (pi / 4) (2F1(-1/2, -1/2; 1; r) - 1)
 * / (1 - pi / 4), by the hypergeometric function's series. */
static double envelopes(double r)
{
    double sum = 0;
    double term = 1;
    for (int k = 1; k < 200; ++k) {
        term *= (k - 1.5) / k * (k - 1.5) / k * r;
        sum += term;
    }
    return M_PI / 4 * sum / (1 - M_PI / 4);
}

/* Of n pairs the coherence has the standard error (1 - rho^2) / sqrt(2 n) per
 * coefficient, the envelopes' Pearson less than (1 - r^2) / sqrt(n) times 1.2; two
 * coefficients halve the variance. A jackknife of ten tells its error to 1 / sqrt(2 9).
 */
Test(trace_correlation, is_that_of_the_process_and_knows_its_error)
{
    enum {
        N = 20000
    };

    static const double rhos[] = {0, 0.5, 0.9};
    for (size_t i = 0; i < 3; ++i) {
        const double rho = rhos[i];
        phw_trace a = {0};
        phw_trace b = {0};
        phw_trace_correlation c;
        correlated(&a, &b, N, rho, 150 + (uint32_t)i);
        cr_assert_eq(phw_trace_correlate(&c, &a, &b), PHW_OK);
        const double error = (1 - rho * rho) / sqrt(2 * N) / sqrt(2);
        const double r = envelopes(rho * rho);
        cr_expect_float_eq(c.values.value, rho, 5 * error, "%g", c.values.value);
        cr_expect_float_eq(c.sizes.value, r, 1.2 * 5 * (1 - r * r) / sqrt(2 * N), "%g",
                           c.sizes.value);
        cr_expect_gt(c.values.error, error * (1 - 3 / sqrt(18)));
        cr_expect_lt(c.values.error, error * (1 + 5 / sqrt(18)));
        phw_trace_free(&a);
        phw_trace_free(&b);
    }
}

Test(trace_correlation, of_a_trace_with_itself_is_1_whatever_gain_and_phase)
{
    phw_trace a = {0};
    phw_trace b = {0};
    phw_trace_correlation c;
    correlated(&a, &b, 100, 1, 153);
    for (size_t i = 0; i < 200; ++i)
        b.cplx[i] *= 7;
    cr_assert_eq(phw_trace_correlate(&c, &a, &b), PHW_OK);
    cr_expect_float_eq(c.values.value, 1, 1e-6);
    cr_expect_float_eq(c.sizes.value, 1, 1e-6);
    cr_expect_lt(c.values.error, 1e-6);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

Test(trace_correlation, of_what_does_not_vary_is_none)
{
    phw_trace a = {0};
    phw_trace b = {0};
    phw_trace_correlation c;
    cr_assert_eq(phw_trace_alloc(&a, PHW_TRACE_POWER_DB, 20, 2), PHW_OK);
    cr_assert_eq(phw_trace_alloc(&b, PHW_TRACE_POWER_DB, 20, 2), PHW_OK);
    for (size_t p = 0; p < 20; ++p)
        a.real[2 * p] = b.real[2 * p] = (float)(p % 3);
    cr_assert_eq(phw_trace_correlate(&c, &a, &b), PHW_OK);
    cr_expect_float_eq(c.sizes.value, 1, 1e-9, "the other one counts alone");
    cr_expect(isnan(c.values.value));
    for (size_t p = 0; p < 20; ++p)
        a.real[2 * p] = 1e6F;
    cr_assert_eq(phw_trace_correlate(&c, &a, &b), PHW_OK);
    cr_expect(isnan(c.sizes.value));
    phw_trace_free(&a);
    cr_assert_eq(phw_trace_alloc(&a, PHW_TRACE_POWER_DB, 20, 1), PHW_OK);
    cr_expect_eq(phw_trace_correlate(&c, &a, &b), PHW_EINPUT);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* Of 50 pairs of traces of 60 probes with nothing in common but that both have a mean,
 * as cleaned phases have. The mean of the 50 has the standard error 1 / sqrt(2 60) /
 * sqrt(2 50) of two coefficients. */
Test(trace_correlation, is_none_of_traces_that_only_stand_still_alike)
{
    double sum = 0;
    for (uint32_t i = 0; i < 50; ++i) {
        phw_trace a = {0};
        phw_trace b = {0};
        phw_trace_correlation c;
        correlated(&a, &b, 60, 0, 160 + i);
        for (size_t j = 0; j < 120; ++j) {
            a.cplx[j] += 3;
            b.cplx[j] += CMPLXF(1, 2);
        }
        cr_assert_eq(phw_trace_correlate(&c, &a, &b), PHW_OK);
        sum += c.values.value / 50;
        phw_trace_free(&a);
        phw_trace_free(&b);
    }
    cr_expect_lt(fabs(sum), 5 / sqrt(120) / sqrt(100), "%g", sum);
}
