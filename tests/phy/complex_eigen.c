#include "phy/complex_eigen.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    MOST = 16
};

/* T diag(value) T^-1 with T a product of random eliminations, so that the eigenvalues
 * are known to rounding. */
static void make(double complex *m, double complex *value, size_t n, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x902), trial};
    phw_cf draw[MOST + 3 * MOST];
    phw_rng_normal_complex(draw, &rng, 1, 0, 4 * n);
    for (size_t i = 0; i < n * n; ++i)
        m[i] = 0;
    for (size_t i = 0; i < n; ++i) {
        value[i] = (double complex)draw[i];
        m[i * n + i] = value[i];
    }
    for (size_t r = 0; n > 1 && r < 3 * n; ++r) {
        const size_t a = phw_rng_below(&rng, 1000 + 2 * r, (uint32_t)n);
        const size_t b =
            (a + 1 + phw_rng_below(&rng, 1001 + 2 * r, (uint32_t)n - 1)) % n;
        const double complex c = 0.5 * (double complex)draw[n + r];
        for (size_t k = 0; k < n; ++k)
            m[a * n + k] += c * m[b * n + k];
        for (size_t k = 0; k < n; ++k)
            m[k * n + b] -= c * m[k * n + a];
    }
}

static void expect_all(const double complex *want, const double complex *found,
                       size_t n, double tolerance)
{
    for (size_t i = 0; i < n; ++i) {
        double nearest = HUGE_VAL;
        for (size_t k = 0; k < n; ++k)
            nearest = fmin(nearest, cabs(want[i] - found[k]));
        cr_expect_lt(nearest, tolerance, "%zu of %zu: %g", i, n, nearest);
    }
}

Test(complex_eigen, eigenvalues_of_random_matrices_are_found)
{
    for (uint32_t trial = 0; trial < 300; ++trial) {
        const size_t n = 1 + trial % MOST;
        double complex m[MOST * MOST];
        double complex want[MOST];
        double complex found[MOST];
        make(m, want, n, trial);
        cr_assert_eq(phw_complex_eigenvalues(found, m, n), PHW_OK);
        expect_all(want, found, n, 1e-6);
    }
}

Test(complex_eigen, a_rotation_of_places_has_the_roots_of_one)
{
    for (size_t n = 2; n <= MOST; ++n) {
        double complex m[MOST * MOST] = {0};
        double complex want[MOST];
        double complex found[MOST];
        for (size_t i = 0; i < n; ++i) {
            m[i * n + (i + 1) % n] = 1;
            want[i] = cexp(CMPLX(0, 2 * M_PI * (double)i / (double)n));
        }
        cr_assert_eq(phw_complex_eigenvalues(found, m, n), PHW_OK);
        expect_all(want, found, n, 1e-10);
    }
}

Test(complex_eigen, zero_and_one_have_theirs)
{
    double complex zero[9] = {0};
    double complex found[3] = {1, 1, 1};
    double complex m[1] = {CMPLX(2, -3)};
    cr_assert_eq(phw_complex_eigenvalues(found, zero, 3), PHW_OK);
    cr_expect(found[0] == 0 && found[1] == 0 && found[2] == 0);
    cr_assert_eq(phw_complex_eigenvalues(found, m, 1), PHW_OK);
    cr_expect(found[0] == CMPLX(2, -3));
    cr_expect_eq(phw_complex_eigenvalues(found, zero, PHW_COMPLEX_EIGEN_MAX + 1),
                 PHW_EARG);
}
