#include "tools/lab_iq.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/response.h"
#include "phy/ofdm.h"
#include "phy/wifi_frame.h"
#include "tools/lab_air.h"
#include "tools/lab_sounding.h"
#include "tools/scenario.h"
#include "tools/scenario_check.h"

#define PROBES 300
#define USED   PHW_OFDM_N_USED

_Static_assert(PHW_IQ_ESTIMATE_AT == PHW_OFDM_LONG_AT + PHW_WIFI_FRAME_PHASE_AT,
               "estimates are of another instant");

#define NODES                          \
    "nodes:\n"                         \
    "  a: {position_m: [0, 0, 0]%s}\n" \
    "  b: {position_m: [9, 0, 0]%s}\n" \
    "interval_s: 20ms\nturnaround_s: 1ms\n"

/* A lab of one thread, and what Bob estimates in it. */
typedef struct lab {
    phw_scenario *scenario;
    phw_air *air;
    phw_iq *iq;
    phw_cf *estimate; /* PROBES x USED */
    bool found[PROBES];
} lab;

static phw_scenario *scenario(const char *text)
{
    phw_scenario *s = malloc(sizeof *s);
    cr_assert_not_null(s);
    cr_assert_eq(phw_scenario_parse(s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_scenario_check(s), PHW_OK, "%s", phw_error_message());
    return s;
}

static lab open_lab(const char *text)
{
    lab l = {.scenario = scenario(text),
             .estimate = calloc((size_t)PROBES * USED, sizeof(phw_cf))};
    cr_assert_not_null(l.estimate);
    cr_assert_eq(phw_air_create(&l.air, l.scenario, 5, 0), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_iq_create(&l.iq, l.air, 5, 0), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_iq_chunk(l.iq, l.estimate, l.found, PHW_PARTY_BOB, 0, PROBES),
                 PHW_OK, "%s", phw_error_message());
    return l;
}

static void close_lab(lab *l)
{
    phw_iq_destroy(l->iq);
    phw_air_destroy(l->air);
    free(l->estimate);
    free(l->scenario);
}

/* E|error|^2 of Bob's estimates. */
static double mean_error(const lab *l)
{
    double offset_hz[USED];
    phw_cf tap[PHW_TAPS_MAX];
    phw_cf h[USED];
    double error = 0;
    size_t n_found = 0;
    phw_response *response = NULL;
    const phw_taps *taps = phw_air_profile(l->air, PHW_PARTY_BOB);
    cr_assert_eq(phw_lab_sounding_offsets(offset_hz, l->scenario), PHW_OK);
    cr_assert_eq(
        phw_response_create(&response, taps->delay_s, taps->n, offset_hz, USED),
        PHW_OK);
    const double after_s =
        PHW_IQ_ESTIMATE_AT / l->scenario->value[PHW_SCENARIO_BANDWIDTH_HZ];
    for (size_t i = 0; i < PROBES; ++i) {
        if (!l->found[i])
            continue;
        ++n_found;
        const double at_s = phw_air_instant(l->air, PHW_PARTY_BOB, i) + after_s;
        cr_assert_eq(phw_air_lane(l->air, tap, PHW_PARTY_BOB, 0, at_s), PHW_OK);
        phw_response_execute(response, h, tap);
        for (size_t k = 0; k < USED; ++k)
            error += phw_cf_power(l->estimate[i * USED + k] - h[k]);
    }
    phw_response_destroy(response);
    cr_assert_gt(n_found, PROBES * 9 / 10, "%zu found", n_found);
    return error / ((double)n_found * USED);
}

/* An estimate is h and noise of the scenario's variance, over carriers and probes that
 * is an exponential mean: a standard error of 1 / sqrt(n), five of them. On top stand
 * what the delay line's filters leave, -60 dB and less. A detector's timing that is one
 * sample off would be an error of -3 dB. */
Test(lab_iq, estimates_the_channel_with_the_closed_form_error)
{
    static const double snr_db[] = {15, 25, 35};
    for (size_t i = 0; i < sizeof snr_db / sizeof snr_db[0]; ++i) {
        char end[64];
        char text[512];
        (void)snprintf(end, sizeof end, ", snr_db: %g", snr_db[i]);
        (void)snprintf(text, sizeof text, "profile: tdl-b\nlevel: iq\n" NODES, end,
                       end);
        lab l = open_lab(text);
        const double expected = pow(10, -snr_db[i] / 10);
        const double error = mean_error(&l);
        cr_expect_float_eq(error, expected,
                           expected * 5 / sqrt((double)PROBES * USED) + 1e-6,
                           "%g dB: %g, expected %g", snr_db[i], error, expected);
        close_lab(&l);
    }
}

/* Mean |difference|^2 of what two labs estimate, in the probes that both found. */
static double mean_difference(const lab *a, const lab *b)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < PROBES; ++i) {
        if (!a->found[i] || !b->found[i])
            continue;
        ++n;
        for (size_t k = 0; k < USED; ++k)
            sum += phw_cf_power(a->estimate[i * USED + k] - b->estimate[i * USED + k]);
    }
    cr_assert_gt(n, PROBES * 9 / 10, "%zu found", n);
    return sum / ((double)n * USED);
}

static double mean_power(const lab *l)
{
    double sum = 0;
    size_t n = 0;
    for (size_t i = 0; i < PROBES; ++i) {
        if (!l->found[i])
            continue;
        ++n;
        for (size_t k = 0; k < USED; ++k)
            sum += phw_cf_power(l->estimate[i * USED + k]);
    }
    return sum / ((double)n * USED);
}

/* The lab of one text with `bob` among Bob's keys and `top` at the end. */
static lab open_with(const char *bob, const char *top)
{
    char text[512];
    (void)snprintf(text, sizeof text, "profile: tdl-b\nlevel: iq\n" NODES "%s\n",
                   ", tx_power_dbm: 0", bob, top);
    return open_lab(text);
}

/* Rounding alone is between them. */
Test(lab_iq, takes_off_what_the_gain_control_did)
{
    static const char *const top[] = {"", "path_loss: free-space"};
    for (int i = 0; i < 2; ++i) {
        lab without = open_with("", top[i]);
        lab with = open_with(", agc: yes", top[i]);
        const double difference = mean_difference(&with, &without);
        cr_expect_lt(difference, 1e-9 * mean_power(&without), "%s: %g", top[i],
                     difference);
        close_lab(&with);
        close_lab(&without);
    }
}

/* Eight bits leave some -40 dB, a constant of -40 dBc less than that on the carriers
 * beside it: at the signal's level, whatever that is. */
Test(lab_iq, has_receivers_that_are_set_for_their_signals)
{
    static const char *const flaw[] = {", adc_bits: 8", ", dc_dbc: -40",
                                       ", adc_bits: 8, agc: yes"};
    static const char *const top[] = {"", "path_loss: free-space"};
    for (size_t i = 0; i < sizeof flaw / sizeof flaw[0]; ++i) {
        for (int k = 0; k < 2; ++k) {
            lab without = open_with("", top[k]);
            lab with = open_with(flaw[i], top[k]);
            const double difference =
                mean_difference(&with, &without) / mean_power(&without);
            cr_expect(difference > 0 && difference < 1e-3, "%s, %s: %g", flaw[i],
                      top[k], difference);
            close_lab(&with);
            close_lab(&without);
        }
    }
}

/* A slot's silence is k T0 B F within five standard errors, and the estimates' error
 * the noise that the traces say: 52 / 128 of it. */
Test(lab_iq, hears_k_t_b_f_under_a_path_loss)
{
    lab l = open_with(", noise_figure_db: 5", "path_loss: free-space");
    const double thermal_mw = 1.380649e-23 * 290 * 20e6 * 1e3 * pow(10, 0.5);
    const size_t lead = phw_iq_slot_lead(l.iq) / 2;
    const double n = (double)(PROBES * lead);
    double sum = 0;
    for (size_t i = 0; i < PROBES; ++i) {
        const phw_cf *slot = NULL;
        cr_assert_eq(phw_iq_slot(l.iq, &slot, PHW_PARTY_BOB, 0, i), PHW_OK);
        for (size_t k = 0; k < lead; ++k)
            sum += phw_cf_power(slot[k]) / n;
    }
    cr_expect_float_eq(sum, thermal_mw, 5 * thermal_mw / sqrt(n), "%g, expected %g",
                       sum, thermal_mw);
    const double noise = phw_air_noise_variance(l.air, PHW_PARTY_BOB);
    const double error = mean_error(&l);
    cr_expect_float_eq(noise, thermal_mw * 52 / 128, 1e-6 * noise);
    cr_expect_float_eq(error, noise,
                       5 * noise / sqrt((double)PROBES * USED) + 1e-6 * mean_power(&l),
                       "%g, expected %g", error, noise);
    close_lab(&l);
}

/* -15 dB of ripple in four chains part Alice from Bob, but for what a calibration of
 * -40 dB leaves. */
Test(lab_iq, calibrates_estimates)
{
    static const char *const calibration[] = {"", ", calibration_db: -40"};
    double apart[2];
    for (int i = 0; i < 2; ++i) {
        char text[512];
        (void)snprintf(text, sizeof text,
                       "profile: tdl-b\nlevel: iq\nnodes:\n"
                       "  a: {position_m: [0, 0, 0], mismatch_db: -15, snr_db: 40%s}\n"
                       "  b: {position_m: [9, 0, 0], mismatch_db: -15, snr_db: 40%s}\n"
                       "  c: {position_m: [7, 0, 0], role: observer}\n"
                       "interval_s: 20ms\nturnaround_s: 100us\ndoppler_hz: 1\n",
                       calibration[i], calibration[i]);
        lab bob = open_lab(text);
        lab alice = {.estimate = calloc((size_t)PROBES * USED, sizeof(phw_cf))};
        cr_assert_eq(phw_iq_chunk(bob.iq, alice.estimate, alice.found, PHW_PARTY_ALICE,
                                  0, PROBES),
                     PHW_OK);
        apart[i] = mean_difference(&bob, &alice);
        close_lab(&bob);
        free(alice.estimate);
    }
    cr_expect_gt(apart[0], 0.02, "%g", apart[0]);
    cr_expect_lt(apart[1], 1e-3, "%g", apart[1]);
}

/* Mean |error|^2 of what Bob measures at level coefficients, in the probes that were
 * found at level iq. */
static double mean_coefficient_error(const lab *l)
{
    double offset_hz[USED];
    phw_cf tap[PHW_TAPS_MAX];
    phw_cf h[USED];
    phw_cf seen[USED];
    double error = 0;
    size_t n_found = 0;
    phw_response *response = NULL;
    const phw_taps *taps = phw_air_profile(l->air, PHW_PARTY_BOB);
    cr_assert_eq(phw_lab_sounding_offsets(offset_hz, l->scenario), PHW_OK);
    cr_assert_eq(
        phw_response_create(&response, taps->delay_s, taps->n, offset_hz, USED),
        PHW_OK);
    for (size_t i = 0; i < PROBES; ++i) {
        if (!l->found[i])
            continue;
        ++n_found;
        const double at_s = phw_air_instant(l->air, PHW_PARTY_BOB, i);
        cr_assert_eq(phw_air_lane(l->air, tap, PHW_PARTY_BOB, 0, at_s), PHW_OK);
        phw_response_execute(response, h, tap);
        cr_assert_eq(phw_air_observe(l->air, seen, PHW_PARTY_BOB, i), PHW_OK);
        for (size_t k = 0; k < USED; ++k)
            error += phw_cf_power(seen[k] - h[k]);
    }
    phw_response_destroy(response);
    return error / ((double)n_found * USED);
}

/* Both levels have the same waveforms; that they agree within 3 % is more than their
 * noises' standard errors ask for, 0.8 % each. What a trace says is the mean of as many
 * exchanges. */
Test(lab_iq, is_disturbed_as_coefficients_are)
{
    static const char *const kind[] = {
        "jammer",
        "tone",
        "tone:offset_hz=1.9M",
        "chirp",
        "ofdm",
        "burst:duty=0.3",
        "reactive",
        "reactive:delay_s=9u",
        "reactive:threshold_db=90",
    };
    for (size_t i = 0; i < sizeof kind / sizeof kind[0]; ++i) {
        char top[160];
        (void)snprintf(top, sizeof top,
                       "n_probes: 300\ninterferers: {j: {kind: '%s', power_db: 6}}",
                       kind[i]);
        lab l = open_with(", snr_db: 30", top);
        const double iq = mean_error(&l);
        const double coefficients = mean_coefficient_error(&l);
        const double said = phw_air_noise_variance(l.air, PHW_PARTY_BOB);
        cr_expect_float_eq(iq, coefficients, 0.03 * coefficients, "%s: %g, %g", kind[i],
                           iq, coefficients);
        cr_expect_float_eq(said, coefficients, 0.05 * coefficients, "%s: %g, %g",
                           kind[i], said, coefficients);
        close_lab(&l);
    }
}
