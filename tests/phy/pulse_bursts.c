#include "phy/pulse_bursts.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N 20000

static phw_cf x[N];

static void noise(uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x940), trial};
    phw_rng_normal_complex(x, &rng, 1, 0, N);
}

static void raise(size_t from, size_t to, float amplitude)
{
    for (size_t i = from; i < to; ++i)
        x[i] += amplitude;
}

/* The mean of a tenth quantile's noise is told to 5 %; edges are where a power of 100
 * beside 1 leaves no doubt beyond a sample or two. */
Test(pulse_bursts, begin_and_end_where_the_power_does)
{
    phw_pulse_burst_list l = {0};
    noise(1);
    raise(3003, 4501, 10);
    raise(9000, 9100, 10);
    raise(9300, 9400, 10);
    cr_assert_eq(phw_pulse_bursts_find(&l, x, N, 400), PHW_OK);
    cr_assert_eq(l.n, 2, "%zu", l.n);
    cr_expect_float_eq((double)l.burst[0].from, 3003, 2, "%zu", l.burst[0].from);
    cr_expect_float_eq((double)l.burst[0].to, 4501, 2, "%zu", l.burst[0].to);
    cr_expect_float_eq((double)l.burst[1].from, 9000, 2);
    cr_expect_float_eq((double)l.burst[1].to, 9400, 2);
    cr_expect_float_eq(l.burst[0].noise, 1, 0.1, "%g", l.burst[0].noise);
    cr_expect_float_eq(l.burst[0].level, 101, 5, "%g", l.burst[0].level);
    phw_pulse_bursts_free(&l);
    cr_expect_null(l.burst);
    cr_assert_eq(phw_pulse_bursts_find(&l, x, N, 100), PHW_OK);
    cr_expect_eq(l.n, 3, "%zu", l.n);
    phw_pulse_bursts_free(&l);
}

Test(pulse_bursts, at_the_ends_and_of_one_block_are_found)
{
    phw_pulse_burst_list l = {0};
    noise(2);
    raise(0, 50, 10);
    raise(5000, 5016, 10);
    raise(N - 40, N, 10);
    cr_assert_eq(phw_pulse_bursts_find(&l, x, N, 100), PHW_OK);
    cr_assert_eq(l.n, 3, "%zu", l.n);
    cr_expect_leq(l.burst[0].from, 1);
    cr_expect_eq(l.burst[2].to, N);
    for (size_t i = 0; i < 3; ++i)
        cr_expect_lt(l.burst[i].from, l.burst[i].to);
    phw_pulse_bursts_free(&l);
}

/* 1,250 blocks of noise: 0.005 bursts are expected. */
Test(pulse_bursts, noise_silence_and_nothing_have_none)
{
    phw_pulse_burst_list l = {0};
    noise(3);
    cr_assert_eq(phw_pulse_bursts_find(&l, x, N, 100), PHW_OK);
    cr_expect_eq(l.n, 0);
    memset(x, 0, sizeof x);
    cr_assert_eq(phw_pulse_bursts_find(&l, x, N, 100), PHW_OK);
    cr_expect_eq(l.n, 0);
    for (size_t n = 0; n < 40; ++n) {
        cr_assert_eq(phw_pulse_bursts_find(&l, x, n, 100), PHW_OK);
        cr_expect_eq(l.n, 0);
    }
}
