#include "kgen/information_gaussian_vector.h"

#include "kgen/information_gaussian.h"

#include "tests/kgen/rows_of.h"

static phw_information_figure measure(const phw_features *a, const phw_features *b,
                                      double shrinkage)
{
    const phw_params params = {{shrinkage}};
    phw_information_figure f = {0};
    cr_assert_eq(phw_information_gaussian_vector.measure(&f, a, b, &params), PHW_OK,
                 "%s", phw_error_message());
    return f;
}

/* `d` components at each end, component c of both of correlation rho[c], all of one end
 * then mixed by x_c += 0.9 x_{c - 1}, which changes nothing of the information. */
static void mixed(phw_features x[2], const double *rho, size_t d, size_t n,
                  uint32_t trial)
{
    for (size_t end = 0; end < 2; ++end)
        cr_assert_eq(phw_features_alloc(&x[end], n, d), PHW_OK);
    for (size_t c = 0; c < d; ++c) {
        pair p = pair_normal(n, rho[c], trial + (uint32_t)c);
        memcpy(phw_features_series(&x[0], c), p.x, n * sizeof *p.x);
        memcpy(phw_features_series(&x[1], c), p.y, n * sizeof *p.y);
        pair_free(&p);
    }
    for (size_t end = 0; end < 2; ++end) {
        for (size_t i = n; i < n * d; ++i)
            x[end].value[i] += 0.9 * x[end].value[i - n];
    }
}

/* Each canonical correlation's term has the standard error rho / (sqrt(n) ln 2); the
 * bias is told. */
Test(information_gaussian_vector, counts_what_components_share_once)
{
    enum {
        N = 10000,
        D = 4
    };

    static const double rho[D] = {0.9, 0.7, 0.5, 0};
    double truth = 0;
    double variance = 0;
    for (size_t c = 0; c < D; ++c) {
        truth -= 0.5 * log2(1 - rho[c] * rho[c]);
        variance += rho[c] * rho[c] / N / M_LN2 / M_LN2;
    }
    phw_features x[2];
    mixed(x, rho, D, N, 300);
    const phw_information_figure f = measure(&x[0], &x[1], 0);
    cr_expect_float_eq(f.bits - f.bias_bits, truth, 5 * sqrt(variance), "%g, not %g",
                       f.bits, truth);
    phw_information_figure apart = {0};
    cr_assert_eq(phw_information_gaussian.measure(&apart, &x[0], &x[1], NULL), PHW_OK);
    cr_expect_gt(apart.bits, truth + 0.5, "the sum counts them again: %g", apart.bits);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}

/* reference/keygen 3.6: the bias of independent vectors is d^2 / (2 n ln 2). 2 n ln 2
 * times the estimate is about chi-square of d^2: mean d^2, variance 2 d^2; of 40 draws
 * the mean is within 5 sqrt(2 d^2 / 40), and 10 % for the terms of higher order in
 * d / n. */
Test(information_gaussian_vector, tells_its_bias)
{
    enum {
        N = 500,
        D = 8,
        DRAWS = 40
    };

    static const double rho[D] = {0};
    double sum = 0;
    for (uint32_t t = 0; t < DRAWS; ++t) {
        phw_features x[2];
        mixed(x, rho, D, N, 1000 + D * t);
        const phw_information_figure f = measure(&x[0], &x[1], 0);
        cr_expect_float_eq(f.bias_bits, D * D / (2 * N * M_LN2), 1e-12);
        sum += f.bits * 2 * N * M_LN2;
        cr_expect_eq(measure(&x[0], &x[1], -1).bits, f.bits);
        cr_expect_lt(measure(&x[0], &x[1], 0.1).bits, f.bits);
        phw_features_free(&x[0]);
        phw_features_free(&x[1]);
    }
    cr_expect_float_eq(sum / DRAWS, D * D, 5 * sqrt(2.0 * D * D / DRAWS) + 0.1 * D * D);
}

/* More components than rows: singular but for shrinkage. */
Test(information_gaussian_vector, needs_shrinkage_where_rows_are_few)
{
    double *z = normals(20 * 60, 5);
    phw_features a = rows_of(z, 20, 30);
    phw_features b = rows_of(z + 600, 20, 30);
    const phw_params none = {{0}};
    const phw_params best = {{-1}};
    phw_information_figure f = {.bits = 7};
    cr_expect_eq(phw_information_gaussian_vector.measure(&f, &a, &b, &none),
                 PHW_ESHORT);
    cr_expect_eq(f.bits, 7);
    cr_expect_eq(phw_information_gaussian_vector.measure(&f, &a, &b, &best), PHW_OK);
    cr_expect(isfinite(f.bits) && f.bits >= 0 && f.bits < f.bias_bits, "%g", f.bits);
    phw_features_free(&a);
    phw_features_free(&b);
    free(z);
}
