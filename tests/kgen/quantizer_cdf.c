#include "kgen/quantizer_cdf.h"

#include "tests/kgen/pair.h"

/* bits, guard, ties */
static const phw_params plain = {{2, 0, 0}};
static const phw_params by_index = {{2, 0, 1}};

Test(quantizer_cdf, labels_quarters_in_gray_code)
{
    const double x[] = {0, 10, 20, 30, 40, 50, 60, 70};
    const uint8_t want[] = {0, 0, 1, 1, 3, 3, 2, 2};
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_cdf.label(&s, x, 8, 2, &plain, true, NULL), PHW_OK);
    cr_expect_arr_eq(s.symbol, want, 8);
    phw_symbols_free(&s);
}

Test(quantizer_cdf, fills_every_level_alike_when_ties_are_split)
{
    double *x = normals(1003, 4);
    for (size_t i = 0; i < 1003; ++i)
        x[i] = rint(2 * x[i]);
    for (unsigned n_bits = 1; n_bits <= 4; ++n_bits) {
        size_t count[16] = {0};
        phw_symbols s = {0};
        cr_assert_eq(
            phw_quantizer_cdf.label(&s, x, 1003, n_bits, &by_index, true, NULL),
            PHW_OK);
        for (size_t i = 0; i < s.n; ++i)
            ++count[s.symbol[i]];
        for (unsigned level = 0; level < 1U << n_bits; ++level)
            cr_expect_leq(fabs((double)count[level] - 1003.0 / (1U << n_bits)), 1);
        phw_symbols_free(&s);
    }
    free(x);
}

Test(quantizer_cdf, gives_equal_values_one_symbol_by_default)
{
    double *x = normals(1000, 4);
    for (size_t i = 0; i < 1000; ++i)
        x[i] = rint(2 * x[i]);
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_cdf.label(&s, x, 1000, 2, &plain, true, NULL), PHW_OK);
    for (size_t i = 1; i < 1000; ++i) {
        for (size_t j = 0; j < i; ++j) {
            if (x[i] == x[j])
                cr_assert_eq(s.symbol[i], s.symbol[j]);
        }
    }
    phw_symbols_free(&s);
    free(x);
}

/* Cells of 100 values; a quarter on either side of the three inner thresholds goes, so
 * the outer cells keep 75 and the inner ones 50. */
Test(quantizer_cdf, guard_drops_beside_inner_thresholds_only)
{
    double x[400];
    for (size_t i = 0; i < 400; ++i)
        x[i] = (double)i;
    const phw_params q = {{2, 0.25, 0}};
    cr_expect_eq(phw_quantizer_cdf.index_exchange(&q), PHW_EXCHANGE_BOTH);
    cr_expect_eq(phw_quantizer_cdf.index_exchange(&plain), PHW_EXCHANGE_NONE);
    phw_symbols s = {0};
    cr_assert_eq(phw_quantizer_cdf.label(&s, x, 400, 2, &q, false, NULL), PHW_OK);
    for (size_t i = 0; i < 400; ++i) {
        const bool near =
            (i >= 75 && i < 125) || (i >= 175 && i < 225) || (i >= 275 && i < 325);
        cr_expect_eq(s.keep[i], !near, "sample %zu", i);
    }
    phw_symbols_free(&s);
}

Test(quantizer_cdf, refuses_too_many_bits_and_too_few_values)
{
    const double x[] = {1, 2, 3};
    phw_symbols s = {0};
    cr_expect_eq(phw_quantizer_cdf.label(&s, x, 3, 5, &plain, true, NULL), PHW_EARG);
    cr_expect_eq(phw_quantizer_cdf.label(&s, x, 3, 0, &plain, true, NULL), PHW_EARG);
    cr_expect_eq(phw_quantizer_cdf.label(&s, x, 3, 2, &plain, true, NULL), PHW_ESHORT);
    cr_expect_null(s.symbol);
}

static double disagreement(const pair *p, unsigned n_bits)
{
    phw_symbols a = {0};
    phw_symbols b = {0};
    cr_assert_eq(phw_quantizer_cdf.label(&a, p->x, p->n, n_bits, &plain, true, NULL),
                 PHW_OK);
    cr_assert_eq(phw_quantizer_cdf.label(&b, p->y, p->n, n_bits, &plain, false, NULL),
                 PHW_OK);
    size_t wrong = 0;
    for (size_t i = 0; i < p->n; ++i)
        wrong += (size_t)__builtin_popcount(a.symbol[i] ^ b.symbol[i]);
    phw_symbols_free(&a);
    phw_symbols_free(&b);
    return (double)wrong / ((double)p->n * n_bits);
}

/* reference/keygen 3.5, bits 1 to 4. The share of a symbol's bits that are wrong lies
 * in [0, 1], so its variance is at most p (1 - p): 5 sqrt(p (1 - p) / N) over N
 * symbols. */
#define N_PAIRS 1000000

static void check_row(double rho, const double want[4], uint32_t trial)
{
    pair p = pair_normal(N_PAIRS, rho, trial);
    for (unsigned m = 1; m <= 4; ++m) {
        const double b = want[m - 1];
        const double got = disagreement(&p, m);
        cr_expect_float_eq(got, b, 5 * sqrt(b * (1 - b) / N_PAIRS) + 5e-7,
                           "rho %g, %u bits: %.6f, expected %.6f", rho, m, got, b);
    }
    pair_free(&p);
}

Test(quantizer_cdf, errs_as_the_gaussian_integrals_say_at_rho_0_5)
{
    check_row(0.5, (double[]){0.333333, 0.390065, 0.422118, 0.440523}, 30);
}

Test(quantizer_cdf, errs_as_the_gaussian_integrals_say_at_rho_0_9)
{
    check_row(0.9, (double[]){0.143566, 0.185560, 0.250588, 0.303545}, 31);
}

Test(quantizer_cdf, errs_as_the_gaussian_integrals_say_at_rho_0_99)
{
    check_row(0.99, (double[]){0.045053, 0.058400, 0.082961, 0.125909}, 32);
}
