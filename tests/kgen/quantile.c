#include "kgen/quantile.h"

#include "kgen/series.h"

#include "tests/kgen/pair.h"

/* By sorting: the least value that stands at `position` or above. */
static double sought(const double *x, const size_t *stands, size_t n, size_t position)
{
    double least = HUGE_VAL;
    for (size_t i = 0; i < n; ++i) {
        if (stands[i] >= position && x[i] < least)
            least = x[i];
    }
    return least;
}

static void check_series(const double *x, size_t n, const char *what)
{
    size_t *stands = calloc(n, sizeof *stands);
    uint8_t *level = calloc(n, 1);
    cr_assert_eq(phw_series_positions(stands, x, n, false), PHW_OK);
    size_t position[PHW_QUANTILES_MAX];
    double threshold[PHW_QUANTILES_MAX];
    for (size_t k = 0; k < 37; ++k)
        position[k] = k * (2 * n + 2) / 36;
    cr_assert_eq(phw_quantiles(threshold, x, n, position, 37), PHW_OK);
    for (size_t k = 0; k < 37; ++k)
        cr_expect_eq(threshold[k], sought(x, stands, n, position[k]),
                     "%s: position %zu of %zu values", what, position[k], n);
    for (unsigned n_levels = 2; n_levels <= 64; n_levels += 3) {
        size_t wrong = 0;
        cr_assert_eq(phw_levels_rank(level, x, n, n_levels), PHW_OK);
        for (size_t i = 0; i < n; ++i)
            wrong += level[i] != stands[i] * n_levels / (2 * n);
        cr_expect_eq(wrong, 0, "%s: %u levels of %zu values", what, n_levels, n);
    }
    free(stands);
    free(level);
}

Test(quantile, levels_are_those_of_a_sort)
{
    static const size_t sizes[] = {2, 3, 7, 64, 1000, 5000};
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; ++s) {
        const size_t n = sizes[s];
        double *x = normals(n, (uint32_t)s);
        check_series(x, n, "normal");
        for (size_t i = 0; i < n; ++i)
            x[i] = rint(2 * x[i]);
        check_series(x, n, "whole");
        for (size_t i = 0; i < n; ++i)
            x[i] = exp(20 * x[i]);
        check_series(x, n, "wide");
        for (size_t i = 0; i < n; ++i)
            x[i] = i % 7 == 0 ? 1e308 : i % 5 == 0 ? -1e308 : 1e-310 * (double)i;
        check_series(x, n, "extreme");
        for (size_t i = 0; i < n; ++i)
            x[i] = i == n / 2;
        check_series(x, n, "all but one alike");
        for (size_t i = 0; i < n; ++i)
            x[i] = (double)i;
        check_series(x, n, "rising");
        free(x);
    }
}

Test(quantile, positions_beyond_all_have_no_value)
{
    const double x[] = {3, 1, 2};
    const size_t position[] = {0, 5, 6, 100};
    double threshold[4];
    cr_assert_eq(phw_quantiles(threshold, x, 3, position, 4), PHW_OK);
    cr_expect_eq(threshold[0], 1);
    cr_expect_eq(threshold[1], 3);
    cr_expect_eq(threshold[2], HUGE_VAL);
    cr_expect_eq(threshold[3], HUGE_VAL);
}
