#include "phy/long_training.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "phy/ofdm.h"
#include "phy/preamble.h"

/* A frame whose long training starts `at` samples into the search. */
static void lay(phw_cf x[PHW_LONG_SEARCH], ptrdiff_t at, double offset, double noise,
                uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x705), trial};
    const phw_preamble_config config = {20e6, 20e6, 6, 100, 6, rng};
    phw_signal s = {0};
    cr_assert_eq(phw_preamble_write(&s, &config), PHW_OK);
    phw_rng_normal_complex(x, &rng, noise, 1000, PHW_LONG_SEARCH);
    for (ptrdiff_t i = 0; i < PHW_LONG_SEARCH; ++i) {
        const ptrdiff_t from = i - at + PHW_OFDM_LONG_AT;
        if (from >= 0 && from < (ptrdiff_t)s.n)
            x[i] +=
                s.sample[from] * (phw_cf)cexp(CMPLX(0, 2 * M_PI * offset * (double)i));
    }
    phw_signal_free(&s);
}

static phw_long_training *create(void)
{
    phw_long_training *t = NULL;
    cr_assert_eq(phw_long_training_create(&t), PHW_OK);
    return t;
}

/* All offsets of +-0.03 cycles a sample, known to half a transform's bin. */
Test(long_training, is_found_wherever_it_starts)
{
    phw_long_training *t = create();
    phw_cf x[PHW_LONG_SEARCH];
    for (ptrdiff_t at = 0; at < PHW_LONG_STARTS; ++at) {
        size_t found = 9999;
        const double offset = 0.03 * (double)(at % 21 - 10) / 10;
        lay(x, at, offset, 0.1, (uint32_t)at);
        cr_expect(phw_long_training_find(t, &found, x, offset + 0.0009), "at %td", at);
        cr_expect_eq(found, (size_t)at, "at %td found %zu", at, found);
    }
    phw_long_training_destroy(t);
}

Test(long_training, is_not_the_guard_interval_before_it)
{
    phw_long_training *t = create();
    phw_cf x[PHW_LONG_SEARCH];
    for (ptrdiff_t at = PHW_LONG_STARTS; at < PHW_LONG_STARTS + 64; ++at) {
        size_t found = 9999;
        lay(x, at, 0, 0.001, (uint32_t)at);
        cr_expect_not(phw_long_training_find(t, &found, x, 0), "at %td", at);
        cr_expect_eq(found, 9999);
    }
    phw_long_training_destroy(t);
}

Test(long_training, a_constant_hundred_times_as_strong_does_not_hide_it)
{
    phw_long_training *t = create();
    phw_cf x[PHW_LONG_SEARCH];
    size_t found = 9999;
    lay(x, 150, 0.002, 0.1, 7);
    for (size_t i = 0; i < PHW_LONG_SEARCH; ++i)
        x[i] += 10;
    cr_expect(phw_long_training_find(t, &found, x, 0.002));
    cr_expect_eq(found, 150);
    phw_long_training_destroy(t);
}

Test(long_training, noise_silence_and_payload_have_none)
{
    phw_long_training *t = create();
    phw_cf x[PHW_LONG_SEARCH];
    size_t found = 9999;
    memset(x, 0, sizeof x);
    cr_expect_not(phw_long_training_find(t, &found, x, 0));
    for (uint32_t trial = 0; trial < 2000; ++trial) {
        lay(x, trial % 2 ? -300 : 9999, 0.01, 0.1, trial);
        cr_expect_not(phw_long_training_find(t, &found, x, 0.01), "trial %u", trial);
    }
    cr_expect_eq(found, 9999);
    phw_long_training_destroy(t);
}
