#include "kgen/zero_power_reading.h"

#include <math.h>

#include <criterion/criterion.h>

static phw_bits all_ones(size_t n)
{
    phw_bits out = {0};
    cr_assert_eq(phw_bits_alloc(&out, n), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        phw_bits_set(&out, i, true);
    return out;
}

Test(zero_power_reading, takes_the_device_s_ranks)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.n_bits = 2;
    c.window = 0;
    phw_features x = {0};
    phw_zero_power_reading r = {0};
    cr_assert_eq(phw_features_alloc(&x, 64, 1), PHW_OK);
    for (size_t i = 0; i < 64; ++i)
        x.value[i] = exp(0.1 * (double)((i * 37) % 64));
    phw_bits kept = all_ones(64);
    cr_assert_eq(phw_zero_power_read(&r, &x, &kept, &c), PHW_OK);
    cr_assert_eq(r.n, 64);
    for (size_t i = 0; i < 64; ++i) {
        const size_t rank = (i * 37) % 64;
        const size_t level = rank / 16;
        cr_expect_eq(phw_bits_get(&r.plane[0], i), level >= 2);
        cr_expect_eq(phw_bits_get(&r.plane[1], i), level == 1 || level == 2);
        /* In cells of 16 ranks, half a rank further in. */
        const double cells = ((double)rank + 0.5) / 16;
        cr_expect_float_eq((double)r.margin[0][i], fabs(cells - 2), 1e-6);
        cr_expect_float_eq((double)r.margin[1][i],
                           fmin(fabs(cells - 1), fabs(cells - 3)), 1e-6);
    }
    phw_zero_power_reading_free(&r);
    phw_bits_free(&kept);
    phw_features_free(&x);
}

Test(zero_power_reading, leaves_out_what_the_device_dropped)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.window = 32;
    c.n_tones = 2;
    phw_features x = {0};
    phw_zero_power_reading r = {0};
    cr_assert_eq(phw_features_alloc(&x, 64, 2), PHW_OK);
    for (size_t i = 0; i < 128; ++i)
        x.value[i] = (double)(i % 32);
    phw_bits kept = all_ones(128);
    for (size_t i = 0; i < 128; i += 2)
        phw_bits_set(&kept, i, false);
    cr_assert_eq(phw_zero_power_read(&r, &x, &kept, &c), PHW_OK);
    cr_assert_eq(r.n, 64);
    for (size_t i = 0; i < 64; ++i)
        cr_expect_eq(phw_bits_get(&r.plane[0], i), (2 * i + 1) % 32 >= 16);
    phw_zero_power_reading_free(&r);
    phw_bits_free(&kept);
    phw_features_free(&x);
}
