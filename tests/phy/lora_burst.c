#include "phy/lora_burst.h"

#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "phy/chirp.h"

static phw_cf x[40000];
static phw_cf chirp[2048];

/* Single precision, and its phase's. */
Test(lora_burst, is_made_of_chirps)
{
    const phw_lora_burst b = {8, 125e3, 500e3, 3, 0x9a};
    cr_assert_eq(phw_lora_burst_length(&b), (size_t)(7.25 * 1024));
    memset(x, 0, sizeof x);
    cr_assert_eq(phw_lora_burst_add(x, 40000, 100, 2, 0, &b), PHW_OK);
    static const unsigned value[] = {0, 0, 0, 72, 80};
    for (size_t s = 0; s < 7; ++s) {
        cr_assert_eq(phw_chirp_write(chirp, 8, 4, s < 5 ? value[s] : 0, s >= 5),
                     PHW_OK);
        for (size_t i = 0; i < 1024; ++i)
            cr_assert_lt(cabsf(x[100 + 1024 * s + i] - 2 * chirp[i]), 1e-4F, "%zu, %zu",
                         s, i);
    }
    cr_expect_eq(x[99], 0);
    cr_expect_neq(x[100 + 7424 - 1], 0);
    cr_expect_eq(x[100 + 7424], 0);
}

Test(lora_burst, what_lies_outside_is_left_out_and_bad_ones_are_refused)
{
    const phw_lora_burst b = {7, 125e3, 125e3, 8, 0x12};
    memset(x, 0, sizeof x);
    cr_assert_eq(phw_lora_burst_add(x, 10, -5, 1, 100, &b), PHW_OK);
    cr_expect_float_eq(cabsf(x[9]), 1, 1e-5);
    cr_expect_eq(x[10], 0);
    static const phw_lora_burst bad[] = {{4, 125e3, 125e3, 8, 0x12},
                                         {13, 125e3, 125e3, 8, 0x12},
                                         {7, 125e3, 100e3, 8, 0x12},
                                         {7, 0, 100e3, 8, 0x12},
                                         {7, 125e3, 125e3, 8, 0x123}};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i)
        cr_expect_eq(phw_lora_burst_add(x, 10, 0, 1, 0, &bad[i]), PHW_EARG, "%zu", i);
}
