#include "kgen/gaussianity.h"

#include "tests/kgen/pair.h"

enum {
    N = 1000
};

static double departure(const double *z, size_t n)
{
    double score = 0;
    cr_assert_eq(phw_gaussianity_departure(&score, z, n), PHW_OK, "%s",
                 phw_error_message());
    return score;
}

/* One of a hundred by the header: more than 7 of 200 has probability 1e-3, and the
 * seeds are fixed. Short ones are on the safe side of the tails. */
Test(gaussianity, normals_are_seldom_refuted)
{
    for (size_t n = 100; n <= N; n += 900) {
        unsigned refuted = 0;
        for (uint32_t s = 0; s < 200; ++s) {
            double *z = normals(n, 700 + s);
            refuted += departure(z, n) > PHW_GAUSSIANITY_MOST;
            free(z);
        }
        cr_expect_leq(refuted, 7, "%u of 200, n %zu", refuted, n);
    }
}

/* What a mean over few values takes off logarithms would add up. */
Test(gaussianity, long_series_are_held_to_the_same)
{
    enum {
        LONG = 100000
    };

    double *z = normals(LONG, 9);
    cr_expect_lt(departure(z, LONG), PHW_GAUSSIANITY_MOST);
    free(z);
}

/* White on the average over all values, and less than 3 in kurtosis. */
Test(gaussianity, sees_a_chirp)
{
    double z[N];
    for (int k = 0; k < N; ++k)
        z[k] = M_SQRT2 * cos(M_PI * k * k / (2.2 * N));
    cr_expect_gt(departure(z, N), 50);
}

/* Magnitudes of 1, and 5 for `large` values at random places, signs at random: the
 * kurtosis is known. */
Test(gaussianity, sees_lines_by_the_kurtosis)
{
    double *z = normals(N, 3);
    double *where = normals(N, 4);
    double large = 0;
    for (size_t k = 0; k < N; ++k) {
        const bool line = where[k] > 1.6449;
        z[k] = copysign(line ? 5 : 1, z[k]);
        large += line;
    }
    const double square = 1 + 24 * large / N;
    const double fourth = 1 + 624 * large / N;
    cr_expect_float_eq(departure(z, N),
                       (fourth / (square * square) - 3) / sqrt(24.0 / N), 1e-9);
    free(where);
    free(z);
}

/* A third of the values is smaller: about the mean of all, their logarithms would hang
 * together by more than the threshold. Cut off at 2, so that lines have no say. */
Test(gaussianity, an_edge_of_the_spectrum_is_no_memory)
{
    enum {
        LONG = 4000
    };

    double *z = normals(LONG, 6);
    for (size_t k = 0; k < LONG; ++k)
        z[k] = fmax(-2, fmin(z[k], 2)) * (k / (LONG / 3) == 1 ? 0.6 : 1);
    cr_expect_lt(departure(z, LONG), PHW_GAUSSIANITY_MOST);
    free(z);
}

/* Signs are independent, magnitudes come in runs of ten. */
Test(gaussianity, sees_magnitudes_that_hang_together)
{
    double *z = normals(N, 5);
    for (size_t k = 0; k < N; ++k)
        z[k] = copysign(k / 10 % 2 == 0 ? 1.3 : 0.5, z[k]);
    cr_expect_gt(departure(z, N), 50);
    free(z);
}

/* z_k + 0.3 z_(k - 200) of signs: an autocorrelation of 0.3 / 1.09 of 800 products, 8
 * deviations, where 4.3 are one in a hundred. */
Test(gaussianity, sees_memory_over_far_lags)
{
    double *w = normals(N, 7);
    double z[N];
    for (size_t k = 0; k < N; ++k)
        z[k] = copysign(1, w[k]) + (k < 200 ? 0 : 0.3 * copysign(1, w[k - 200]));
    const double score = departure(z, N);
    cr_expect_gt(score, PHW_GAUSSIANITY_MOST);
    cr_expect_lt(score, 3 * PHW_GAUSSIANITY_MOST);
    free(w);
}

Test(gaussianity, nothing_to_go_by_refutes)
{
    const double zeros[64] = {0};
    double score = 7;
    cr_expect(isinf(departure(zeros, 64)));
    cr_expect_eq(phw_gaussianity_departure(&score, zeros, 31), PHW_ESHORT);
    cr_expect_eq(score, 7);
}
