#include "kgen/secret_capacity.h"

#include "kgen/information_gaussian.h"

#include "tests/kgen/rows_of.h"

/* reference/keygen 3.6: complex values, rho_ae = rho_be. */
Test(secret_capacity, has_the_references_bounds)
{
    static const struct {
        double ab, e, lower, upper;
    } table[] = {{0.95, 0.3, 3.2224, 3.2261},
                 {0.95, 0.5, 2.9434, 2.9558},
                 {0.95, 0.8, 1.8845, 1.9518},
                 {0.95, 0.9, 0.9625, 1.1295},
                 {0.99, 0.9, 3.2552, 3.2864}};

    for (size_t i = 0; i < sizeof table / sizeof table[0]; ++i) {
        const double ab[2] = {table[i].ab, 0};
        const double e[2] = {table[i].e, 0};
        phw_secret_capacity c = {0};
        phw_secret_capacity real = {0};
        cr_assert_eq(phw_secret_capacity_of(&c, ab, e, e, true), PHW_OK);
        cr_expect_float_eq(c.lower_bits, table[i].lower, 5.1e-5, "%g", c.lower_bits);
        cr_expect_float_eq(c.upper_bits, table[i].upper, 5.1e-5, "%g", c.upper_bits);
        cr_assert_eq(phw_secret_capacity_of(&real, ab, e, e, false), PHW_OK);
        cr_expect_float_eq(real.lower_bits, c.lower_bits / 2, 1e-12);
        cr_expect_float_eq(real.upper_bits, c.upper_bits / 2, 1e-12);
    }
}

/* A phase that is turned at one party alone tells nobody anything. */
Test(secret_capacity, does_not_depend_on_any_partys_phase)
{
    const double ab[2] = {0.9, 0};
    const double ae[2] = {0.6, 0};
    const double be[2] = {0.5, 0};
    phw_secret_capacity plain = {0};
    cr_assert_eq(phw_secret_capacity_of(&plain, ab, ae, be, true), PHW_OK);
    for (double turn = 0.3; turn < 6; turn += 0.7) {
        /* Bob's: rho_ab = E[a conj(b)] and rho_be turn against each other. */
        const double turned_ab[2] = {0.9 * cos(turn), 0.9 * sin(turn)};
        const double turned_be[2] = {0.5 * cos(turn), -0.5 * sin(turn)};
        phw_secret_capacity c = {0};
        cr_assert_eq(phw_secret_capacity_of(&c, turned_ab, ae, turned_be, true),
                     PHW_OK);
        cr_expect_float_eq(c.conditional_bits, plain.conditional_bits, 1e-12);
    }
}

Test(secret_capacity, is_nothing_where_eve_has_it_all)
{
    const double ab[2] = {0.5, 0};
    const double e[2] = {0.70710678, 0}; /* A and B share what E knows and no more */
    phw_secret_capacity c = {0};
    cr_assert_eq(phw_secret_capacity_of(&c, ab, e, e, false), PHW_OK);
    cr_expect_eq(c.lower_bits, 0);
    cr_expect_lt(c.upper_bits, 1e-6);
}

Test(secret_capacity, refuses_correlations_that_contradict_each_other)
{
    const double high[2] = {0.9, 0};
    const double minus[2] = {-0.9, 0};
    const double one[2] = {1, 0};
    phw_secret_capacity c = {.ab_bits = 7};
    cr_expect_eq(phw_secret_capacity_of(&c, high, high, minus, false), PHW_EARG);
    cr_expect_eq(phw_secret_capacity_of(&c, one, high, high, false), PHW_EARG);
    cr_expect_eq(c.ab_bits, 7);
}

/* Drawn: e, a = r e + ..., b so that rho_ab = 0.9; two independent components. Errors
 * of a term are rho / (sqrt(n) ln 2); sums of four terms, 5 sigma. */
Test(secret_capacity, of_drawn_vectors_is_that_of_their_correlations)
{
    enum {
        N = 20000
    };

    const double ab[2] = {0.9, 0};
    const double e[2] = {0.6, 0};
    phw_secret_capacity truth = {0};
    cr_assert_eq(phw_secret_capacity_of(&truth, ab, e, e, false), PHW_OK);
    phw_features x[3];
    for (size_t p = 0; p < 3; ++p)
        cr_assert_eq(phw_features_alloc(&x[p], N, 2), PHW_OK);
    double *z = normals((size_t)8 * N, 14);
    const double partial = (0.9 - 0.36) / 0.64;
    for (size_t i = 0; i < (size_t)2 * N; ++i) {
        const double shared = z[i];
        const double own = z[2 * N + i];
        x[2].value[i] = z[4 * N + i];
        x[0].value[i] = 0.6 * x[2].value[i] + 0.8 * shared;
        x[1].value[i] = 0.6 * x[2].value[i] +
                        0.8 * (partial * shared + sqrt(1 - partial * partial) * own);
    }
    phw_secret_capacity c = {0};
    cr_assert_eq(phw_secret_capacity_measure(&c, &x[0], &x[1], &x[2]), PHW_OK);
    const double sigma = sqrt(2.0 / N) / M_LN2;
    cr_expect_float_eq(c.ab_bits, 2 * truth.ab_bits, 5 * sigma);
    cr_expect_float_eq(c.ae_bits, 2 * truth.ae_bits, 5 * sigma);
    cr_expect_float_eq(c.conditional_bits, 2 * truth.conditional_bits, 10 * sigma);
    cr_expect_float_eq(c.lower_bits, 2 * truth.lower_bits, 10 * sigma);
    cr_expect_float_eq(c.bias_bits, 4 / (2 * N * M_LN2), 1e-12);

    /* Eve's copy of Alice leaves nothing. */
    cr_assert_eq(phw_secret_capacity_measure(&c, &x[0], &x[1], &x[0]), PHW_OK);
    cr_expect(c.lower_bits == 0 && c.upper_bits < 0.01, "%g", c.upper_bits);
    for (size_t i = 0; i < (size_t)2 * N; ++i)
        x[2].value[i] = x[0].value[i] + 1e-3 * z[6 * N + i];
    cr_assert_eq(phw_secret_capacity_measure(&c, &x[0], &x[1], &x[2]), PHW_OK);
    cr_expect_eq(c.lower_bits, 0);
    cr_expect_lt(c.upper_bits, 0.01);
    for (size_t p = 0; p < 3; ++p)
        phw_features_free(&x[p]);
    free(z);
}

/* Whichever way the public discussion goes: what Eve knows least of counts. */
Test(secret_capacity, at_least_takes_the_end_that_eve_knows_less_of)
{
    const double ab[2] = {0.95, 0};
    const double strong[2] = {0.8, 0};
    const double weak[2] = {0.7, 0};
    phw_secret_capacity c = {0};
    cr_assert_eq(phw_secret_capacity_of(&c, ab, strong, weak, true), PHW_OK);
    cr_expect_float_eq(c.lower_bits, -log2(1 - 0.9025) + log2(1 - 0.49), 1e-12);
    cr_assert_eq(phw_secret_capacity_of(&c, ab, weak, strong, true), PHW_OK);
    cr_expect_float_eq(c.lower_bits, -log2(1 - 0.9025) + log2(1 - 0.49), 1e-12);
}
