#include "kgen/correlation.h"

#include "tests/kgen/pair.h"

#define N 20000

/* Component 0 and 1 of correlation rho, 2 independent, 3 = 0 + 2. */
static phw_features draw(double rho)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 4), PHW_OK);
    pair p = pair_normal(N, rho, 90);
    double *z = normals(N, 200);
    for (size_t r = 0; r < N; ++r) {
        x.value[r] = p.x[r];
        x.value[N + r] = p.y[r];
        x.value[2 * N + r] = z[r];
        x.value[3 * N + r] = p.x[r] + z[r];
    }
    free(z);
    pair_free(&p);
    return x;
}

/* 1 - R^2 of N rows errs by 2 R (1 - R^2) / sqrt(N); the bound is 2.576 of them lower.
 */
Test(correlation, leaves_open_what_the_components_before_do_not_tell)
{
    phw_features x = draw(0.9);
    const size_t component[] = {0, 1, 2};
    double share[3];
    cr_assert_eq(phw_correlation_open(share, &x, component, 3), PHW_OK);
    const double sigma = 2 * 0.9 * 0.19 / sqrt(N);
    cr_expect_eq(share[0], 1);
    cr_expect_lt(share[1], 0.19 + 2.5 * sigma);
    cr_expect_gt(share[1], 0.19 - 8 * sigma);
    /* An independent one: R^2 below (2.576 + 5)^2 / N. */
    cr_expect_gt(share[2], 1 - 7.6 * 7.6 / N);
    phw_features_free(&x);
}

Test(correlation, of_copies_and_of_too_few_rows_leaves_nothing_open)
{
    phw_features x = draw(1);
    const size_t component[] = {0, 1};
    double share[2];
    cr_assert_eq(phw_correlation_open(share, &x, component, 2), PHW_OK);
    cr_expect_eq(share[1], 0);
    phw_features_free(&x);

    cr_assert_eq(phw_features_alloc(&x, 4, 3), PHW_OK);
    double *z = normals(12, 3);
    memcpy(x.value, z, 12 * sizeof *z);
    const size_t three[] = {0, 1, 2};
    double of_three[3];
    cr_assert_eq(phw_correlation_open(of_three, &x, three, 3), PHW_OK);
    cr_expect_eq(of_three[1], 0);
    cr_expect_eq(of_three[2], 0);
    free(z);
    phw_features_free(&x);
}

/* Two parts of constant modulus and uniform phase: neither is told by the other or its
 * square on a straight line, but its size is: the square of one's score leaves 0.30702
 * of the variance of the other's size's score open (least squares over 400000 phases).
 * The bound as in the first test, of the rows that are looked at. */
Test(correlation, sees_two_parts_of_constant_modulus)
{
    const size_t component[] = {0, 1};
    double share[2];
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 2), PHW_OK);
    double *z = normals(N, 77);
    for (size_t r = 0; r < N; ++r) {
        /* The normal's distribution function of a normal is uniform. */
        const double angle = M_PI * erfc(z[r] * M_SQRT1_2);
        x.value[r] = cos(angle);
        x.value[N + r] = sin(angle);
    }
    free(z);
    cr_assert_eq(phw_correlation_open(share, &x, component, 2), PHW_OK);
    const double sigma =
        2 * sqrt(1 - 0.30702) * 0.30702 / sqrt(PHW_CORRELATION_ROWS_MAX);
    cr_expect_lt(share[1], 0.30702 + 2.5 * sigma, "%g", share[1]);
    cr_expect_gt(share[1], 0.30702 - 8 * sigma, "%g", share[1]);
    phw_features_free(&x);
}

Test(correlation, refuses_components_that_are_constant_or_not_there)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, 10, 2), PHW_OK);
    x.value[3] = 1;
    const size_t constant[] = {0, 1};
    const size_t far[] = {0, 2};
    double share[2];
    cr_expect_eq(phw_correlation_open(share, &x, constant, 2), PHW_ESHORT);
    cr_expect_eq(phw_correlation_open(share, &x, far, 2), PHW_EARG);
    phw_features_free(&x);
}

/* Components that a quadratic function of those before fixes have no correlation with
 * them: 0 and 1 are independent normals, 2 = 0 squared, 3 = 0 times 1, 4 is
 * independent. Of normal scores, a monotone function of the components, the quadratic
 * leaves some open, but never half: the product of two normals has heavier tails than
 * its scores. */
Test(correlation, sees_components_that_squares_and_products_fix)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 5), PHW_OK);
    double *z = normals(3 * N, 300);
    for (size_t r = 0; r < N; ++r) {
        x.value[r] = z[r];
        x.value[N + r] = z[N + r];
        x.value[2 * N + r] = z[r] * z[r];
        x.value[3 * N + r] = z[r] * z[N + r];
        x.value[4 * N + r] = z[2 * N + r];
    }
    const size_t component[] = {0, 1, 2, 3, 4};
    double share[5];
    cr_assert_eq(phw_correlation_open(share, &x, component, 5), PHW_OK);
    cr_expect_gt(share[1], 1 - 7.6 * 7.6 / N);
    cr_expect_lt(share[2], 0.5, "square: %g", share[2]);
    cr_expect_lt(share[3], 0.5, "product: %g", share[3]);
    cr_expect_gt(share[4], 1 - 7.6 * 7.6 / N);
    free(z);
    phw_features_free(&x);
}

/* What amplitudes on several carriers see of two taps a, b: Re and Im of a* b, and how
 * strong both are. The three have no correlation, but |a* b|^2 is the product of the
 * two powers, whose logarithm is the third. Without squares its share is above 0.9. */
Test(correlation, sees_what_two_taps_leave_to_amplitudes)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 3), PHW_OK);
    double *z = normals(4 * N, 400);
    for (size_t r = 0; r < N; ++r) {
        const double *tap = z + 4 * r;
        const double power = tap[0] * tap[0] + tap[1] * tap[1];
        const double other = tap[2] * tap[2] + tap[3] * tap[3];
        const double in_phase = tap[0] * tap[2] + tap[1] * tap[3];
        const double quadrature = tap[0] * tap[3] - tap[1] * tap[2];
        x.value[r] = in_phase;
        x.value[N + r] = quadrature;
        x.value[2 * N + r] = log(power) + log(other);
    }
    const size_t component[] = {0, 1, 2};
    double share[3];
    cr_assert_eq(phw_correlation_open(share, &x, component, 3), PHW_OK);
    cr_expect_gt(share[1], 0.9);
    cr_expect_lt(share[2], 0.6, "%g", share[2]);
    free(z);
    phw_features_free(&x);
}

/* Component c sees what component 0 sees 2 c rows later: all but the first are known.
 */
Test(correlation, sees_components_that_run_behind_each_other)
{
    enum {
        COMPONENTS = 6
    };

    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, COMPONENTS), PHW_OK);
    double *z = normals(N + 2 * COMPONENTS, 500);
    double *noise = normals(N * COMPONENTS, 501);
    size_t component[COMPONENTS];
    double share[COMPONENTS];
    for (size_t c = 0; c < COMPONENTS; ++c) {
        component[c] = c;
        for (size_t r = 0; r < N; ++r)
            x.value[c * N + r] = z[r + 2 * c] + 0.1 * noise[c * N + r];
    }
    cr_assert_eq(phw_correlation_open(share, &x, component, COMPONENTS), PHW_OK);
    /* One look at a signal of power 1 in noise of 0.01 leaves 1 - 1 / 1.01^2 = 0.0197;
     * more looks leave less, never below the own noise's share of 0.0099. */
    for (size_t c = 1; c < COMPONENTS; ++c)
        cr_expect(share[c] > 0.0085 && share[c] < 0.021, "%zu: %g", c, share[c]);
    free(z);
    free(noise);
    phw_features_free(&x);
}
