#include "kgen/doppler_fit.h"

#include <math.h>

#include <criterion/criterion.h>

Test(doppler_fit, exact_correlations_give_shift_and_signal_back)
{
    for (int squares = 0; squares < 2; ++squares) {
        for (int shape = 0; shape < PHW_N_DOPPLERS; ++shape) {
            for (int i = 0; i < 12; ++i) {
                const double turns = 0.001 * pow(1.6, i);
                double r[65] = {1};
                for (size_t k = 1; k < 65; ++k) {
                    r[k] = 0.8 * phw_doppler_correlation(shape, turns * (double)k);
                    r[k] = squares ? r[k] * r[k] : r[k];
                }
                phw_doppler_fit f = {0};
                cr_assert_eq(phw_doppler_fit_make(&f, shape, r, 64, squares != 0),
                             PHW_OK);
                cr_expect_float_eq(f.turns, turns, 1e-3 * turns, "%g turns: %g", turns,
                                   f.turns);
                cr_expect_float_eq(f.signal, 0.8, 1e-3);
                cr_expect_lt(f.misfit, 1e-4);
            }
        }
    }
}

Test(doppler_fit, white_readings_have_no_shift)
{
    const double white[9] = {1, -0.1, -0.05, -0.01, -0.1, -0.2, -0.01, -0.1, -0.1};
    phw_doppler_fit f = {.turns = 7};
    cr_expect_eq(phw_doppler_fit_make(&f, PHW_DOPPLER_JAKES, white, 8, false),
                 PHW_ESHORT);
    cr_expect_eq(phw_doppler_fit_make(&f, PHW_DOPPLER_JAKES, white, 1, false),
                 PHW_ESHORT);
    cr_expect_eq(f.turns, 7);
}
