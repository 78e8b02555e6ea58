#include "phy/median.h"

#include "tests/phy/observed.h"

static int compare(const void *a, const void *b)
{
    const double *x = a;
    const double *y = b;
    return (*x > *y) - (*x < *y);
}

Test(median, is_what_sorting_finds)
{
    static const double share[] = {0, 0.25, 0.5, 0.75, 0.9, 1};
    for (size_t trial = 0; trial < 2000; ++trial) {
        double x[64];
        double sorted[64];
        const size_t n = 1 + trial % 64;
        for (size_t i = 0; i < n; ++i) {
            /* Every third draw has ties, every seventh is in order. */
            x[i] = observed_uniform(100, 64 * trial + i);
            if (trial % 3 == 0)
                x[i] = floor(4 * x[i]);
            if (trial % 7 == 0)
                x[i] = trial % 2 ? (double)i : -(double)i;
        }
        memcpy(sorted, x, sizeof x);
        qsort(sorted, n, sizeof *sorted, compare);
        for (size_t s = 0; s < 6; ++s) {
            const size_t rank = (size_t)(share[s] * (double)(n - 1) + 0.5);
            cr_assert_eq(phw_quantile(x, n, share[s]), sorted[rank], "n %zu, share %g",
                         n, share[s]);
        }
        qsort(x, n, sizeof *x, compare);
        cr_assert_arr_eq(x, sorted, n * sizeof *x, "the numbers are still all there");
    }
}

Test(median, of_intervals_is_the_upper_one)
{
    const double time_s[] = {0, 1, 3, 3, 13};
    double x = 0;
    cr_assert_eq(phw_median_interval(&x, time_s, 5), PHW_OK);
    cr_expect_eq(x, 2);
    cr_assert_eq(phw_median_interval(&x, time_s, 2), PHW_OK);
    cr_expect_eq(x, 1);
}
