#include "kgen/information_ksg.h"

#include "tests/kgen/rows_of.h"

static double measure(const phw_features *a, const phw_features *b, double rows)
{
    const phw_params params = {{3, rows, 1}};
    phw_information_figure f = {0};
    cr_assert_eq(phw_information_ksg.measure(&f, a, b, &params), PHW_OK);
    return f.bits;
}

/* reference/keygen 3.6, n = 2000, k = 3: -0.005 +- 0.024, 0.213 +- 0.027, 1.223 +-
 * 0.037, 2.849 +- 0.039 where the truth is 0, 0.2075, 1.198, 2.8255: the mean and
 * deviation measured there; one draw is within 5 deviations. */
Test(information_ksg, of_normals_is_what_the_reference_measured)
{
    static const struct {
        double rho, mean, deviation;
    } table[] = {{0, -0.005, 0.024},
                 {0.5, 0.213, 0.027},
                 {0.9, 1.223, 0.037},
                 {0.99, 2.849, 0.039}};

    for (uint32_t i = 0; i < 4; ++i) {
        phw_features x[2];
        rows_of_pair(x, pair_normal(2000, table[i].rho, 400 + i));
        cr_expect_float_eq(measure(&x[0], &x[1], 2000), table[i].mean,
                           5 * table[i].deviation, "rho %g", table[i].rho);
        phw_features_free(&x[0]);
        phw_features_free(&x[1]);
    }
}

/* Any monotone change of either end leaves it. */
Test(information_ksg, sees_what_is_not_linear)
{
    enum {
        N = 1000
    };

    double *z = normals(2 * N, 9);
    phw_features a = rows_of(z, N, 1);
    phw_features b = rows_of(z, N, 1);
    for (size_t i = 0; i < N; ++i)
        b.value[i] = z[i] * z[i] + 0.05 * z[N + i];
    cr_expect_gt(measure(&a, &b, N), 1.5);
    phw_features_free(&a);
    phw_features_free(&b);
    free(z);
}

/* Values on a grid of a fifth of the deviation: without dither every neighbour is at
 * distance 0 and the estimate is off by bits. Dither is noise of step^2 / 12 at either
 * end: rho = 0.9 / (1 + 0.04 / 12), hardly less. */
Test(information_ksg, dithers_equal_values)
{
    phw_features x[2];
    rows_of_pair(x, pair_normal(2000, 0.9, 402));
    for (size_t i = 0; i < 2000; ++i) {
        x[0].value[i] = round(5 * x[0].value[i]);
        x[1].value[i] = round(5 * x[1].value[i]);
    }
    const double rho = 0.9 / (1 + 0.04 / 6);
    cr_expect_float_eq(measure(&x[0], &x[1], 2000), -0.5 * log2(1 - rho * rho),
                       5 * 0.037 + 0.025);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}

Test(information_ksg, takes_vectors_and_spreads_the_rows_that_it_takes)
{
    enum {
        N = 3000
    };

    double *z = normals((size_t)4 * N, 11);
    phw_features a = rows_of(z, N, 2);
    phw_features b = rows_of(z + (size_t)2 * N, N, 2);
    for (size_t i = 0; i < (size_t)2 * N; ++i)
        b.value[i] = 0.8 * a.value[i] + 0.6 * b.value[i];
    const double truth = -log2(1 - 0.64);
    /* Two dimensions an end: some deviations and bias more than one. */
    cr_expect_float_eq(measure(&a, &b, N), truth, 0.2);
    cr_expect_float_eq(measure(&a, &b, 1000), truth, 0.3);
    phw_features_free(&a);
    phw_features_free(&b);
    free(z);
}

/* Both ends the same, k = 1: no other value is strictly nearer than the nearest, so it
 * is psi(5) - psi(1) = 1 + 1/2 + 1/3 + 1/4 nats. */
Test(information_ksg, counts_what_is_strictly_nearer)
{
    static const double value[] = {0, 1, 3, 7, 15};
    const phw_params params = {{1, 2000, 1}};
    phw_features x = rows_of(value, 5, 1);
    phw_information_figure f = {0};
    cr_assert_eq(phw_information_ksg.measure(&f, &x, &x, &params), PHW_OK);
    cr_expect_float_eq(f.bits, 25.0 / 12 / M_LN2, 1e-12);
    phw_features_free(&x);
}
