#include "kgen/zero_power_account.h"

#include <math.h>

#include <criterion/criterion.h>

static phw_bits bits_of(const char *text)
{
    phw_bits out = {0};
    for (const char *c = text; *c != 0; ++c)
        cr_assert_eq(phw_bits_push(&out, *c == '1', 1), PHW_OK);
    return out;
}

Test(zero_power_account, lays_raw_material_out_by_tone_and_plane)
{
    phw_bits plane[2] = {bits_of("10110"), bits_of("01100")};
    phw_bits kept = bits_of("1101"
                            "0000"
                            "0011"); /* three tones of four probes */
    phw_raw raw = {0};
    cr_assert_eq(phw_zero_power_raw(&raw, plane, 2, &kept, 4), PHW_OK);
    cr_assert_eq(raw.n_components, 2);
    cr_expect_eq(raw.component[0].n, 3);
    cr_expect_eq(raw.component[0].row[2], 3);
    cr_expect_eq(raw.component[0].symbol[0], 2);
    cr_expect_eq(raw.component[0].symbol[1], 1);
    cr_expect_eq(raw.component[0].symbol[2], 3);
    cr_expect_eq(raw.component[1].component, 2);
    cr_expect_eq(raw.component[1].row[0], 2);
    cr_expect_eq(raw.component[1].symbol[0], 2);
    cr_expect_eq(raw.bits.n, 10);
    phw_raw_free(&raw);
    phw_bits_free(&kept);
    kept = bits_of("0000");
    cr_expect_eq(phw_zero_power_raw(&raw, plane, 2, &kept, 4), PHW_ESHORT);
    phw_bits_free(&kept);
    phw_bits_free(&plane[0]);
    phw_bits_free(&plane[1]);
}

/* C(256, 128) = 5.7687e75: 256 - 4.3249 bits; and of two windows twice that. */
Test(zero_power_account, knows_what_balance_takes)
{
    phw_bits plane = {0};
    phw_bits kept = {0};
    phw_raw raw = {0};
    for (size_t i = 0; i < 512; ++i) {
        cr_assert_eq(phw_bits_push(&plane, i % 2, 1), PHW_OK);
        cr_assert_eq(phw_bits_push(&kept, 1, 1), PHW_OK);
    }
    cr_assert_eq(phw_zero_power_raw(&raw, &plane, 1, &kept, 512), PHW_OK);
    const double lacking = 256 - (lgamma(257) - 2 * lgamma(129)) / log(2);
    cr_expect_float_eq(lacking, 4.3262, 1e-3);
    cr_expect_float_eq(phw_zero_power_balance_bits(&raw, 512, 256), 2 * lacking, 1e-9);
    cr_expect_lt(phw_zero_power_balance_bits(&raw, 512, 0), 2 * lacking);
    phw_raw_free(&raw);
    phw_bits_free(&plane);
    phw_bits_free(&kept);
}
