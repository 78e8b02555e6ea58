#include "encrypt/symbol_theory.h"

#include <math.h>

#include <criterion/criterion.h>

#include "phy/modem.h"

static const double degree = 3.14159265358979323846 / 180;

static double ratio(double db)
{
    return pow(10, db / 10);
}

static phw_rings rings_of(const char *modulation)
{
    phw_modem *modem = NULL;
    phw_rings rings;
    cr_assert_eq(phw_modem_create(&modem, modulation), PHW_OK);
    const phw_modem_info *info = phw_modem_about(modem);
    phw_rings_of(&rings, info->points, info->n_points);
    phw_modem_destroy(modem);
    return rings;
}

/* Digits of the literature's formulas, confirmed by 2e6 draws each. */
Test(symbol_theory, psk_errs_as_known_with_a_phase_error)
{
    static const struct {
        unsigned m;
        double snr_db, ser[3]; /* at 0, 5 and 10 degrees */
    } want[] = {{2, 7, {.0007727, .0008053, .0009106}},
                {4, 10, {.0015648, .0023283, .005281}},
                {8, 14, {.0066797, .0170622, .0625733}},
                {16, 20, {.005798, .0618656, .3788477}}};

    for (unsigned i = 0; i < 4; ++i) {
        for (unsigned k = 0; k < 3; ++k) {
            const double ser =
                phw_ser_psk(want[i].m, ratio(want[i].snr_db), 5 * k * degree);
            cr_expect_float_eq(ser, want[i].ser[k], 1e-7, "%u-PSK, %u deg: %.9f",
                               want[i].m, 5 * k, ser);
        }
    }
}

Test(symbol_theory, bpsk_and_qpsk_err_as_their_products_say)
{
    for (double db = -5; db < 13; db += 1) {
        for (double d = -10; d <= 10; d += 5) {
            const double snr = ratio(db);
            const double bpsk = erfc(sqrt(snr) * cos(d * degree)) / 2;
            const double a = erfc(sqrt(snr) * cos((45 + d) * degree)) / 2;
            const double b = erfc(sqrt(snr) * cos((45 - d) * degree)) / 2;
            cr_expect_float_eq(phw_ser_psk(2, snr, d * degree), bpsk, 1e-9);
            cr_expect_float_eq(phw_ser_psk(4, snr, d * degree), 1 - (1 - a) * (1 - b),
                               1e-9);
            cr_expect_float_eq(phw_ser_qam(4, snr, d * degree), 1 - (1 - a) * (1 - b),
                               1e-12);
        }
    }
}

/* Past the boundary most symbols are wrong. */
Test(symbol_theory, psk_turned_past_its_boundary_errs_almost_always)
{
    cr_expect_float_eq(phw_ser_psk(8, 1e4, 45 * degree), 1, 1e-9);
    cr_expect_float_eq(phw_ser_psk(8, 1e4, 22.5 * degree), 0.5, 1e-9);
    cr_expect_float_eq(phw_ser_psk(4, 1e-6, 0), 0.75, 2e-3);
}

/* BPSK errs as erfc says, turned by anything: at 180 degrees all that was right is
 * wrong. */
Test(symbol_theory, psk_errs_as_known_with_any_phase_error)
{
    for (double db = -10; db <= 10; db += 5) {
        for (double d = -1080; d <= 1080; d += 15) {
            const double snr = ratio(db);
            cr_expect_float_eq(phw_ser_psk(2, snr, d * degree),
                               erfc(sqrt(snr) * cos(d * degree)) / 2, 1e-9,
                               "%g dB, %g deg", db, d);
        }
    }
    cr_expect_float_eq(phw_ser_psk(2, ratio(-10), 180 * degree), .6726, 5e-5);
}

/* Next to a boundary, where a symbol is wrong every other time. */
Test(symbol_theory, psk_errs_as_known_next_to_a_boundary)
{
    for (double db = -10; db <= 60; db += 10) {
        const double snr = ratio(db);
        for (double off = 1e-16; off < 0.5; off *= 3) {
            for (int sign = -1; sign <= 1; sign += 2) {
                const double d = 90 * degree + sign * off;
                cr_expect_float_eq(phw_ser_psk(2, snr, d), erfc(sqrt(snr) * cos(d)) / 2,
                                   1e-9, "%g dB, 90 deg %+g: %.12f", db, sign * off,
                                   phw_ser_psk(2, snr, d));
            }
        }
    }
}

/* The m phases m-ths of a turn apart share all that is right among them. */
Test(symbol_theory, psk_s_right_decisions_add_up_over_a_turn)
{
    for (unsigned m = 2; m <= 16; m *= 2) {
        double right = 0;
        for (unsigned k = 0; k < m; ++k)
            right += 1 - phw_ser_psk(m, 2, (10 + 360.0 * k / m) * degree);
        cr_expect_float_eq(right, 1, 1e-9, "%u: %.12f", m, right);
    }
}

Test(symbol_theory, square_qam_errs_as_known_with_a_phase_error)
{
    static const struct {
        unsigned m;
        double snr_db, ser[4]; /* at 0 to 3 degrees */
    } want[] = {{16, 16, {.00715204, .0075466, .0087727, .0109574}},
                {64, 22, {.010491, .0126923, .0201208, .0351484}},
                {256, 28, {.0120375, .0227544, .067698, .171947}}};

    for (unsigned i = 0; i < 3; ++i) {
        for (unsigned k = 0; k < 4; ++k) {
            const double ser =
                phw_ser_qam(want[i].m, ratio(want[i].snr_db), k * degree);
            cr_expect_float_eq(ser, want[i].ser[k], 1e-6, "%u-QAM, %u deg: %.9f",
                               want[i].m, k, ser);
        }
        const double q = erfc(sqrt(1.5 * ratio(want[i].snr_db) / (want[i].m - 1))) / 2;
        const double c = 1 - 1 / sqrt(want[i].m);
        cr_expect_float_eq(phw_ser_qam(want[i].m, ratio(want[i].snr_db), 0),
                           4 * c * q - 4 * c * c * q * q, 1e-12);
    }
}

/* The reference's table, drawn 2e5 times each; its digits are good to 0.02. */
Test(symbol_theory, rings_leak_as_known_at_every_snr)
{
    static const struct {
        const char *modulation;
        double leak[7]; /* at 0, 5 .. 30 dB */
    } want[] = {{"qam16", {.084, .319, .751, 1.245, 1.477, 1.500, 1.5}},
                {"qam64", {.093, .340, .833, 1.491, 2.212, 2.782, 3.036}},
                {"qam256", {.097, .353, .843, 1.515, 2.276, 3.069, 3.804}}};

    for (unsigned i = 0; i < 3; ++i) {
        const phw_rings rings = rings_of(want[i].modulation);
        for (unsigned k = 0; k < 7; ++k) {
            const double leak = phw_leak_rings(&rings, ratio(5 * k));
            cr_expect_float_eq(leak, want[i].leak[k], 0.02, "%s, %u dB: %.4f",
                               want[i].modulation, 5 * k, leak);
        }
        cr_expect_float_eq(phw_leak_rings(&rings, 1e6), rings.entropy_bits, 1e-5);
    }
    const phw_rings psk = rings_of("psk8");
    cr_expect_eq(phw_leak_rings(&psk, 100), 0);
}

Test(symbol_theory, rings_alone_give_one_point_of_each)
{
    static const char *const modulation[] = {"qpsk", "qam16", "qam64", "qam256"};
    static const double want[] = {.75, .8125, .859375, .875};
    for (unsigned i = 0; i < 4; ++i) {
        const phw_rings rings = rings_of(modulation[i]);
        cr_expect_float_eq(phw_ser_rings(&rings, 1e6), want[i], 1e-6, "%s",
                           modulation[i]);
    }
    const phw_rings ook = rings_of("ook");
    cr_expect_float_eq(phw_ser_rings(&ook, 100), 0, 1e-6, "%g",
                       phw_ser_rings(&ook, 100));
    cr_expect_float_eq(phw_leak_rings(&ook, 100), 1, 1e-6, "%g",
                       phw_leak_rings(&ook, 100));
    const phw_rings psk = rings_of("psk16");
    cr_expect_float_eq(phw_ser_rings(&psk, 10), phw_ser_blind(16), 1e-6);
}

Test(symbol_theory, a_histogram_s_bias_is_miller_s)
{
    cr_expect_float_eq(phw_leak_bias(17 * 33, 17, 33, 1000), 16 * 32 / (2000 * log(2)),
                       1e-12);
    /* A row to each column: nothing to have by chance. */
    cr_expect_float_eq(phw_leak_bias(16, 16, 16, 1000), -15 / (2000 * log(2)), 1e-12);
    cr_expect_float_eq(phw_ser_blind(256), .996094, 5e-7);
}
