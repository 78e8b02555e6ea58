#include "encrypt/uplink_attacks.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "encrypt/uplink_leakage.h"
#include "encrypt/uplink_theory.h"
#include "phy/line_code_fm0.h"
#include "phy/line_code_manchester.h"
#include "phy/line_error.h"

#include "tests/encrypt/uplink_air.h"

enum {
    N = 40000
};

/* 5 sigma of an error rate near one half, and near p. */
static double rate_tolerance(double p)
{
    return 5 * sqrt(p * (1 - p) / N) + 5.0 / N;
}

static air_config config_of(const char *law, double jsr_db, double eb_n0_db)
{
    return (air_config){.code = &phw_line_code_manchester,
                        .law = law,
                        .n_bits = N,
                        .length = 4,
                        .jsr = phw_uplink_from_db(jsr_db),
                        .eb_n0 = phw_uplink_from_db(eb_n0_db)};
}

static phw_uplink_leakage attack_with(const air *a, const char *name, const char *set)
{
    static float soft[N];
    const phw_uplink_attack *attack = NULL;
    phw_params params;
    phw_uplink_leakage leak;
    cr_assert_eq(phw_uplink_attack_find(&attack, name), PHW_OK);
    cr_assert_eq(phw_params_read(&params, attack->params, attack->n_params, set),
                 PHW_OK);
    cr_assert_eq(phw_uplink_attack_run(soft, attack, &a->view, &params), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(
        phw_uplink_leakage_measure(&leak, air_bits(a), soft, a->view.n_bits, 0),
        PHW_OK);
    return leak;
}

static double rate_of(const air_config *config, const char *name, const char *set)
{
    air a;
    air_make(&a, config);
    const double rate = attack_with(&a, name, set).error_rate;
    air_free(&a);
    return rate;
}

static void expect_rate(double got, double want, const char *name)
{
    cr_expect_float_eq(got, want, rate_tolerance(want), "%s: %g, not %g", name, got,
                       want);
}

Test(uplink_attacks, are_found_by_name)
{
    size_t n = 0;
    const phw_uplink_attack *const *attacks = phw_uplink_attack_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_uplink_attack *attack = NULL;
        cr_assert_eq(phw_uplink_attack_find(&attack, attacks[i]->name), PHW_OK);
        cr_expect_eq(attack, attacks[i]);
    }
    const phw_uplink_attack *attack = NULL;
    cr_expect_eq(phw_uplink_attack_find(&attack, "guess"), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "whitened") != NULL);
}

/* .444 at JSR 20 dB and .482 at 30 dB, at a good receiver (Eb/N0 20 dB); leaks .0143
 * and .0014 bit. No attack of one antenna does better, those that know the law as well.
 */
Test(uplink_attacks, of_one_antenna_stop_at_the_closed_form_of_gaussian_noise)
{
    static const char *const names[] = {"slicer", "likelihood", "whitened", "edge",
                                        "joint"};
    static const double jsr_db[] = {20, 30};
    for (size_t j = 0; j < 2; ++j) {
        const air_config config = config_of("antisymmetric", jsr_db[j], 20);
        const double snr = phw_uplink_decision_snr(config.eb_n0, config.jsr, 1, 1);
        const double want = phw_uplink_error_gaussian(snr, 1);
        const double bits = phw_uplink_information_bpsk(snr);
        air a;
        air_make(&a, &config);
        cr_expect_float_eq(want, j ? .482 : .444, 6e-4);
        for (size_t i = 0; i < 5; ++i) {
            const phw_uplink_leakage leak = attack_with(&a, names[i], "");
            cr_expect_gt(leak.error_rate, want - rate_tolerance(want), "%s", names[i]);
            if (i < 4)
                expect_rate(leak.error_rate, want, names[i]);
            /* As in tests/encrypt/uplink_leakage.c. */
            const double sigma = sqrt((bits * 2 / M_LN2 + leak.bias) / N);
            cr_expect_lt(leak.mutual_information, bits + 5 * sigma, "%s", names[i]);
        }
        air_free(&a);
    }
}

Test(uplink_attacks, meet_the_closed_form_for_noise_of_every_unit)
{
    static const char *const laws[] = {"halfbit", "white", "antisymmetric"};
    static const double kappa[] = {0.5, 0.125, 1};
    static const char *const names[] = {"slicer", "likelihood"};
    for (size_t l = 0; l < 3; ++l) {
        const air_config config = config_of(laws[l], 12, 8);
        const double snr =
            phw_uplink_decision_snr(config.eb_n0, config.jsr, kappa[l], 1);
        for (size_t i = 0; i < 2; ++i)
            expect_rate(rate_of(&config, names[i], ""),
                        phw_uplink_error_gaussian(snr, 1), laws[l]);
    }
}

/* Random Manchester defeats the slicer alone. */
Test(uplink_attacks, read_through_noise_of_constant_amplitude)
{
    static const double jsr_db[] = {3, 10, 20};
    for (size_t j = 0; j < 3; ++j) {
        const air_config config = config_of("binary", jsr_db[j], 20);
        air a;
        air_make(&a, &config);
        cr_expect_leq(attack_with(&a, "likelihood", "").error_rate, 0.01);
        cr_expect_leq(attack_with(&a, "joint", "").error_rate, 0.01);
        cr_expect_gt(attack_with(&a, "likelihood", "").mutual_information, 0.95);
        if (jsr_db[j] > 5)
            cr_expect_gt(attack_with(&a, "slicer", "").error_rate, 0.2);
        air_free(&a);
    }
}

/* Aligned in phase with the tag, amplitude a = sqrt(JSR), real deviation s of a
 * decision s^2 = 1 / (Eb/N0): at a = 1 one bit in four is lost at most, and half a bit
 * leaks. */
Test(uplink_attacks, meet_the_closed_form_of_aligned_binary_noise)
{
    static const double amplitude[] = {1, 1.2, 1.5, 2};
    for (size_t i = 0; i < 4; ++i) {
        const air_config config =
            config_of("binary", 20 * log10(amplitude[i]), i == 0 ? 20 : 10);
        const double want =
            phw_uplink_error_binary(amplitude[i], 1 / sqrt(config.eb_n0));
        double bits = 0;
        air a;
        cr_assert_eq(phw_uplink_information_lattice(&bits, 2, config.jsr, config.eb_n0),
                     PHW_OK);
        air_make(&a, &config);
        /* The channel of the noise turned to the tag's phase: a different tag. */
        const phw_cf turn =
            a.view.noise_channel[0] / cabsf(a.view.noise_channel[0]) - a.view.tag[0];
        air b;
        air_config silent = config;
        silent.jsr = 1e-12;
        silent.eb_n0 = 1e12;
        silent.trial = config.trial;
        air_make(&b, &silent);
        for (size_t k = 0; k < a.view.n_samples; ++k)
            a.sample[0][k] +=
                turn * ((b.sample[0][k] - b.view.leakage[0]) / b.view.tag[0]);
        a.view.tag[0] += turn;
        const phw_uplink_leakage leak = attack_with(&a, "likelihood", "");
        expect_rate(leak.error_rate, want, "binary");
        /* Cells of equal counts lose a few percent where the values lie in four heaps.
         */
        cr_expect_float_eq(leak.mutual_information, bits, 0.05 * bits, "%g: %g, not %g",
                           amplitude[i], leak.mutual_information, bits);
        air_free(&a);
        air_free(&b);
    }
}

/* d^2 of a pair with the noise's edges `off` late: Q(d). Window 1 has the table's
 * formula itself. */
static double theory_of(const air_config *config)
{
    air a;
    double r[64];
    double s[8];
    double squared = 0;
    air_make(&a, config);
    const double h2 = phw_cf_power(a.view.noise_channel[0]);
    const int64_t from = phw_half_bit_from(&a.view.clock, 0);
    cr_assert_eq(phw_noise_covariance(r, &a.view.noise, from, 8), PHW_OK);
    /* Real parts along the tag: half of each complex variance. */
    for (size_t i = 0; i < 64; ++i)
        r[i] *= h2 / 2;
    for (size_t i = 0; i < 8; ++i)
        s[i] = i < 4 ? 1 : -1;
    cr_assert_eq(phw_uplink_deflection(&squared, s, r, 8, a.view.noise_variance / 2),
                 PHW_OK);
    air_free(&a);
    return phw_uplink_error_gaussian(squared, 1);
}

Test(uplink_attacks, whitened_reaches_its_deflection)
{
    static const char *const laws[] = {"antisymmetric", "antisymmetric", "halfbit",
                                       "white", "shaped"};
    static const double off[] = {0, 1, 1, 0, 0};
    for (size_t l = 0; l < 5; ++l) {
        air_config config = config_of(laws[l], 15, 3);
        config.off = off[l];
        const double want = theory_of(&config);
        expect_rate(rate_of(&config, "whitened", "window=1"), want, laws[l]);
        /* More samples never harm. */
        cr_expect_lt(rate_of(&config, "whitened", "window=3"),
                     want + rate_tolerance(want), "%s", laws[l]);
    }
}

/* A quarter of a half bit late at 20 samples each, JSR 10 dB, 10 dB a sample at Eve:
 * the aligned noise keeps her at .38, the late one not at all; the shaped needs no
 * edge. */
Test(uplink_attacks, misaligned_noise_is_no_protection)
{
    air_config config = config_of("antisymmetric", 10, 10 + 10 * log10(4 * 20));
    config.length = 20;
    config.n_bits = 4000;
    cr_expect_gt(rate_of(&config, "whitened", "window=1"), 0.3);
    config.off = 1;
    cr_expect_eq(rate_of(&config, "whitened", "window=1"), 0);
    config.off = 5;
    cr_expect_eq(rate_of(&config, "whitened", "window=1"), 0);
    cr_expect_eq(rate_of(&config, "edge", ""), 0);
    config.law = "shaped";
    cr_expect_gt(rate_of(&config, "whitened", ""), 0.05);
}

Test(uplink_attacks, two_antennas_null_the_noise)
{
    static const char *const sets[] = {"channel=known", "channel=blind",
                                       "channel=blind:block=16"};
    const air_config config = config_of("antisymmetric", 20, 8);
    air a;
    air_make(&a, &config);
    double noise = 0;
    double receiver = 0;
    cr_assert_eq(phw_uplink_view_powers(&noise, &receiver, &a.view), PHW_OK);
    const double sinr =
        phw_uplink_combined_sinr(a.view.tag, a.view.noise_channel, 2, noise, receiver);
    const double want = phw_uplink_error_gaussian(2 * sinr, 1);
    expect_rate(attack_with(&a, "nulling", sets[0]).error_rate, want, sets[0]);
    /* Blind ones lose a little: below 1.2 of it over all, 2 over sixteen pairs. */
    const double over_all = attack_with(&a, "nulling", sets[1]).error_rate;
    const double sixteen = attack_with(&a, "nulling", sets[2]).error_rate;
    cr_expect_lt(over_all, 1.2 * want + rate_tolerance(want), "%g", over_all);
    cr_expect_lt(sixteen, 2 * want + 0.02, "%g", sixteen);
    cr_expect_gt(attack_with(&a, "slicer", "").error_rate, 0.4);
    a.view.n_antennas = 1;
    float soft[1];
    const phw_uplink_attack *attack = NULL;
    cr_assert_eq(phw_uplink_attack_find(&attack, "nulling"), PHW_OK);
    cr_expect_eq(phw_uplink_attack_run(soft, attack, &a.view, NULL), PHW_EARG);
    air_free(&a);
}

/* A log-likelihood ratio L that is one is wrong with probability 1 / (1 + e^|L|): the
 * mean of that over N bits is the error rate, whose deviation is at most that of N
 * independent bits. Half or twice the ratio is off by a third of it and more. */
Test(uplink_attacks, tell_by_their_ratios_how_often_they_err)
{
    static const char *const names[] = {"edge",     "edge",    "likelihood",
                                        "whitened", "nulling", "likelihood"};
    static const char *const laws[] = {"antisymmetric", "white",   "antisymmetric",
                                       "shaped",        "halfbit", "binary"};
    static const double off[] = {1, 0, 0, 0, 0, 0};
    static float soft[N];
    for (size_t i = 0; i < 6; ++i) {
        air_config config = config_of(laws[i], 3, i == 0 ? 8 : 5);
        const phw_uplink_attack *attack = NULL;
        phw_params params;
        air a;
        config.off = off[i];
        air_make(&a, &config);
        cr_assert_eq(phw_uplink_attack_find(&attack, names[i]), PHW_OK);
        cr_assert_eq(
            phw_params_read(&params, attack->params, attack->n_params,
                            strcmp(names[i], "whitened") == 0 ? "window=1" : ""),
            PHW_OK);
        cr_assert_eq(phw_uplink_attack_run(soft, attack, &a.view, &params), PHW_OK);
        double told = 0;
        double wrong = 0;
        for (size_t k = 0; k < N; ++k) {
            told += 1 / (1 + exp(fabs((double)soft[k]))) / N;
            wrong += (double)((soft[k] > 0) != (air_bits(&a)[k] != 0)) / N;
        }
        cr_expect_gt(wrong, 0.003, "%s, %s: %g", names[i], laws[i], wrong);
        cr_expect_float_eq(told, wrong, rate_tolerance(wrong), "%s, %s: %g, not %g",
                           names[i], laws[i], told, wrong);
        air_free(&a);
    }
}

/* FM0's bit is wrong where one of its two pairs is; errors of neighbours are dependent,
 * which at most doubles the variance. */
Test(uplink_attacks, on_fm0_err_as_pairs_do)
{
    air_config config = config_of("antisymmetric", 10, 20);
    config.code = &phw_line_code_fm0;
    const double q = phw_uplink_error_gaussian(
        phw_uplink_decision_snr(config.eb_n0, config.jsr, 1, 1), 1);
    const double want = 2 * q * (1 - q);
    static const char *const names[] = {"slicer", "likelihood", "whitened"};
    for (size_t i = 0; i < 3; ++i) {
        const double got = rate_of(&config, names[i], "");
        cr_expect_float_eq(got, want, M_SQRT2 * rate_tolerance(want), "%s: %g, not %g",
                           names[i], got, want);
    }
    /* Laid on FM0's bits instead of its pairs, the noise is half a bit off. */
    config.off = config.length;
    cr_expect_lt(rate_of(&config, "whitened", "window=9"), want / 2);
}

/* Ten reads of the same bits under fresh noise: S = 20 / J. */
Test(uplink_attacks, add_up_over_repeated_reads)
{
    static float soft[N];
    static float sum[N];
    const phw_uplink_attack *attack = NULL;
    cr_assert_eq(phw_uplink_attack_find(&attack, "likelihood"), PHW_OK);
    air_config config = config_of("antisymmetric", 20, 30);
    air first;
    air_make(&first, &config);
    const size_t n_reads = 10;
    for (uint32_t read = 0; read < n_reads; ++read) {
        air a;
        config.trial = read;
        air_make(&a, &config);
        cr_assert_eq(phw_uplink_attack_run(soft, attack, &a.view, NULL), PHW_OK);
        /* The bits are drawn anew with the trial: turned into those of the first. */
        for (size_t i = 0; i < N; ++i)
            sum[i] += air_bits(&a)[i] == air_bits(&first)[i] ? soft[i] : -soft[i];
        air_free(&a);
    }
    phw_uplink_leakage leak;
    cr_assert_eq(phw_uplink_leakage_measure(&leak, air_bits(&first), sum, N, 0),
                 PHW_OK);
    const double snr = phw_uplink_decision_snr(config.eb_n0, config.jsr, 1, 1);
    expect_rate(leak.error_rate, phw_uplink_error_gaussian(snr, 10), "ten reads");
    air_free(&first);
}
