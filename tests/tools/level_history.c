#include "tools/level_history.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N 200000

static phw_cf x[N];

static void noise(double power, uint64_t seed)
{
    const phw_rng rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x519), 0};
    phw_rng_normal_complex(x, &rng, power, 0, N);
}

static phw_level_facts facts_of(const phw_cf *sample, size_t n, size_t piece)
{
    phw_level_history *h = NULL;
    phw_level_facts f = {0};
    cr_assert_eq(phw_level_history_create(&h), PHW_OK);
    for (size_t at = 0; at < n; at += piece)
        phw_level_history_push(h, sample + at, n - at < piece ? n - at : piece);
    cr_assert_eq(phw_level_history_facts(&f, h), PHW_OK);
    phw_level_history_destroy(h);
    return f;
}

/* The mean of N exponential powers has a relative deviation of 1/sqrt(N) = 0.0022. */
Test(level_history, noise_alone_is_the_floor_and_no_burst)
{
    noise(1e-4, 1);
    const phw_level_facts f = facts_of(x, N, N);
    cr_expect_float_eq(f.floor / 1e-4, 1, 5 * 0.0023);
    cr_expect_eq(f.n_bursts, 0);
    cr_expect_eq(f.duty, 0);
    cr_expect_eq(f.longest, 0);
}

Test(level_history, bursts_are_counted_and_measured_for_any_pieces)
{
    noise(1e-4, 2);
    for (size_t k = 0; k < 10; ++k) {
        for (size_t i = 0; i < 1600 * (k + 1); ++i)
            x[16000 * k + 1600 + i] += 0.1F;
    }
    static const size_t piece[] = {1, 17, 4096, N};
    for (size_t p = 0; p < 4; ++p) {
        const phw_level_facts f = facts_of(x, N, piece[p]);
        cr_expect_eq(f.n_bursts, 10, "%zu", piece[p]);
        cr_expect_eq(f.shortest, 1600);
        cr_expect_eq(f.median, 8000);
        cr_expect_eq(f.longest, 16000);
        cr_expect_float_eq(f.duty, 88000.0 / N, 1e-9);
        cr_expect_float_eq(f.floor / 1e-4, 1, 5 * 0.0031);
        cr_expect_float_eq(f.burst_power, 0.0101, 1e-4);
    }
}

Test(level_history, windows_grow_and_memory_does_not)
{
    phw_level_history *h = NULL;
    phw_level_facts f = {0};
    cr_assert_eq(phw_level_history_create(&h), PHW_OK);
    noise(1e-6, 3);
    for (size_t i = 40000; i < 140000; ++i)
        x[i] += 0.1F;
    const size_t n_times = 2 + PHW_LEVEL_WINDOW * PHW_LEVEL_WINDOWS_MAX / N;
    for (size_t k = 0; k < n_times; ++k)
        phw_level_history_push(h, x, N);
    cr_assert_eq(phw_level_history_facts(&f, h), PHW_OK);
    cr_expect_eq(f.window, 2 * PHW_LEVEL_WINDOW);
    cr_expect_eq(f.n_bursts, n_times);
    cr_expect_float_eq(f.duty, 0.5, 0.01);
    phw_level_history_destroy(h);
}

Test(level_history, silence_and_very_few_samples_are_no_trouble)
{
    static const phw_cf nothing[1000];
    phw_level_facts f = facts_of(nothing, 1000, 1000);
    cr_expect_eq(f.floor, 0);
    cr_expect_eq(f.n_bursts, 0);
    f = facts_of(nothing, 0, 1);
    cr_expect_eq(f.n_bursts, 0);
    const phw_cf one[3] = {2, 2, 2};
    f = facts_of(one, 3, 3);
    cr_expect_eq(f.floor, 4);
}
