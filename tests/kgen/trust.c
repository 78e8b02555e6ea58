#include "kgen/trust.h"

#include "tests/kgen/pair.h"

enum {
    N = 4000
};

/* Unit normals of correlation rho. */
static void correlated(double *a, double *b, double rho, uint32_t stream)
{
    double *x = normals(N, stream);
    double *w = normals(N, stream + 1);
    for (int i = 0; i < N; ++i) {
        a[i] = x[i];
        b[i] = rho * x[i] + sqrt(1 - rho * rho) * w[i];
    }
    free(x);
    free(w);
}

Test(trust, levels_are_thirds_of_octaves)
{
    const double z[] = {0, 0.124, -0.126, 1.0001, -1.0001, 0.9999, 100, -1e300};
    const uint8_t expected[] = {0, 0, 0, 9, 9, 8, 15, 15};
    uint8_t level[8];
    phw_trust_levels(level, z, 8);
    for (int i = 0; i < 8; ++i)
        cr_expect_eq(level[i], expected[i], "%g: %u", z[i], level[i]);
    cr_expect_float_eq(phw_trust_magnitude(9), exp2(1.0 / 6), 1e-12);
}

Test(trust, rates_fall_by_a_constant_factor)
{
    cr_expect_eq(phw_trust_rate(0), 0.25);
    cr_expect_float_eq(phw_trust_rate(30), 0.25 * pow(0.85, 30), 1e-15);
}

/* The information of n magnitudes on rho is at least n / 4 for rho from 0.5: a standard
 * deviation of 2 / sqrt(n), with the window n / 2 0.045; the grid adds 0.02. */
Test(trust, correlation_is_found_from_magnitudes_alone)
{
    static double a[N];
    static double b[N];
    static double rho[N];
    uint8_t level[N];
    for (int i = 0; i < 3; ++i) {
        const double truth = 0.5 + 0.2 * i;
        correlated(a, b, truth, 40 + 2 * (uint32_t)i);
        phw_trust_levels(level, a, N);
        cr_assert_eq(phw_trust_fit(rho, level, b, N), PHW_OK);
        cr_expect_float_eq(rho[N - 1], truth, 5 * 0.045 * (1 - truth * truth) + 0.02,
                           "%g of %g", rho[N - 1], truth);
    }
}

/* Errors of all kept signs against the sum of their rates: 5 deviations, and a tenth
 * for the correlation that was estimated. */
Test(trust, rates_are_the_share_that_differs)
{
    static double a[N];
    static double b[N];
    uint8_t level[N];
    uint8_t grade[N];
    double expected = 0;
    double found = 0;
    double variance = 0;
    for (uint32_t trial = 0; trial < 5; ++trial) {
        correlated(a, b, 0.8, 60 + 2 * trial);
        phw_trust_levels(level, a, N);
        cr_assert_eq(phw_trust_grades(grade, level, b, N), PHW_OK);
        for (int i = 0; i < N; ++i) {
            if (grade[i] == PHW_TRUST_HOPELESS)
                continue;
            const double p = phw_trust_rate(grade[i]);
            expected += p;
            variance += p * (1 - p);
            found += (a[i] > 0) != (b[i] > 0);
        }
    }
    cr_expect_gt(expected, 100);
    cr_expect_float_eq(found, expected, 5 * sqrt(variance) + 0.1 * expected, "%g of %g",
                       found, expected);
}

Test(trust, what_is_said_is_blind_to_signs)
{
    static double a[N];
    static double b[N];
    uint8_t level[N];
    uint8_t grade[N];
    uint8_t other[N];
    correlated(a, b, 0.9, 80);
    phw_trust_levels(level, a, N);
    cr_assert_eq(phw_trust_grades(grade, level, b, N), PHW_OK);
    for (int i = 0; i < N; ++i) {
        a[i] *= i % 3 == 0 ? -1 : 1;
        b[i] *= i % 5 == 0 ? -1 : 1;
    }
    phw_trust_levels(other, a, N);
    cr_expect_eq(memcmp(level, other, N), 0);
    cr_assert_eq(phw_trust_grades(other, level, b, N), PHW_OK);
    cr_expect_eq(memcmp(grade, other, N), 0);
}

Test(trust, a_level_that_does_not_exist_is_the_peers_fault)
{
    const double z[3] = {1, 1, 1};
    const uint8_t level[3] = {3, PHW_TRUST_LEVELS, 3};
    uint8_t grade[3];
    cr_expect_eq(phw_trust_grades(grade, level, z, 3), PHW_EPEER);
}
