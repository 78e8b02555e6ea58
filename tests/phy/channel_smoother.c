#include "phy/channel_smoother.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

static phw_channel_smoother *create(phw_wifi_carriers *c, bool ht)
{
    phw_channel_smoother *s = NULL;
    if (ht)
        phw_wifi_carriers_ht(c);
    else
        phw_wifi_carriers_legacy(c);
    cr_assert_eq(phw_channel_smoother_create(&s, c), PHW_OK);
    return s;
}

/* A channel as it is expected: a tap at each delay, and -30 dB on each carrier by
 * itself. */
static void draw(phw_cf *h, const phw_wifi_carriers *c, const phw_rng *rng)
{
    enum {
        N_TAPS = PHW_CHANNEL_DELAY_TO - PHW_CHANNEL_DELAY_FROM + 1
    };

    phw_cf tap[N_TAPS];
    phw_rng_normal_complex(tap, rng, 0.999 / N_TAPS, 0, N_TAPS);
    phw_rng_normal_complex(h, rng, 1e-3, N_TAPS, c->n_used);
    for (size_t i = 0; i < c->n_used; ++i)
        for (int k = 0; k < N_TAPS; ++k)
            h[i] += tap[k] *
                    (phw_cf)cexp(CMPLX(0, -2 * M_PI * c->carrier[i] *
                                              (k + PHW_CHANNEL_DELAY_FROM) / 64.0));
}

/* The closed form, with a mean over TRIALS frames whose errors have at least 29 free
 * dimensions of 52: 5 / sqrt(25 TRIALS). */
Test(channel_smoother, leaves_the_error_that_its_closed_form_says)
{
    enum {
        TRIALS = 1000
    };

    for (int i = 0; i < 6; ++i) {
        phw_wifi_carriers c;
        phw_channel_smoother *s = create(&c, i % 2);
        const double noise = pow(10, -(i / 2));
        double error = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf h[PHW_HT_N_USED];
            phw_cf seen[PHW_HT_N_USED];
            const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x74a), trial};
            draw(h, &c, &rng);
            phw_rng_normal_complex(seen, &rng, noise, 1000, c.n_used);
            for (size_t k = 0; k < c.n_used; ++k)
                seen[k] += h[k];
            phw_channel_smoother_run(s, seen, noise, 1);
            for (size_t k = 0; k < c.n_used; ++k)
                error += phw_cf_power(seen[k] - h[k]) / (TRIALS * (double)c.n_used);
        }
        const double expected = phw_channel_smoother_error(s, noise, 1);
        cr_expect_lt(expected, 0.7 * noise);
        cr_expect_float_eq(error, expected, expected * 5 / sqrt(25.0 * TRIALS),
                           "noise %g: %g, expected %g", noise, error, expected);
        phw_channel_smoother_destroy(s);
    }
}

Test(channel_smoother, without_noise_nothing_changes)
{
    phw_wifi_carriers c;
    phw_channel_smoother *s = create(&c, false);
    phw_cf h[PHW_HT_N_USED];
    phw_cf same[PHW_HT_N_USED];
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x74b), 0};
    phw_rng_normal_complex(h, &rng, 1, 0, c.n_used);
    const double pair[5][2] = {
        {0, 1}, {1e-4, 1}, {0.1, 0}, {0.1, -1}, {(double)NAN, 1}};
    for (size_t i = 0; i < 5; ++i) {
        for (size_t k = 0; k < c.n_used; ++k)
            same[k] = h[k];
        phw_channel_smoother_run(s, same, pair[i][0], pair[i][1]);
        for (size_t k = 0; k < c.n_used; ++k)
            cr_expect_eq(same[k], h[k]);
    }
    phw_channel_smoother_destroy(s);
}
