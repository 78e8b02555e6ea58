#include "encrypt/cholesky.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    MOST = 40
};

/* B B^H + I of random B. */
static void hermitian(double complex *a, size_t n, uint32_t trial)
{
    static phw_cf b[MOST * MOST];
    const phw_rng rng = {
        .seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), .trial = trial};
    phw_rng_normal_complex(b, &rng, 1, 0, n * n);
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < n; ++k) {
            a[i * n + k] = i == k;
            for (size_t l = 0; l < n; ++l)
                a[i * n + k] +=
                    (double complex)b[i * n + l] * conj((double complex)b[k * n + l]);
        }
    }
}

Test(cholesky, solves)
{
    static const size_t sizes[] = {1, 2, 7, MOST};
    for (size_t t = 0; t < sizeof sizes / sizeof sizes[0]; ++t) {
        const size_t n = sizes[t];
        static double complex a[MOST * MOST];
        static double complex factor[MOST * MOST];
        double complex want[MOST];
        double complex x[MOST] = {0};
        hermitian(a, n, (uint32_t)t);
        memcpy(factor, a, sizeof a);
        for (size_t i = 0; i < n; ++i)
            want[i] = CMPLX((double)i, 1 - (double)i);
        for (size_t i = 0; i < n; ++i) {
            for (size_t k = 0; k < n; ++k)
                x[i] += a[i * n + k] * want[k];
        }
        cr_assert_eq(phw_cholesky_factor(factor, n, 1e-12), n);
        phw_cholesky_forward(x, factor, n);
        phw_cholesky_backward(x, factor, n);
        for (size_t i = 0; i < n; ++i)
            cr_expect_lt(cabs(x[i] - want[i]), 1e-9, "size %zu, %zu", n, i);
    }
}

Test(cholesky, names_the_column_that_is_a_sum_of_others)
{
    /* Column 2 is column 0 + column 1. */
    double complex a[9] = {2, 0, 0, CMPLX(0, 1), 3, 0, CMPLX(2, 1), CMPLX(3, -1), 5};
    cr_expect_eq(phw_cholesky_factor(a, 3, 1e-12), 2);
    double complex zero[1] = {0};
    cr_expect_eq(phw_cholesky_factor(zero, 1, 0), 0);
}
