#include "kgen/predictor.h"

#include <criterion/criterion.h>

#include "pair.h"

static phw_features one(double *x, size_t n)
{
    return (phw_features){.value = x, .n_rows = n, .n_components = 1};
}

static double open_of(double *x, const phw_predictor_view *view, size_t n)
{
    const phw_features target = one(x, n);
    double share = -1;
    cr_assert_eq(phw_predictor_open(&share, &target, view, 1), PHW_OK, "%s",
                 phw_error_message());
    return share;
}

/* atanh of the bound is atanh(R) + 2.576 / sqrt(n / 2): a copy's memory estimate is
 * between 1 and 3 for white series, its own sampling error 5 / sqrt(n). */
Test(predictor, finds_the_correlation_of_a_pair)
{
    static const double rho[] = {0, 0.5, 0.9, 0.99};
    const size_t n = 6000;
    for (size_t k = 0; k < 4; ++k) {
        pair p = pair_normal(n, rho[k], (uint32_t)k);
        const phw_predictor_view view = {one(p.y, n), true};
        const double bound = sqrt(1 - open_of(p.x, &view, n));
        const double root = sqrt((double)n);
        cr_expect_leq(atanh(bound), atanh(rho[k]) + (2.576 * 1.8 + 5) / root, "%g %g",
                      rho[k], bound);
        cr_expect_geq(atanh(bound), atanh(rho[k]) + (2.576 * 0.95 - 5) / root, "%g %g",
                      rho[k], bound);
        pair_free(&p);
    }
}

Test(predictor, sees_through_copies_mirrors_and_monotone_functions)
{
    const size_t n = 1000;
    pair p = pair_normal(n, 0, 1);
    for (size_t k = 0; k < 3; ++k) {
        for (size_t i = 0; i < n; ++i)
            p.y[i] = k == 0 ? p.x[i] : k == 1 ? -3 * p.x[i] : exp(p.x[i]);
        const phw_predictor_view view = {one(p.y, n), true};
        cr_expect_lt(open_of(p.x, &view, n), 1e-9, "case %zu", k);
    }
    pair_free(&p);
}

/* The amplitude of a complex normal is a function of its parts, not a linear one; the
 * product of two normals has no correlation with either. */
Test(predictor, sees_squares_and_products)
{
    const size_t n = 6000;
    pair p = pair_normal(n, 0, 2);
    double *z = malloc(2 * n * sizeof *z);
    double *x = malloc(n * sizeof *x);
    memcpy(z, p.x, n * sizeof *z);
    memcpy(z + n, p.y, n * sizeof *z);
    const phw_predictor_view view = {{.value = z, .n_rows = n, .n_components = 2},
                                     true};
    for (size_t i = 0; i < n; ++i)
        x[i] = hypot(p.x[i], p.y[i]);
    cr_expect_lt(open_of(x, &view, n), 0.1);
    for (size_t i = 0; i < n; ++i)
        x[i] = p.x[i] * p.y[i];
    cr_expect_lt(open_of(x, &view, n), 0.5);
    free(z);
    free(x);
    pair_free(&p);
}

/* Each of 30 components knows 1/30 of the target: none shows alone what all do. */
Test(predictor, adds_up_many_weak_views)
{
    const size_t n = 4000;
    const size_t q = 30;
    double *z = normals(n * q, 9);
    double *x = calloc(n, sizeof *x);
    for (size_t c = 0; c < q; ++c) {
        for (size_t i = 0; i < n; ++i)
            x[i] += z[c * n + i];
    }
    const phw_predictor_view view = {{.value = z, .n_rows = n, .n_components = q},
                                     true};
    cr_expect_lt(open_of(x, &view, n), 0.02);
    free(z);
    free(x);
}

/* 30 unrelated components of 6000 rows: adjusted R^2 is about 0 +- sqrt(60) / 6000, so
 * R is below sqrt(5 * 0.0013) = 0.08, and its bound below 0.08 + 0.05. */
Test(predictor, gives_strangers_little)
{
    const size_t n = 6000;
    double *z = normals(n * 30, 4);
    double *x = normals(n, 5);
    const phw_predictor_view view = {{.value = z, .n_rows = n, .n_components = 30},
                                     true};
    const double r = sqrt(1 - open_of(x, &view, n));
    cr_expect_lt(r, 0.13, "%g", r);
    cr_expect_geq(r, 0.02, "%g", r);
    free(z);
    free(x);
}

Test(predictor, leaves_nothing_open_of_a_few_rows)
{
    pair p = pair_normal(8, 0, 6);
    const phw_predictor_view view = {one(p.y, 7), true};
    cr_expect_float_eq(open_of(p.x, &view, 7), 0, 0);
    const phw_features target = one(p.x, 8);
    double share = 0;
    p.y[3] = (double)NAN;
    const phw_predictor_view odd = {one(p.y, 8), true};
    cr_expect_eq(phw_predictor_open(&share, &target, &odd, 1), PHW_EINPUT);
    const phw_predictor_view other = {one(p.x, 7), true};
    cr_expect_eq(phw_predictor_open(&share, &target, &other, 1), PHW_EARG);
    pair_free(&p);
}
