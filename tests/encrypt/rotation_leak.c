#include "encrypt/rotation_leak.h"

#include <math.h>

#include <criterion/criterion.h>

#include "encrypt/rings.h"
#include "phy/modem.h"

static double leak_of(const char *modulation, unsigned phase_bits)
{
    phw_modem *modem = NULL;
    cr_assert_eq(phw_modem_create(&modem, modulation), PHW_OK);
    const phw_modem_info *info = phw_modem_about(modem);
    const double leak =
        phw_rotation_leak_bits(info->points, info->n_points, phase_bits);
    phw_modem_destroy(modem);
    return leak;
}

static bool is_hidden(const char *modulation, unsigned phase_bits)
{
    phw_modem *modem = NULL;
    cr_assert_eq(phw_modem_create(&modem, modulation), PHW_OK);
    const phw_modem_info *info = phw_modem_about(modem);
    const bool hides = phw_rotation_hides(info->points, info->n_points, phase_bits);
    phw_modem_destroy(modem);
    return hides;
}

static double shown_of(const char *modulation, unsigned phase_bits, double snr_db)
{
    phw_modem *modem = NULL;
    cr_assert_eq(phw_modem_create(&modem, modulation), PHW_OK);
    const phw_modem_info *info = phw_modem_about(modem);
    const double shown = phw_rotation_grid_shown(info->points, info->n_points,
                                                 phase_bits, pow(10, snr_db / 10));
    phw_modem_destroy(modem);
    return shown;
}

/* The reference: log2 M - 2 for any grid of 2 bits or more, whatever the rings. Four
 * pairs of 256-QAM lie within 1e-6 rad of whole steps of 2^10 phases. */
Test(rotation_leak, of_square_qam_is_all_but_its_quadrant)
{
    static const char *const modulation[] = {"qam4", "qam16", "qam64"};
    for (unsigned i = 0; i < 3; ++i) {
        for (unsigned q = 2; q <= 12; ++q)
            cr_expect_float_eq(leak_of(modulation[i], q), 2.0 * i, 1e-9, "%s, %u: %.6f",
                               modulation[i], q, leak_of(modulation[i], q));
    }
    cr_expect_float_eq(leak_of("qam64", 16), 4, 1e-9);
    cr_expect_float_eq(leak_of("qam256", 8), 6, 1e-9);
    cr_expect_float_eq(leak_of("qam256", 10), 6 - 8 / 256.0, 1e-9);
}

/* As many phases as points or more, and nothing is left; fewer leave the difference. */
Test(rotation_leak, of_psk_is_what_the_phases_are_short_of)
{
    static const char *const modulation[] = {"bpsk",  "qpsk",  "psk8",   "psk16",
                                             "psk32", "psk64", "psk128", "psk256"};
    for (unsigned i = 0; i < 8; ++i) {
        for (unsigned q = 0; q <= 8; ++q)
            cr_expect_float_eq(leak_of(modulation[i], q), q > i ? 0 : i + 1.0 - q, 1e-9,
                               "%s, %u: %.6f", modulation[i], q,
                               leak_of(modulation[i], q));
        cr_expect_eq(leak_of(modulation[i], 16), 0);
    }
}

/* Rings of 4, 12 and 16 points; the 12 meet the grid of 256 phases in three kinds. */
Test(rotation_leak, of_apsk_has_rings_and_what_lies_between_phases)
{
    const double ring = -(4 * log2(4 / 32.0) + 16 * log2(16 / 32.0)) / 32;
    const double kinds = -12 * log2(4 / 32.0) / 32;
    cr_expect_float_eq(leak_of("apsk32", 8), ring + kinds, 1e-9, "%.6f",
                       leak_of("apsk32", 8));
}

Test(rotation_leak, a_rotation_hides_more_than_a_sign)
{
    static const char *const bad[] = {"ook",     "ask2",      "ask4",
                                      "ask256",  "arb16opt",  "arb32opt",
                                      "arb64vt", "arb128opt", "arb256opt"};
    static const char *const good[] = {"bpsk",   "qpsk",   "psk8",   "psk256", "qam16",
                                       "qam256", "apsk32", "sqam32", "V29",    "dpsk8"};
    for (unsigned q = 8; q <= 16; q += 8) {
        for (unsigned i = 0; i < sizeof bad / sizeof bad[0]; ++i)
            cr_expect_eq(is_hidden(bad[i], q), i == 1, "%s", bad[i]); /* ask2 is BPSK */
        for (unsigned i = 0; i < sizeof good / sizeof good[0]; ++i)
            cr_expect(is_hidden(good[i], q), "%s", good[i]);
    }
    cr_expect_not(is_hidden("apsk4", 8), "three points a third of a turn apart");
}

/* The reference's measurement of 16-QAM: 1.50 bit of the rings up to 40 dB with 256
 * phases, 1.80 at 50 dB; never with 65536. */
Test(rotation_leak, the_grid_shows_at_a_high_snr_alone)
{
    cr_expect_lt(shown_of("qam16", 8, 30), 1e-6);
    cr_expect_gt(shown_of("qam16", 8, 40), 1e-2);
    cr_expect_gt(shown_of("qam16", 8, 60), 0.5);
    cr_expect_lt(shown_of("qam16", 16, 60), 1e-9);
    cr_expect_lt(shown_of("psk16", 8, 60), 1e-3);
    cr_expect_eq(shown_of("qpsk", 8, 20), 0);
}
