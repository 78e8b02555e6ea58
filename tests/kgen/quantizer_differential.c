#include "kgen/quantizer_differential.h"

#include "tests/kgen/pair.h"

/* epsilon, step, pairs: 0 apart, 1 sliding */
static void check(phw_params params, const double *x, size_t n, const char *keep,
                  const char *symbol)
{
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_differential.label(&s, x, n, 1, &params, true, NULL),
                 PHW_OK);
    for (size_t i = 0; i < n; ++i) {
        cr_expect_eq(s.keep[i], keep[i] == '1', "sample %zu", i);
        if (s.keep[i])
            cr_expect_eq(s.symbol[i], symbol[i] == '1', "sample %zu", i);
    }
    phw_symbols_free(&s);
}

Test(quantizer_differential, compares_a_sample_with_a_later_one)
{
    const double x[] = {1, 3, 2, 2, 5, 4, 7};
    check((phw_params){{0, 1, 0}}, x, 7, "1000100", "1...0..");
    check((phw_params){{0, 1, 1}}, x, 7, "1101110", "10.101.");
    check((phw_params){{1, 1, 1}}, x, 7, "1001010", "1..1.1.");
    check((phw_params){{0, 2, 0}}, x, 7, "1100100", "10..1..");
}

Test(quantizer_differential, needs_a_pair)
{
    const double x[] = {1, 2, 3};
    const phw_params params = {{0, 3, 0}};
    phw_symbols s = {0};
    cr_expect_eq(phw_quantizer_differential.label(&s, x, 3, 1, &params, true, NULL),
                 PHW_ESHORT);
}

/* A slow trend that both ends share tells a level quantizer everything and this one
 * little: the bits of a ramp with noise of a tenth of its step are all ones, and it is
 * for the estimators to see that; with noise of 100 steps they are fair
 * (5 sigma = 2.5 / sqrt(2000)). */
Test(quantizer_differential, takes_a_trend_away)
{
    enum {
        N = 4000
    };

    double *x = normals(N, 4);
    const phw_params params = {{0, 1, 0}};
    phw_symbols s = {0};
    for (size_t i = 0; i < N; ++i)
        x[i] = 100 * x[i] + (double)i;
    cr_assert_eq(phw_quantizer_differential.label(&s, x, N, 1, &params, true, NULL),
                 PHW_OK);
    double ones = 0;
    for (size_t i = 0; i < N; i += 2)
        ones += s.symbol[i];
    cr_expect_float_eq(ones / (N / 2.0), 0.5, 2.5 / sqrt(N / 2.0) + 0.003);
    phw_symbols_free(&s);
    free(x);
}
