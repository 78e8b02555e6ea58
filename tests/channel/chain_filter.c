#include "channel/chain_filter.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tests/channel/statistics.h"

static phw_rng address(uint32_t trial)
{
    return (phw_rng){
        .seed = 8, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 5), .trial = trial};
}

static phw_chain_filter draw(phw_chain_filter_config c, uint32_t trial)
{
    phw_chain_filter f;
    const phw_rng rng = address(trial);
    cr_assert_eq(phw_chain_filter_draw(&f, &c, &rng), PHW_OK, "%s",
                 phw_error_message());
    return f;
}

Test(chain_filter, a_zeroed_one_passes_samples)
{
    phw_chain_filter f = draw((phw_chain_filter_config){0}, 0);
    phw_cf x[3] = {1, CMPLXF(0, 2), -3};
    const phw_cf was[3] = {1, CMPLXF(0, 2), -3};
    phw_chain_filter_run(&f, x, 3);
    cr_expect_eq(memcmp(x, was, sizeof x), 0);
    cr_expect_eq(phw_chain_filter_gain(&f, 1e5, 1e6), 1.0F);
}

Test(chain_filter, gain_and_phase_are_those_asked_for)
{
    phw_chain_filter f =
        draw((phw_chain_filter_config){.gain_db = -6.0206, .phase_rad = M_PI / 2}, 0);
    phw_cf x[2] = {2, 0};
    phw_chain_filter_run(&f, x, 2);
    cr_expect_lt(cabsf(x[0] - CMPLXF(0, 1)), 1e-5F);
    cr_expect_eq(x[1], 0.0F);
}

/* A tone that has settled leaves with H(f). */
Test(chain_filter, a_tone_meets_the_response)
{
    enum {
        N = 64
    };

    const phw_chain_filter_config c = {
        .gain_db = 2, .phase_rad = -1, .ripple_db = -10, .n_taps = 9};
    for (int k = -5; k <= 5; ++k) {
        phw_chain_filter f = draw(c, 3);
        phw_cf x[N];
        for (int i = 0; i < N; ++i)
            x[i] = (phw_cf)phasor(k * i / 11.0);
        const double complex last = (double complex)x[N - 1];
        phw_chain_filter_run(&f, x, N);
        const double complex h =
            (double complex)phw_chain_filter_gain(&f, k * 1e6 / 11, 1e6);
        cr_expect_lt(cabs((double complex)x[N - 1] - h * last), 2e-6, "%d", k);
    }
}

Test(chain_filter, blocks_do_not_matter)
{
    enum {
        N = 1500
    };

    static phw_cf whole[N];
    static phw_cf parts[N];
    const phw_rng rng = address(9);
    phw_chain_filter f = draw((phw_chain_filter_config){.ripple_db = -20}, 1);
    cr_expect_eq(f.n, 4);
    phw_rng_normal_complex(whole, &rng, 1, 0, N);
    memcpy(parts, whole, sizeof whole);
    phw_chain_filter_run(&f, whole, N);
    phw_chain_filter_reset(&f);
    for (size_t at = 0, take = 1; at < N; at += take, take = take % 290 + 1) {
        take = take < N - at ? take : N - at;
        phw_chain_filter_run(&f, parts + at, take);
    }
    cr_expect_eq(memcmp(whole, parts, sizeof whole), 0);
}

/* The later samples' power is the mean of 3 exponentials: variance p^2 / 3. */
Test(chain_filter, ripple_has_the_power_asked_for)
{
    enum {
        RADIOS = 3000
    };

    double power = 0;
    double complex mean = 0;
    for (uint32_t radio = 0; radio < RADIOS; ++radio) {
        const phw_chain_filter f =
            draw((phw_chain_filter_config){.gain_db = 20, .ripple_db = -20}, radio);
        for (size_t i = 1; i < f.n; ++i) {
            power += phw_cf_power(f.tap[i]) / RADIOS;
            mean += (double complex)f.tap[i] / (3.0 * RADIOS);
        }
    }
    cr_expect_float_eq(power, 1, tolerance(1.0 / 3, RADIOS), "%g", power);
    cr_expect_lt(cabs(mean), tolerance(1.0 / 3, 3 * RADIOS));
}

Test(chain_filter, filters_beyond_their_range_are_refused)
{
    const phw_chain_filter_config bad[] = {{.gain_db = 61},
                                           {.gain_db = (double)NAN},
                                           {.phase_rad = 7},
                                           {.ripple_db = 1},
                                           {.ripple_db = -101},
                                           {.ripple_db = -20, .n_taps = 1},
                                           {.ripple_db = -20, .n_taps = 17}};
    phw_chain_filter f = {.n = 5};
    const phw_rng rng = address(0);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_chain_filter_draw(&f, &bad[i], &rng), PHW_EARG, "%zu", i);
    cr_expect_eq(f.n, 5);
}
