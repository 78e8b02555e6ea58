#include "kgen/savitzky_golay.h"

#include <math.h>

#include <criterion/criterion.h>

/* Savitzky and Golay's table, as corrected by Steinier, Termonia and Deltour, Anal.
 * Chem. 44(11), 1972. */
Test(savitzky_golay, has_the_published_coefficients)
{
    static const struct {
        size_t window;
        double norm;
        double weight[11];
    } row[] = {
        {5, 35, {-3, 12, 17, 12, -3}},
        {7, 21, {-2, 3, 6, 7, 6, 3, -2}},
        {11, 429, {-36, 9, 44, 69, 84, 89, 84, 69, 44, 9, -36}},
    };

    for (size_t i = 0; i < 3; ++i) {
        for (size_t order = 2; order < 4; ++order) {
            double weight[11];
            cr_assert_eq(
                phw_savitzky_golay(weight, row[i].window, order, row[i].window / 2),
                PHW_OK);
            for (size_t k = 0; k < row[i].window; ++k)
                cr_expect_float_eq(weight[k], row[i].weight[k] / row[i].norm, 1e-12,
                                   "window %zu place %zu", row[i].window, k);
        }
    }
}

/* At any place of any window, what it was made for comes back: t^q of q <= order. */
Test(savitzky_golay, lays_a_polynomial_through_itself)
{
    static double weight[PHW_SAVITZKY_GOLAY_MAX];
    for (size_t window = 1; window < 60; window += 2) {
        for (size_t order = 0; order < 7 && order < window; ++order) {
            for (size_t at = 0; at < window; ++at) {
                cr_assert_eq(phw_savitzky_golay(weight, window, order, at), PHW_OK);
                double sum = 0;
                double power = 0;
                const double half = (double)(window / 2) + 0.5;
                for (size_t i = 0; i < window; ++i) {
                    sum += weight[i] * pow(((double)i - half) / half, (double)order);
                    power += weight[i] * weight[i];
                }
                cr_expect_float_eq(sum, pow(((double)at - half) / half, (double)order),
                                   1e-11, "%zu %zu %zu", window, order, at);
                /* The hat matrix is a projection: its diagonal is its row's norm. */
                cr_expect_float_eq(power, weight[at], 1e-11);
            }
        }
    }
}

Test(savitzky_golay, refuses_what_is_no_window)
{
    static double weight[PHW_SAVITZKY_GOLAY_MAX + 2];
    cr_expect_eq(phw_savitzky_golay(weight, 4, 2, 1), PHW_EARG);
    cr_expect_eq(phw_savitzky_golay(weight, 5, 5, 1), PHW_EARG);
    cr_expect_eq(phw_savitzky_golay(weight, 5, 2, 5), PHW_EARG);
    cr_expect_eq(phw_savitzky_golay(weight, PHW_SAVITZKY_GOLAY_MAX + 2, 2, 5),
                 PHW_EARG);
}
