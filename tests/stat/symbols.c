/* Encrypted symbols err at Bob as the plain link's closed form says, and at Eve as one
 * who has to guess. Rates lie within five binomial standard deviations of their closed
 * forms: a false alarm in two million. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "encrypt/symbol_theory.h"
#include "tools/lab_symbols.h"

static phw_symbols_result run(const char *modulation, const char *ciphers,
                              double snr_db, double phase_deg)
{
    phw_symbols_config config = {.modulation = modulation,
                                 .snr_db = snr_db,
                                 .phase_rad = phase_deg * 0.01745329251994330,
                                 .n_symbols = 60000,
                                 .seed = 5};
    phw_symbols_result *x = calloc(1, sizeof *x);
    cr_assert_not_null(x);
    cr_assert_eq(phw_ciphers_read(&config.ciphers, ciphers), PHW_OK);
    cr_assert_eq(phw_symbols_run(x, &config), PHW_OK, "%s", phw_error_message());
    phw_symbols_result result = *x;
    free(x);
    return result;
}

static void expect_rate(uint64_t errors, uint64_t n, double want, const char *who,
                        const char *what)
{
    const double rate = (double)errors / (double)n;
    cr_expect_float_eq(rate, want, 5 * sqrt(want * (1 - want) / (double)n) + 1e-9,
                       "%s, %s: %g of %llu, want %g", who, what, rate,
                       (unsigned long long)n, want);
}

typedef struct link {
    const char *modulation;
    double snr_db, phase_deg, want;
} link_row;

/* The reference's digits. */
static const link_row links[] = {
    {"bpsk", 7, 0, .0007727},    {"bpsk", 7, 10, .0009106},
    {"qpsk", 10, 0, .0015648},   {"qpsk", 10, 5, .0023283},
    {"psk8", 14, 0, .0066797},   {"psk8", 14, 5, .0170622},
    {"psk16", 20, 0, .005798},   {"psk16", 20, 5, .0618656},
    {"qam16", 16, 0, .00715204}, {"qam16", 16, 3, .0109574},
    {"qam64", 22, 0, .010491},   {"qam64", 22, 2, .0201208},
    {"qam256", 28, 0, .0120375}, {"qam256", 28, 1, .0227544},
};

Test(symbols, bob_errs_as_the_plain_link_does)
{
    static const char *const ciphers[] = {"xor,rotate8", "rotate16",
                                          "xor,permute,rotate8"};
    for (size_t i = 0; i < sizeof links / sizeof links[0]; ++i) {
        const link_row *l = &links[i];
        const phw_symbols_result x =
            run(l->modulation, ciphers[i % 3], l->snr_db, l->phase_deg);
        cr_expect_float_eq(x.bob_closed_form, l->want, 1e-6);
        expect_rate(x.bob_errors, x.n, l->want, "Bob", l->modulation);
        expect_rate(x.plain_errors, x.n, l->want, "plain", l->modulation);
    }
}

Test(symbols, eve_guesses_blindly_at_psk_and_at_xored_qam)
{
    static const struct {
        const char *modulation, *ciphers;
        unsigned m;
    } row[] = {{"bpsk", "rotate8", 2},
               {"qpsk", "rotate8", 4},
               {"psk8", "rotate16", 8},
               {"psk16", "rotate8", 16},
               {"qam16", "xor", 16},
               {"qam16", "xor,rotate8", 16},
               {"qam64", "xor,rotate16", 64},
               {"qam256", "xor", 256},
               {"ook", "xor", 2}};

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const phw_symbols_result x = run(row[i].modulation, row[i].ciphers, 25, 0);
        const double want = phw_ser_blind(row[i].m);
        cr_expect_float_eq(x.eve_closed_form, want, 1e-6);
        expect_rate(x.eve_errors, x.n, want, "Eve", row[i].modulation);
        expect_rate(x.naive_errors, x.n, want, "naive Eve", row[i].modulation);
        cr_expect_float_eq(x.leak_bits, 0, 1e-6, "%g", x.leak_bits);
        cr_expect_eq(x.leak_limit_bits, 0);
    }
}

/* The rings alone: 1 - rings / points without noise, and at 15 dB as Rice's law says.
 */
Test(symbols, eve_sees_the_rings_of_qam_that_is_only_turned)
{
    static const struct {
        const char *modulation;
        double limit, entropy, without_noise;
    } row[] = {{"qam16", .8125, 1.5, 2}, {"qam64", .859375, 3.0778, 4}};

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const phw_symbols_result x = run(row[i].modulation, "rotate16", 45, 0);
        expect_rate(x.eve_errors, x.n, row[i].limit, "Eve", row[i].modulation);
        cr_expect_float_eq(x.ring_bits, row[i].entropy, 5e-5);
        cr_expect_float_eq(x.leak_limit_bits, row[i].without_noise, 1e-9);
        const phw_symbols_result y = run(row[i].modulation, "rotate8", 15, 0);
        expect_rate(y.eve_errors, y.n, y.eve_closed_form, "Eve", row[i].modulation);
        cr_expect_gt(y.eve_closed_form, row[i].limit);
    }
}

/* With 256 phases and no noise to speak of she tells apart what lies between phases: of
 * 16-QAM all but the quadrant. The rings' closed forms do not hold there. */
Test(symbols, eve_sees_between_the_phases_once_the_noise_is_low)
{
    const phw_symbols_result x = run("qam16", "rotate8", 60, 0);
    cr_expect_float_eq(x.leak_bits, 2, 0.01, "%g", x.leak_bits);
    expect_rate(x.eve_errors, x.n, .75, "Eve", "qam16");
    cr_expect(isnan(x.eve_closed_form) && isnan(x.leak_closed_form_bits));
    const phw_symbols_result fine = run("qam16", "rotate16", 60, 0);
    cr_expect_float_eq(fine.leak_bits, 1.5, 0.02, "%g", fine.leak_bits);
    cr_expect_float_eq(fine.leak_closed_form_bits, 1.5, 1e-4);
}

/* An interval of 95 % is 1.96 standard errors either side: five of them. The
 * histogram's cells lose a little of what is there. */
Test(symbols, the_leak_is_the_rings_by_likelihood_and_by_histogram)
{
    static const double snr_db[] = {0, 10, 15, 25};
    for (unsigned i = 0; i < 4; ++i) {
        const phw_symbols_result x = run("qam16", "rotate8", snr_db[i], 0);
        const double error = (x.leak_high_bits - x.leak_low_bits) / (2 * 1.96);
        cr_expect_float_eq(x.leak_bits, x.leak_closed_form_bits, 5 * error + 1e-5,
                           "%g dB: %g, %g", snr_db[i], x.leak_bits,
                           x.leak_closed_form_bits);
        const double spread = (x.envelope.high_bits - x.envelope.low_bits) / (2 * 1.96);
        const double estimate = x.envelope.bits;
        cr_expect_lt(estimate, x.leak_closed_form_bits + 5 * spread);
        cr_expect_gt(estimate, x.leak_closed_form_bits - 0.02 - 5 * spread);
    }
}

/* 2 n ln 2 times an information that is not there is chi-square, whose mean is the bias
 * and whose standard deviation is the square root of twice its freedom. */
Test(symbols, histograms_of_hidden_labels_hold_nothing)
{
    static const char *const ciphers[] = {"xor", "rotate8", "xor,rotate8"};
    static const char *const modulation[] = {"qam16", "psk8", "qam64"};
    for (unsigned i = 0; i < 3; ++i) {
        const phw_symbols_result x = run(modulation[i], ciphers[i], 15, 0);
        const phw_joint_information *both[] = {&x.envelope, &x.angle};
        for (unsigned k = 0; k < 2; ++k) {
            const double scale = 2 * (double)x.n * log(2);
            const double freedom = both[k]->bias_bits * scale;
            cr_expect_float_eq(both[k]->bits, 0, 5 * sqrt(2 * freedom) / scale,
                               "%s, %u: %g, bias %g", modulation[i], k, both[k]->bits,
                               both[k]->bias_bits);
        }
    }
}

static const phw_symbols_attack *attack(const phw_symbols_result *x, const char *name)
{
    for (size_t i = 0; i < PHW_SYMBOLS_ATTACKS; ++i) {
        if (strcmp(x->attack[i].name, name) == 0)
            return &x->attack[i];
    }
    cr_assert_fail("%s is no attack", name);
    return NULL;
}

Test(symbols, a_uniform_phase_has_no_power_that_stands_still)
{
    static const char *const modulation[] = {"bpsk", "qpsk", "psk8", "psk16", "psk128"};
    for (unsigned i = 0; i < 5; ++i) {
        const phw_symbols_result x = run(modulation[i], "rotate8", 30, 0);
        const phw_symbols_attack *a = attack(&x, "M-th power");
        cr_expect_lt(a->statistic, a->threshold, "%s: %g", modulation[i], a->statistic);
        cr_expect_float_eq(a->statistic, a->chance, 0.3 * a->chance);
    }
    const phw_symbols_result x = run("qpsk", "xor", 30, 0);
    cr_expect_gt(attack(&x, "M-th power")->statistic, 0.9);
}

Test(symbols, a_number_used_twice_gives_the_differences_away)
{
    const phw_symbols_result qpsk = run("qpsk", "rotate8", 15, 0);
    cr_expect_geq(attack(&qpsk, "two-time pad")->statistic, 0.99);
    const phw_symbols_result qam = run("qam64", "xor", 30, 0);
    cr_expect_geq(attack(&qam, "two-time pad")->statistic, 0.99);
    const phw_symbols_result both = run("qam64", "xor,rotate8", 30, 0);
    cr_expect(isnan(attack(&both, "two-time pad")->statistic));
}

/* The phase of a symbol of unit size, noise of a quadrature's variance 1 / (2 snr):
 * right within half a step, in the small-angle limit erf(pi / 2^q sqrt(snr)). */
Test(symbols, a_known_symbol_gives_its_keystream_as_well_as_the_noise_lets)
{
    const phw_symbols_result qpsk = run("qpsk", "rotate8", 30, 0);
    const phw_symbols_attack *a = attack(&qpsk, "known plaintext");
    const double want = erf(3.14159265358979324 / 256 * sqrt(1000));
    cr_expect_float_eq(a->statistic, want,
                       5 * sqrt(want * (1 - want) / (double)qpsk.n) + 1e-3, "%g, %g",
                       a->statistic, want);
    cr_expect_eq(a->chance, 1.0 / 256);
    const phw_symbols_result qam = run("qam16", "xor", 16, 0);
    expect_rate(qam.n - (uint64_t)lround(attack(&qam, "known plaintext")->statistic *
                                         (double)qam.n),
                qam.n, .00715204, "known", "qam16");
    const phw_symbols_result both = run("qam16", "xor,rotate8", 30, 0);
    cr_expect(isnan(attack(&both, "known plaintext")->statistic));
}

/* The reference's values, noise's power taken off. The estimate's deviation at 15 dB is
 * below 2 / sqrt(n) for all of them. */
Test(symbols, the_cumulant_tells_the_order_through_every_cipher)
{
    static const struct {
        const char *modulation, *ciphers;
        double want;
    } row[] = {{"psk8", "rotate8", -1},
               {"qam16", "rotate16", -.68},
               {"qam64", "xor,rotate8", -.619},
               {"qam256", "xor", -.6047}};

    for (unsigned i = 0; i < 4; ++i) {
        const phw_symbols_result x = run(row[i].modulation, row[i].ciphers, 15, 0);
        const phw_symbols_attack *a = attack(&x, "cumulant");
        cr_expect_float_eq(a->statistic, row[i].want, 10 / sqrt((double)x.n),
                           "%s: %.4f", row[i].modulation, a->statistic);
        cr_expect_gt(fabs(a->statistic), a->threshold);
    }
}

Test(symbols, the_same_seed_gives_the_same_figures)
{
    const phw_symbols_result a = run("qam16", "xor,permute,rotate8", 12, 0);
    const phw_symbols_result b = run("qam16", "xor,permute,rotate8", 12, 0);
    cr_expect_eq(a.bob_errors, b.bob_errors);
    cr_expect_eq(a.eve_errors, b.eve_errors);
    cr_expect_eq(a.envelope.bits, b.envelope.bits);
}
