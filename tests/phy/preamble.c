#include "phy/preamble.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "phy/ofdm.h"

static phw_preamble_config config_at(double rate_hz)
{
    return (phw_preamble_config){
        rate_hz, 20e6, 12, 100, 5, {3, PHW_RNG_PURPOSE(PHW_RNG_PAYLOAD, 0), 0}};
}

static phw_signal write(double rate_hz)
{
    phw_signal s = {0};
    const phw_preamble_config config = config_at(rate_hz);
    cr_assert_eq(phw_preamble_write(&s, &config), PHW_OK);
    return s;
}

static double mean_power(const phw_cf *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += (double)(crealf(x[i]) * crealf(x[i]) + cimagf(x[i]) * cimagf(x[i]));
    return sum / (double)n;
}

/* IEEE Std 802.11-2020, tables I-4 and I-6, to their three digits; there a transform is
 * scaled by 1/64, here to unit power. */
Test(preamble, training_is_the_annex_example)
{
    static const float annex_short[5][2] = {{0.046F, 0.046F},
                                            {-0.132F, 0.002F},
                                            {-0.013F, -0.079F},
                                            {0.143F, -0.013F},
                                            {0.092F, 0}};
    static const float annex_long[5][2] = {{0.156F, 0},
                                           {-0.005F, -0.120F},
                                           {0.040F, -0.111F},
                                           {0.097F, 0.083F},
                                           {0.021F, 0.028F}};
    const float scale = sqrtf(52) / 64;
    phw_signal s = write(20e6);
    for (size_t i = 0; i < 5; ++i) {
        const phw_cf a = s.sample[i] * scale;
        const phw_cf b = s.sample[PHW_OFDM_LONG_AT + i] * scale;
        cr_expect_float_eq(crealf(a), annex_short[i][0], 6e-4F, "short %zu", i);
        cr_expect_float_eq(cimagf(a), annex_short[i][1], 6e-4F, "short %zu", i);
        cr_expect_float_eq(crealf(b), annex_long[i][0], 6e-4F, "long %zu", i);
        cr_expect_float_eq(cimagf(b), annex_long[i][1], 6e-4F, "long %zu", i);
    }
    phw_signal_free(&s);
}

Test(preamble, fields_repeat_as_they_should)
{
    phw_signal s = write(20e6);
    cr_expect_eq(s.n, 800);
    cr_expect_eq(s.rate_hz, 20e6);
    for (size_t i = 16; i < 160; ++i)
        cr_expect(cabsf(s.sample[i] - s.sample[i - 16]) < 1e-5F, "sample %zu", i);
    for (size_t i = 224; i < 320; ++i)
        cr_expect(cabsf(s.sample[i] - s.sample[i - 64]) < 1e-5F, "sample %zu", i);
    for (size_t from = 320; from < s.n; from += 80)
        for (size_t i = from; i < from + 16; ++i)
            cr_expect(cabsf(s.sample[i] - s.sample[i + 64]) < 1e-5F, "sample %zu", i);
    phw_signal_free(&s);
}

Test(preamble, every_transform_has_unit_power)
{
    phw_signal s = write(20e6);
    cr_expect_float_eq(mean_power(s.sample, 160), 1, 1e-5);
    cr_expect_float_eq(mean_power(s.sample + 192, 128), 1, 1e-5);
    for (size_t body = 336; body < s.n; body += 80)
        cr_expect_float_eq(mean_power(s.sample + body, 64), 1, 1e-5, "at %zu", body);
    phw_signal_free(&s);
}

Test(preamble, higher_rates_pass_through_the_same_samples)
{
    phw_signal s = write(20e6);
    for (size_t factor = 2; factor <= 5; ++factor) {
        phw_signal fine = write(20e6 * (double)factor);
        cr_assert_eq(fine.n, s.n * factor);
        for (size_t i = 0; i < s.n; ++i)
            cr_assert(cabsf(fine.sample[i * factor] - s.sample[i]) < 1e-5F,
                      "factor %zu sample %zu", factor, i);
        phw_signal_free(&fine);
    }
    phw_signal_free(&s);
}

Test(preamble, payload_is_its_stream)
{
    phw_signal a = write(20e6);
    phw_preamble_config config = config_at(20e6);
    phw_signal b = {0};
    config.payload.trial = 1;
    cr_assert_eq(phw_preamble_write(&b, &config), PHW_OK);
    cr_expect_arr_eq(a.sample, b.sample, PHW_OFDM_DATA_AT * sizeof *a.sample);
    cr_expect(cabsf(a.sample[450] - b.sample[450]) > 1e-3F);
    phw_signal_free(&a);
    phw_signal_free(&b);
}

Test(preamble, what_can_not_be_sent_is_refused)
{
    phw_preamble_config bad[5];
    for (size_t i = 0; i < 5; ++i)
        bad[i] = config_at(20e6);
    bad[0].rate_hz = 30e6;
    bad[1].bandwidth_hz = 40e6;
    bad[2].rate_mbps = 7;
    bad[3].length = 4096;
    bad[4].n_payload_symbols = 1367;
    phw_signal s = {0};
    for (size_t i = 0; i < 5; ++i)
        cr_expect_eq(phw_preamble_write(&s, &bad[i]), PHW_EARG, "entry %zu", i);
    cr_expect_null(s.sample);
}
