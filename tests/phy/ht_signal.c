#include "phy/ht_signal.h"

#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/crc.h"

static const phw_ht_signal example = {
    .mcs = 5,
    .bandwidth_mhz = 40,
    .length = 0x1234,
    .smoothing = true,
    .aggregated = true,
    .stbc = 1,
    .ldpc = true,
    .short_guard = true,
    .n_extra_spatial = 2,
};

Test(ht_signal, what_is_written_is_read)
{
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    phw_ht_signal out;
    cr_assert_eq(phw_ht_signal_write(bit, &example), PHW_OK);
    cr_assert_eq(phw_ht_signal_read(&out, bit), PHW_OK);
    cr_expect_eq(out.mcs, 5);
    cr_expect_eq(out.bandwidth_mhz, 40);
    cr_expect_eq(out.length, 0x1234);
    cr_expect(out.smoothing);
    cr_expect_not(out.sounding);
    cr_expect(out.aggregated);
    cr_expect_eq(out.stbc, 1);
    cr_expect(out.ldpc);
    cr_expect(out.short_guard);
    cr_expect_eq(out.n_extra_spatial, 2);
}

/* The check and the tail notice every single error in the 48 bits. */
Test(ht_signal, one_wrong_bit_is_noticed)
{
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    phw_ht_signal out;
    cr_assert_eq(phw_ht_signal_write(bit, &example), PHW_OK);
    for (size_t i = 0; i < PHW_HT_SIGNAL_N_BITS; ++i) {
        bit[i] ^= 1;
        cr_expect_eq(phw_ht_signal_read(&out, bit), PHW_EINPUT, "bit %zu", i);
        bit[i] ^= 1;
    }
}

/* With a right check. */
Test(ht_signal, what_is_never_sent_is_refused)
{
    static const struct {
        size_t at;
        size_t n;
        uint8_t value;
    } part[] = {{0, 7, 1}, {26, 1, 0}}; /* MCS 127, the reserved bit */

    for (size_t k = 0; k < 2; ++k) {
        uint8_t bit[PHW_HT_SIGNAL_N_BITS];
        phw_ht_signal out;
        cr_assert_eq(phw_ht_signal_write(bit, &example), PHW_OK);
        for (size_t i = 0; i < part[k].n; ++i)
            bit[part[k].at + i] = part[k].value;
        const uint32_t check = phw_crc_value(&phw_crc_8_ht, bit, 34);
        for (unsigned i = 0; i < 8; ++i)
            bit[34 + i] = (check >> (7 - i)) & 1;
        cr_expect(phw_ht_signal_check(bit));
        cr_expect_eq(phw_ht_signal_read(&out, bit), PHW_EINPUT);
    }
}

Test(ht_signal, values_out_of_range_are_refused)
{
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    phw_ht_signal f = example;
    f.mcs = 77;
    cr_expect_eq(phw_ht_signal_write(bit, &f), PHW_EARG);
    f = example;
    f.length = 65536;
    cr_expect_eq(phw_ht_signal_write(bit, &f), PHW_EARG);
    f = example;
    f.bandwidth_mhz = 80;
    cr_expect_eq(phw_ht_signal_write(bit, &f), PHW_EARG);
    f = example;
    f.stbc = 4;
    cr_expect_eq(phw_ht_signal_write(bit, &f), PHW_EARG);
    f = example;
    f.n_extra_spatial = 4;
    cr_expect_eq(phw_ht_signal_write(bit, &f), PHW_EARG);
}

/* Any four of 96 coded bits: the code's free distance is 10. */
Test(ht_signal, four_wrong_points_are_repaired)
{
    float point[PHW_HT_SIGNAL_N_POINTS];
    uint8_t bit[PHW_HT_SIGNAL_N_BITS];
    uint8_t out[PHW_HT_SIGNAL_N_BITS];
    cr_assert_eq(phw_ht_signal_write(bit, &example), PHW_OK);
    for (uint32_t trial = 0; trial < 200; ++trial) {
        uint32_t order[PHW_HT_SIGNAL_N_POINTS];
        const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x743), trial};
        phw_rng_permutation(order, &rng, PHW_HT_SIGNAL_N_POINTS);
        phw_ht_signal_code(point, bit);
        for (size_t i = 0; i < 4; ++i)
            point[order[i]] = -point[order[i]];
        phw_ht_signal_decode(out, point);
        cr_expect_arr_eq(out, bit, sizeof bit);
    }
}
