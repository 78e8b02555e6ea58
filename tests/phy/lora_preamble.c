#include "phy/lora_preamble.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "phy/lora_burst.h"

static phw_cf *x;

/* A burst from `start` on in noise whose power in the bandwidth is 1. */
static size_t make(const phw_lora_burst *b, double start, double snr_db, double cfo_hz,
                   uint32_t trial)
{
    const size_t n = (size_t)start + phw_lora_burst_length(b) * 5 / 4;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x950), trial};
    free(x);
    x = NULL;
    cr_assert_eq(phw_array_alloc(&x, n, sizeof *x), PHW_OK);
    phw_rng_normal_complex(x, &rng, b->rate_hz / b->bandwidth_hz, 0, n);
    const double gain = pow(10, snr_db / 20);
    cr_assert_eq(phw_lora_burst_add(x, n, start,
                                    CMPLXF((float)gain * 0.6F, (float)gain * 0.8F),
                                    cfo_hz, b),
                 PHW_OK);
    return n;
}

/* -5 dB and below; the offset's deviation by the turn over five symbols and the start's
 * are far below a tenth of a bin and of a chip, which is what is asked. */
Test(lora_preamble, factor_bandwidth_offset_and_start_are_told_below_the_noise)
{
    static const double multiples[] = {1, 2, 3, 8, 4.8};
    for (unsigned trial = 0; trial < 18; ++trial) {
        const unsigned sf = 7 + trial % 6;
        const double bandwidth_hz = 125e3 * (1U << trial / 6);
        const phw_lora_burst b = {.sf = sf,
                                  .bandwidth_hz = bandwidth_hz,
                                  .rate_hz = bandwidth_hz *
                                             multiples[trial % (sf > 10 ? 2 : 5)],
                                  .n_up = 8,
                                  .sync = 0x34};
        const double chip = b.rate_hz / bandwidth_hz;
        const double start = (700.37 + 41.3 * trial) * chip;
        const double bin_hz = bandwidth_hz / (1U << sf);
        const double cfo_hz = bandwidth_hz * (0.013 * trial - 0.11);
        const double snr_db = -5 - 2.0 * (sf - 7);
        const phw_lora_config config = {b.rate_hz, bandwidth_hz, sf};
        phw_lora_preambles l = {0};
        const size_t n = make(&b, start, snr_db, cfo_hz, trial);
        cr_assert_eq(phw_lora_find(&l, x, n, &config, 1), PHW_OK);
        cr_assert_eq(l.n, 1, "%u: %zu", trial, l.n);
        const phw_lora_preamble *p = l.preamble;
        cr_expect_eq(p->sf, sf);
        cr_expect_float_eq(p->bandwidth_hz, bandwidth_hz, 0);
        cr_expect_float_eq(p->start, start, 0.1 * chip, "%u: %g", trial,
                           (p->start - start) / chip);
        cr_expect_float_eq(p->cfo_hz, cfo_hz, 0.05 * bin_hz, "%u: %g", trial,
                           (p->cfo_hz - cfo_hz) / bin_hz);
        cr_expect_float_eq(p->snr_db, snr_db, 2, "%u: %g", trial, p->snr_db - snr_db);
        cr_expect_eq(p->n_up, 8, "%u: %u", trial, p->n_up);
        cr_expect_eq(p->sync, 0x34, "%u: %x", trial, p->sync);
        cr_expect_float_eq(p->end - p->start,
                           12.25 * (double)(1U << sf) * b.rate_hz / bandwidth_hz, 1);
        phw_lora_free(&l);
    }
}

/* The ratio to noise is told from five symbols: 5 N s of signal; above 10 dB to a
 * quarter of a dB. */
Test(lora_preamble, ratio_to_noise_and_amplitude_are_the_true_ones)
{
    static const double ratios[] = {-5, 0, 10, 20, 30};
    for (uint32_t i = 0; i < 5; ++i) {
        const phw_lora_burst b = {8, 125e3, 500e3, 10, 0x12};
        const phw_lora_config config = {500e3, 125e3, 8};
        phw_lora_preambles l = {0};
        const size_t n = make(&b, 3333.3, ratios[i], 1000, i + 50);
        cr_assert_eq(phw_lora_find(&l, x, n, &config, 1), PHW_OK);
        cr_assert_eq(l.n, 1);
        cr_expect_float_eq(l.preamble->snr_db, ratios[i], 1, "%g: %g", ratios[i],
                           l.preamble->snr_db);
        cr_expect_float_eq(l.preamble->amplitude, pow(10, ratios[i] / 20),
                           0.1 * pow(10, ratios[i] / 20) + 0.05, "%g: %g", ratios[i],
                           l.preamble->amplitude);
        cr_expect_eq(l.preamble->n_up, 10);
        cr_expect_eq(l.preamble->sync, 0x12);
        phw_lora_free(&l);
    }
}

/* Twice the bandwidth with sf + 2 has the same slope; the greater amplitude is right.
 */
Test(lora_preamble, chirps_of_the_same_slope_are_told_apart)
{
    static const phw_lora_burst bursts[] = {{7, 125e3, 1e6, 8, 0x12},
                                            {9, 250e3, 1e6, 8, 0x12}};
    for (uint32_t i = 0; i < 2; ++i) {
        phw_lora_preambles all = {0};
        const size_t n = make(&bursts[i], 5000, 10, 2000, i + 60);
        const phw_lora_config config[] = {
            {1e6, 125e3, 7}, {1e6, 125e3, 8}, {1e6, 250e3, 9}};
        cr_assert_eq(phw_lora_find(&all, x, n, config, 3), PHW_OK);
        cr_assert_eq(all.n, 1, "%zu", all.n);
        cr_expect_eq(all.preamble->sf, bursts[i].sf);
        cr_expect_float_eq(all.preamble->start, 5000, 1);
        phw_lora_preambles more = {0};
        cr_assert_eq(phw_lora_find(&more, x, n, config, 3), PHW_OK);
        cr_assert_eq(phw_lora_merge(&all, &more), PHW_OK);
        cr_expect_eq(all.n, 1);
        cr_expect_null(more.preamble);
        phw_lora_free(&all);
    }
}

/* A carrier keyed on and off, 20 dB above the noise: no chirp in any of the bins. */
Test(lora_preamble, pulses_are_no_preamble)
{
    const size_t n = 300000;
    phw_cf *keyed = NULL;
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x952), 1};
    cr_assert_eq(phw_array_alloc(&keyed, n, sizeof *keyed), PHW_OK);
    phw_rng_normal_complex(keyed, &rng, 1, 0, n);
    for (size_t i = 0; i < n; ++i) {
        const uint32_t half = phw_rng_below(&rng, 1000000 + i / 200, 2);
        const bool on = i / 10000 % 2 == 0 && (i / 100 % 2 == half);
        if (on)
            keyed[i] += (phw_cf)(10 * cexp(CMPLX(0, 0.075 * (double)i)));
    }
    for (unsigned sf = 7; sf <= 11; ++sf) {
        const phw_lora_config config[] = {{250e3, 125e3, sf}, {250e3, 250e3, sf}};
        phw_lora_preambles l = {0};
        cr_assert_eq(phw_lora_find(&l, keyed, n, config, 2), PHW_OK);
        cr_expect_eq(l.n, 0, "%u: %zu, %g dB", sf, l.n,
                     l.n > 0 ? l.preamble->snr_db : 0);
        phw_lora_free(&l);
    }
    free(keyed);
}

Test(lora_preamble, noise_and_nothing_have_none_and_bad_configs_are_refused)
{
    phw_lora_preambles l = {0};
    const phw_lora_config config = {250e3, 125e3, 7};
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x951), 1};
    cr_assert_eq(phw_array_alloc(&x, 100000, sizeof *x), PHW_OK);
    phw_rng_normal_complex(x, &rng, 1, 0, 100000);
    cr_assert_eq(phw_lora_find(&l, x, 100000, &config, 1), PHW_OK);
    cr_expect_eq(l.n, 0);
    for (size_t n = 0; n < 2000; n += 130) {
        cr_assert_eq(phw_lora_find(&l, x, n, &config, 1), PHW_OK);
        cr_expect_eq(l.n, 0);
    }
    static const phw_lora_config bad[] = {{250e3, 125e3, 13},
                                          {250e3, 125e3, 5},
                                          {100e3, 125e3, 7},
                                          {(double)NAN, 125e3, 7},
                                          {250e3, 0, 7}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_lora_find(&l, x, 1000, &bad[i], 1), PHW_EARG, "%zu", i);
}
