#include "kgen/zero_power_levels.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 257,
    ADC_BITS = 10
};

static void draw_values(uint32_t *value, size_t n, uint64_t below, uint32_t trial)
{
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 2), trial};
    for (size_t i = 0; i < n; ++i)
        value[i] = (uint32_t)phw_rng_below(&rng, i, below);
}

static int by_value(const void *a, const void *b)
{
    const uint32_t x = *(const uint32_t *)a;
    const uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

Test(zero_power_levels, order_statistics_are_those_of_a_sort)
{
    phw_zero_power_work work = {0};
    for (uint32_t trial = 0; trial < 20; ++trial) {
        uint32_t value[N];
        uint32_t sorted[N];
        draw_values(value, N, trial % 2 == 0 ? 1024 : 7, trial); /* with ties too */
        for (size_t i = 0; i < N; ++i)
            sorted[i] = value[i];
        qsort(sorted, N, sizeof *sorted, by_value);
        for (size_t rank = 1; rank <= N; rank += 16)
            cr_assert_eq(phw_zero_power_order(&work, value, N, ADC_BITS, rank),
                         sorted[rank - 1]);
    }
    cr_expect_eq(work.multiplications, 0);
    cr_expect_eq(work.additions, 20 * 17 * ADC_BITS * (uint64_t)N);
}

Test(zero_power_levels, products_of_16_bits_are_ordered_too)
{
    phw_zero_power_work work = {0};
    const uint32_t value[3] = {UINT32_C(65535) * 65535, 5, UINT32_C(1) << 31};
    cr_expect_eq(phw_zero_power_order(&work, value, 3, 32, 3), value[0]);
    cr_expect_eq(phw_zero_power_order(&work, value, 3, 32, 2), value[2]);
}

/* Distinct values, so that shares are exact. */
Test(zero_power_levels, levels_have_equal_shares_and_neighbours_differ_in_a_bit)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.n_bits = 2;
    uint32_t value[256];
    uint8_t symbol[256];
    uint8_t keep[256];
    phw_zero_power_work work = {0};
    for (uint32_t i = 0; i < 256; ++i)
        value[i] = (i * 167 + 13) % 256; /* a permutation */
    phw_zero_power_label(symbol, keep, &work, value, 256, ADC_BITS, &c);
    static const uint8_t gray[4] = {0, 1, 3, 2};
    for (size_t i = 0; i < 256; ++i) {
        cr_assert_eq(symbol[i], gray[value[i] / 64]);
        cr_assert_eq(keep[i], 1);
    }
}

/* A guard of 32 / 256 of a cell on either side of each of three thresholds: of cells of
 * 64 ranks, 8. */
Test(zero_power_levels, guard_drops_what_is_near_a_threshold)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.n_bits = 2;
    c.guard_256 = 32;
    uint32_t value[256];
    uint8_t symbol[256];
    uint8_t keep[256];
    phw_zero_power_work work = {0};
    for (uint32_t i = 0; i < 256; ++i)
        value[i] = i;
    phw_zero_power_label(symbol, keep, &work, value, 256, ADC_BITS, &c);
    for (unsigned i = 0; i < 256; ++i) {
        const bool near =
            (i >= 56 && i < 72) || (i >= 120 && i < 136) || (i >= 184 && i < 200);
        cr_assert_eq(keep[i], !near, "%u", i);
    }
}

Test(zero_power_levels, windows_take_what_is_left_over)
{
    cr_expect_eq(phw_zero_power_windows(1000, 256), 3);
    cr_expect_eq(phw_zero_power_windows(200, 256), 1);
    cr_expect_eq(phw_zero_power_windows(1000, 0), 1);
    cr_expect_eq(phw_zero_power_windows(512, 256), 2);
}

Test(zero_power_levels, measuring_adds_and_multiplies_whole_numbers)
{
    phw_zero_power_work work = {0};
    const uint16_t reading[4] = {65535, 65535, 1, 2};
    cr_expect_eq(phw_zero_power_measure(&work, reading, 4), 131073);
    cr_expect_eq(phw_zero_power_product(&work, 65535, 65535), UINT32_C(4294836225));
    cr_expect_eq(work.additions, 4);
    cr_expect_eq(work.multiplications, 1);
}
