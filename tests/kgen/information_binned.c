#include "kgen/information_binned.h"

#include "tests/kgen/rows_of.h"

static double measure(const phw_features x[2], double bins)
{
    const phw_params params = {{bins}};
    phw_information_figure f = {0};
    cr_assert_eq(phw_information_binned.measure(&f, &x[0], &x[1], &params), PHW_OK);
    return f.bits;
}

/* reference/keygen 3.5, "MI kept" of 1 and 2 bits. Delta method: the deviation is that
 * of the log likelihood ratio over sqrt(n), at most 1.5 bit here. */
Test(information_binned, is_what_quantizing_leaves)
{
    enum {
        N = 100000
    };

    static const double rho[] = {0.5, 0.9, 0.99};
    static const double one[] = {0.08170, 0.40650, 0.73500};
    static const double two[] = {0.15098, 0.77901, 1.41426};
    for (uint32_t i = 0; i < 3; ++i) {
        phw_features x[2];
        rows_of_pair(x, pair_normal(N, rho[i], 500 + i));
        const double sigma = 1.5 / sqrt(N);
        cr_expect_float_eq(measure(x, 2), one[i], 5 * sigma);
        cr_expect_float_eq(measure(x, 4), two[i], 5 * sigma);
        phw_features_free(&x[0]);
        phw_features_free(&x[1]);
    }
}

/* Plug-in estimates of independent values are too large by (b - 1)^2 / (2 n ln 2), 0.07
 * bit here; Miller and Madow's is 0 within 5 deviations, sqrt(2 (b - 1)^2) / (2 n ln 2)
 * and a tenth of the bias. */
Test(information_binned, has_the_bias_of_counting_taken_off)
{
    enum {
        N = 2000
    };

    phw_features x[2];
    rows_of_pair(x, pair_normal(N, 0, 520));
    const double unit = 1 / (2 * N * M_LN2);
    cr_expect_float_eq(measure(x, 14), 0, 5 * sqrt(2) * 13 * unit + 0.1 * 169 * unit);
    cr_expect_float_eq(measure(x, 0), 0, 5 * sqrt(2) * 13 * unit + 0.1 * 169 * unit);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}

Test(information_binned, of_a_series_with_itself_is_its_bins)
{
    phw_features x[2];
    rows_of_pair(x, pair_normal(4096, 0.5, 530));
    phw_features same[2] = {x[0], x[0]};
    /* 4 equal bins, and Miller and Madow's 3 / (2 n). */
    cr_expect_float_eq(measure(same, 4), 2 + 3 / (2 * 4096 * M_LN2), 1e-6);
    phw_features_free(&x[0]);
    phw_features_free(&x[1]);
}
