#include "kgen/trust_told.h"

#include "kgen/trust.h"

#include "tests/kgen/pair.h"

enum {
    N = 1000
};

/* Bits that the follower finds told when its noise is w. */
static double told_of(const double *a, const double *w)
{
    const double rho = 0.85;
    double b[N];
    uint8_t level[N];
    uint8_t grade[N];
    uint8_t sign[N];
    for (int i = 0; i < N; ++i)
        b[i] = rho * a[i] + sqrt(1 - rho * rho) * w[i];
    phw_trust_levels(level, a, N);
    cr_assert_eq(phw_trust_grades(grade, level, b, N), PHW_OK);
    for (int i = 0; i < N; ++i)
        sign[i] = grade[i] == PHW_TRUST_HOPELESS ? PHW_TRUST_DROPPED : a[i] > 0;
    double bits = -1;
    cr_assert_eq(phw_trust_told(&bits, level, b, sign, N), PHW_OK);
    return bits;
}

/* Thirty-two lags of white noise are within the bound up to a noncentrality of about
 * 25, a fifth of which is public: the mean over ten draws is some bits, not dozens. */
Test(trust_told, white_noise_tells_a_few_bits_at_most)
{
    double sum = 0;
    for (uint32_t trial = 0; trial < 10; ++trial) {
        double *a = normals(N, 200 + 2 * trial);
        double *w = normals(N, 201 + 2 * trial);
        sum += told_of(a, w);
        free(a);
        free(w);
    }
    cr_expect_leq(sum / 10, 12, "%g bits", sum / 10);
}

/* Noise of correlation 0.5 from row to row: n sum r^2 is 333, four fifths of it of rows
 * that are dropped. */
Test(trust_told, noise_that_hangs_together_tells_dozens)
{
    double *a = normals(N, 230);
    double *w = normals(N, 231);
    const double white = told_of(a, w);
    for (int i = 1; i < N; ++i)
        w[i] = 0.5 * w[i - 1] + sqrt(0.75) * w[i];
    const double red = told_of(a, w);
    cr_expect_geq(red, white + 20, "%g, white %g", red, white);
    free(a);
    free(w);
}

Test(trust_told, nothing_kept_tells_nothing)
{
    double bits = -1;
    const uint8_t level[40] = {0};
    const double z[40] = {0};
    uint8_t sign[40];
    memset(sign, PHW_TRUST_DROPPED, sizeof sign);
    cr_assert_eq(phw_trust_told(&bits, level, z, sign, 40), PHW_OK);
    cr_expect_eq(bits, 0);
}
