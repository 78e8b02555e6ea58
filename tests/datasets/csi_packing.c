#include "datasets/csi_packing.h"

#include <criterion/criterion.h>

/* Writes the low n_bits of x at bit `at`, least significant first. */
static void put(uint8_t *packed, size_t at, unsigned n_bits, int x)
{
    for (unsigned k = 0; k < n_bits; ++k, ++at) {
        if ((unsigned)x >> k & 1)
            packed[at / 8] |= (uint8_t)(1U << at % 8);
    }
}

/* A number that tells its place, over the whole range of its bits. */
static int number(size_t antenna, size_t tone, bool imaginary, unsigned n_bits)
{
    const int range = 1 << n_bits;
    const size_t x = antenna * 977 + tone * 31 + (imaginary ? 13U : 0U);
    return (int)(x % (size_t)range) - range / 2;
}

static void expect_values(const phw_cf *value, size_t n_antennas, size_t n_tones,
                          unsigned n_bits)
{
    for (size_t i = 0; i < n_antennas * n_tones; ++i) {
        const size_t a = i / n_tones;
        const size_t t = i % n_tones;
        cr_expect(value[i] == CMPLXF((float)number(a, t, false, n_bits),
                                     (float)number(a, t, true, n_bits)),
                  "%zu antennas, antenna %zu, carrier %zu", n_antennas, a, t);
    }
}

Test(csi_packing, a_5300s_channel_comes_back_for_all_antennas)
{
    for (size_t n_rx = 1; n_rx <= 3; ++n_rx) {
        for (size_t n_tx = 1; n_tx <= 3; ++n_tx) {
            uint8_t packed[600] = {0};
            phw_cf value[270];
            size_t at = 0;
            for (size_t g = 0; g < 30; ++g) {
                at += 3;
                for (size_t k = 0; k < n_rx * n_tx; ++k, at += 16) {
                    put(packed, at, 8, number(k, g, false, 8));
                    put(packed, at + 8, 8, number(k, g, true, 8));
                }
            }
            cr_expect_eq(phw_csi_5300_size(n_rx, n_tx), (at + 7) / 8);
            cr_expect(phw_csi_5300_unpack(value, packed, n_rx, n_tx, 0x24));
            expect_values(value, n_rx * n_tx, 30, 8);
        }
    }
    cr_expect_eq(phw_csi_5300_size(3, 1), 192);
    cr_expect_eq(phw_csi_5300_size(3, 2), 372);
    cr_expect_eq(phw_csi_5300_size(3, 3), 552);
    cr_expect_eq(phw_csi_5300_size(0, 1), 0);
    cr_expect_eq(phw_csi_5300_size(1, 4), 0);
}

Test(csi_packing, a_5300s_chains_go_to_the_antennas_told)
{
    uint8_t packed[600] = {0};
    phw_cf value[90];
    for (size_t k = 0; k < 3; ++k)
        put(packed, 3 + 16 * k, 8, (int)k + 1);
    cr_expect(phw_csi_5300_unpack(value, packed, 3, 1, 0x12)); /* C, A, B */
    cr_expect(value[0] == 2 && value[30] == 3 && value[60] == 1);
    cr_expect_not(phw_csi_5300_unpack(value, packed, 3, 1, 0x15));
    cr_expect(value[0] == 1 && value[30] == 2 && value[60] == 3);
}

Test(csi_packing, a_5300s_groups_lie_where_the_standard_has_them)
{
    double offset_hz[60];
    phw_csi_5300_offsets(offset_hz, 2, false);
    cr_expect_eq(offset_hz[0], -28 * 312500.0);
    cr_expect_eq(offset_hz[59], 28 * 312500.0);
    for (size_t i = 1; i < 30; ++i)
        cr_expect_gt(offset_hz[i], offset_hz[i - 1]);
    cr_expect(offset_hz[14] == -312500.0 && offset_hz[15] == 312500.0);
    phw_csi_5300_offsets(offset_hz, 1, true);
    cr_expect_eq(offset_hz[0], -58 * 312500.0);
    cr_expect_eq(offset_hz[29], 58 * 312500.0);
}

Test(csi_packing, an_ath9ks_channel_comes_back_for_all_antennas)
{
    static const size_t tones[] = {56, 114};
    for (size_t i = 0; i < 18; ++i) {
        const size_t n_tones = tones[i % 2];
        const size_t n_rx = 1 + i / 2 % 3;
        const size_t n_tx = 1 + i / 6;
        uint8_t packed[2600] = {0};
        phw_cf value[1026];
        size_t at = 0;
        for (size_t t = 0; t < n_tones; ++t) {
            for (size_t tx = 0; tx < n_tx; ++tx) {
                for (size_t rx = 0; rx < n_rx; ++rx, at += 20) {
                    put(packed, at, 10, number(rx * n_tx + tx, t, true, 10));
                    put(packed, at + 10, 10, number(rx * n_tx + tx, t, false, 10));
                }
            }
        }
        cr_expect_eq(phw_csi_atheros_size(n_tones, n_rx, n_tx), at / 8);
        phw_csi_atheros_unpack(value, packed, n_tones, n_rx, n_tx);
        expect_values(value, n_rx * n_tx, n_tones, 10);
    }
    cr_expect_eq(phw_csi_atheros_size(57, 1, 1), 0);
    cr_expect_eq(phw_csi_atheros_size(56, 4, 1), 0);
}
