#include "kgen/portmanteau.h"

#include "tests/kgen/pair.h"

/* The first and the third by scipy.stats.ncx2. */
Test(portmanteau, noncentral_chi_square_has_known_values)
{
    cr_expect_float_eq(phw_portmanteau_below(32, 32, 0), 0.5333, 5e-4);
    /* One degree: P(|N + 2| <= 1) = Phi(-1) - Phi(-3). */
    cr_expect_float_eq(phw_portmanteau_below(1, 1, 4), 0.157305, 1e-5);
    /* Two degrees, q = delta = 2: 1 - Q1(sqrt 2, sqrt 2). */
    cr_expect_float_eq(phw_portmanteau_below(2, 2, 2), 0.345746, 1e-6);
    cr_expect_lt(phw_portmanteau_below(10, 32, 1000), 1e-9);
}

Test(portmanteau, bound_is_where_one_in_a_hundred_is_that_small)
{
    const double delta = phw_portmanteau_noncentrality(60, 32);
    cr_expect_float_eq(phw_portmanteau_below(60, 32, delta), 0.01, 1e-4);
    cr_expect_eq(phw_portmanteau_noncentrality(10, 32), 0);
    cr_expect(isinf(phw_portmanteau_noncentrality((double)NAN, 32)));
}

/* x_i = a x_(i-1) + w: n sum rho_j^2 = n a^2 / (1 - a^2). 100 series, each above with
 * probability 0.99: fewer than 94 has probability 5e-4, and the seed is fixed. */
Test(portmanteau, covers_a_first_order_process)
{
    enum {
        N = 1000
    };

    for (int trial = 0; trial < 2; ++trial) {
        const double a = 0.1 + 0.1 * trial;
        unsigned covered = 0;
        for (uint32_t s = 0; s < 100; ++s) {
            double *x = normals(N, 100 + s);
            for (size_t i = 1; i < N; ++i)
                x[i] += a * x[i - 1];
            covered += phw_portmanteau_bound(x, N) >= N * a * a / (1 - a * a);
            free(x);
        }
        cr_expect_geq(covered, 94, "%u of 100 at %g", covered, a);
    }
}

Test(portmanteau, nothing_to_go_by_is_no_bound)
{
    const double zeros[100] = {0};
    cr_expect(isinf(phw_portmanteau_bound(zeros, 100)));
    cr_expect(isinf(phw_portmanteau_bound(zeros, 15)));
}
