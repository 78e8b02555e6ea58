#include "encrypt/uplink_leakage.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/uplink_theory.h"
#include "phy/line_error.h"

/* +-sqrt(S) in unit noise: n soft values and their bits. */
static void draw(uint8_t *bit, float *soft, size_t n, double snr, uint32_t trial)
{
    const phw_rng data = {
        .seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), .trial = trial};
    const phw_rng noise = {
        .seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), .trial = trial};
    phw_rng_normal(soft, &noise, 0, n);
    for (size_t i = 0; i < n; ++i) {
        bit[i] = phw_rng_below(&data, i, 2) != 0;
        soft[i] += (float)(bit[i] ? sqrt(snr) : -sqrt(snr));
    }
}

/* The variance of a plug-in estimate is that of the information density, below
 * I 2/ln 2 + 1/N: 5 sigma. Cells lose up to 1 % of the information at 64 of them. */
Test(uplink_leakage, measures_what_the_integral_says)
{
    enum {
        N = 200000
    };

    static uint8_t bit[N];
    static float soft[N];
    static const double snr[] = {1e-9, 0.002, 0.02, 0.2, 1, 4};
    for (uint32_t i = 0; i < 6; ++i) {
        phw_uplink_leakage leak;
        draw(bit, soft, N, snr[i], i);
        cr_assert_eq(phw_uplink_leakage_measure(&leak, bit, soft, N, 64), PHW_OK);
        const double want = phw_uplink_information_bpsk(snr[i]);
        const double error = phw_gaussian_tail(sqrt(snr[i]));
        const double sigma = sqrt((want * 2 / M_LN2 + leak.bias) / N);
        cr_expect_float_eq(leak.mutual_information, want, 5 * sigma + 0.01 * want,
                           "%g: %g, not %g", snr[i], leak.mutual_information, want);
        cr_expect_float_eq(leak.error_rate, error, 5 * sqrt(0.25 / N));
        cr_expect_float_eq(leak.min_entropy, -log2(1 - leak.error_rate), 1e-3);
        cr_expect_float_eq(leak.bias, 63 / (2.0 * N * M_LN2), 1e-12);
    }
}

/* A plug-in of independent values is chi-square of cells - 1 degrees over 2 N ln 2: its
 * mean is the bias told. */
Test(uplink_leakage, tells_the_bias_that_independent_values_show)
{
    enum {
        N = 2000,
        TRIALS = 400
    };

    static uint8_t bit[N];
    static float soft[N];
    double mean = 0;
    phw_uplink_leakage leak;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        draw(bit, soft, N, 0, trial);
        cr_assert_eq(phw_uplink_leakage_measure(&leak, bit, soft, N, 0), PHW_OK);
        mean += leak.plug_in / TRIALS;
    }
    cr_expect_eq(leak.n_cells, 16);
    const double sigma = leak.bias * sqrt(2.0 / 15 / TRIALS);
    cr_expect_float_eq(mean, leak.bias, 5 * sigma, "%g, not %g", mean, leak.bias);
}

Test(uplink_leakage, of_certain_values_is_one_bit_and_of_a_constant_none)
{
    uint8_t bit[1000];
    float soft[1000];
    for (size_t i = 0; i < 1000; ++i) {
        bit[i] = i % 2 == 0;
        soft[i] = bit[i] ? HUGE_VALF : -3;
    }
    phw_uplink_leakage leak;
    cr_assert_eq(phw_uplink_leakage_measure(&leak, bit, soft, 1000, 0), PHW_OK);
    cr_expect_eq(leak.n_errors, 0);
    cr_expect_float_eq(leak.plug_in, 1, 1e-12);
    cr_expect_eq(leak.min_entropy, 0);
    for (size_t i = 0; i < 1000; ++i)
        soft[i] = 7;
    cr_assert_eq(phw_uplink_leakage_measure(&leak, bit, soft, 1000, 0), PHW_OK);
    cr_expect_eq(leak.n_errors, 500);
    cr_expect_eq(leak.n_cells, 1);
    cr_expect_float_eq(leak.plug_in, 0, 1e-12);
    cr_expect_float_eq(leak.min_entropy, 1, 1e-12);
}

Test(uplink_leakage, refuses_what_it_cannot_measure)
{
    const uint8_t bit[4] = {0, 1, 0, 1};
    float soft[4] = {0, 1, 2, 3};
    phw_uplink_leakage leak;
    cr_expect_eq(phw_uplink_leakage_measure(&leak, bit, soft, 3, 0), PHW_ESHORT);
    cr_expect_eq(phw_uplink_leakage_measure(&leak, bit, soft, 4, 1), PHW_EARG);
    cr_expect_eq(phw_uplink_leakage_measure(&leak, bit, soft, 4, 257), PHW_EARG);
    cr_expect_eq(phw_uplink_leakage_measure(&leak, bit, soft, 4, 2), PHW_OK);
    soft[2] = (float)NAN;
    cr_expect_eq(phw_uplink_leakage_measure(&leak, bit, soft, 4, 2), PHW_EINPUT);
}
