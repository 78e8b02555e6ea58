#include "tools/lab_randomizer.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/signal.h"
#include "tools/lab_air.h"
#include "tools/scenario.h"
#include "tools/scenario_check.h"

/* Two ends, %s what is their own, and an observer; hardly any noise, nothing moves. */
#define STILL                                                             \
    "carrier_hz: 3e9\nbandwidth_hz: 1MHz\nprofile: %s\nsubcarriers: %u\n" \
    "spacing_hz: 10kHz\ndoppler_hz: 0\nrandomizer: %s\nnodes:\n"          \
    "  a: {position_m: [0, 0, 0], snr_db: 80%s}\n"                        \
    "  b: {position_m: [9, 0, 0], snr_db: 80}\n"                          \
    "  e: {role: observer, position_m: [5, 5, 0], snr_db: 80}\n%s"

#define TONES 4

static phw_scenario *scenario(const char *profile, unsigned n, const char *randomizer,
                              const char *hub, const char *more)
{
    char text[1024];
    phw_scenario *s = malloc(sizeof *s);
    cr_assert_not_null(s);
    (void)snprintf(text, sizeof text, STILL, profile, n, randomizer, hub, more);
    cr_assert_eq(phw_scenario_parse(s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    return s;
}

static phw_air *air(const phw_scenario *s, uint32_t trial, bool random)
{
    phw_air *air = NULL;
    cr_assert_eq(phw_scenario_check(s), PHW_OK, "%s", phw_error_message());
    cr_assert_eq(phw_air_create(&air, s, 5, trial), PHW_OK, "%s", phw_error_message());
    if (random)
        cr_assert_eq(phw_air_randomize(air), PHW_OK);
    return air;
}

/* What is measured in an exchange, up to three times TONES values. */
static const phw_cf *observe(phw_air *a, size_t observation, size_t probe)
{
    static phw_cf out[3][3 * TONES];
    cr_assert_eq(phw_air_observe(a, out[observation], observation, probe), PHW_OK);
    return out[observation];
}

static void expect_near(phw_cf x, phw_cf y, const char *what)
{
    cr_expect_lt(cabsf(x - y), 0.01F * (1 + cabsf(y)), "%s", what);
}

Test(lab_randomizer, product_gives_both_ends_the_channel_times_both_draws)
{
    phw_scenario *s = scenario("tdl-b", TONES, "product", "", "");
    phw_air *plain = air(s, 0, false);
    phw_air *random = air(s, 0, true);
    phw_lab_randomizer r = {0};
    phw_cf a[TONES];
    phw_cf h[2][TONES];
    cr_assert_eq(phw_lab_randomizer_open(&r, phw_air_plan(random), TONES, 5, 0),
                 PHW_OK);
    cr_expect_null(phw_lab_randomizer_draw(&r, 2, 0));
    memcpy(h[0], observe(plain, PHW_PARTY_ALICE, 0), sizeof h[0]);
    memcpy(h[1], observe(plain, PHW_PARTY_EVE, 0), sizeof h[1]);
    for (size_t i = 0; i < 50; ++i) {
        const phw_cf *alice = observe(random, PHW_PARTY_ALICE, i);
        const phw_cf *bob = observe(random, PHW_PARTY_BOB, i);
        const phw_cf *eve = observe(random, PHW_PARTY_EVE, i);
        memcpy(a, phw_lab_randomizer_draw(&r, 0, i), sizeof a);
        const phw_cf *b = phw_lab_randomizer_draw(&r, 1, i);
        for (size_t k = 0; k < TONES; ++k) {
            expect_near(alice[k], bob[k], "both ends");
            expect_near(eve[TONES + k], alice[k], "who knows has it too");
            expect_near(alice[k], h[0][k] * a[k] * b[k], "Alice");
            expect_near(eve[k], h[1][k] * a[k], "Eve");
        }
    }
    phw_lab_randomizer_close(&r);
    phw_air_destroy(plain);
    phw_air_destroy(random);
    free(s);
}

Test(lab_randomizer, pilots_are_alices_alone)
{
    phw_scenario *s = scenario("flat", 1, "pilots", "", "");
    phw_air *x = air(s, 0, true);
    phw_lab_randomizer r = {0};
    cr_assert_eq(phw_lab_randomizer_open(&r, phw_air_plan(x), 1, 5, 0), PHW_OK);
    cr_expect_not_null(phw_lab_randomizer_draw(&r, 0, 3));
    cr_expect_null(phw_lab_randomizer_draw(&r, 1, 3));
    for (size_t i = 0; i < 20; ++i)
        expect_near(*observe(x, PHW_PARTY_ALICE, i), *observe(x, PHW_PARTY_BOB, i),
                    "both ends");
    phw_lab_randomizer_close(&r);
    phw_air_destroy(x);
    free(s);
}

/* Over many draws |w^T h|^2 / n has the mean of |h|^2 and is exponential; 5 sigma. */
Test(lab_randomizer, beams_change_with_the_exchange_and_are_one_port)
{
    enum {
        N = 2000
    };

    phw_scenario *s = scenario("flat", 1, "beams", ", array: 'ula:n=4'", "");
    phw_air *x = air(s, 0, true);
    phw_air *plain = air(s, 0, false);
    phw_cf h[4];
    double power = 0;
    double expected = 0;
    cr_expect_eq(phw_air_channels(x, PHW_PARTY_ALICE), 1);
    cr_expect_eq(phw_air_hearings(x, PHW_PARTY_EVE), 1);
    cr_assert_eq(phw_air_taps(plain, h, PHW_PARTY_ALICE, 0), PHW_OK);
    for (size_t k = 0; k < 4; ++k)
        expected += phw_cf_power(h[k]) / 4;
    for (size_t i = 0; i < N; ++i) {
        const phw_cf alice = *observe(x, PHW_PARTY_ALICE, i);
        expect_near(alice, *observe(x, PHW_PARTY_BOB, i), "both ends");
        power += phw_cf_power(alice) / N;
    }
    cr_expect_float_eq(power, expected, 5 * expected / sqrt(N));
    phw_air_destroy(plain);
    phw_air_destroy(x);
    free(s);
}

/* Of several taps she can solve for the weights. */
Test(lab_randomizer, beams_of_a_wide_band_are_told_to_who_knows)
{
    phw_scenario *s = scenario("tdl-b", TONES, "beams", ", array: 'ula:n=4'", "");
    phw_air *x = air(s, 0, true);
    cr_expect_eq(phw_air_hearings(x, PHW_PARTY_ALICE), 1);
    cr_expect_eq(phw_air_hearings(x, PHW_PARTY_EVE), 2);
    for (size_t i = 0; i < 20; ++i) {
        const phw_cf *alice = observe(x, PHW_PARTY_ALICE, i);
        const phw_cf *eve = observe(x, PHW_PARTY_EVE, i);
        for (size_t k = 0; k < TONES; ++k)
            expect_near(eve[TONES + k], alice[k], "who knows has it too");
    }
    phw_air_destroy(x);
    free(s);
}

/* Public, or so few that two numbers tell them. */
Test(lab_randomizer, surfaces_are_told_by_what_is_known_of_their_phases)
{
    static const struct {
        const char *randomizer;
        const char *surface;
        bool told;
    } row[] = {
        {"ris", "{elements: 64, bits: 1}", false},
        {"ris", "{elements: 16}", false},
        {"ris", "{elements: 63, bits: 1}", true},
        {"ris", "{elements: 15, bits: 8}", true},
        {"'ris:public=yes'", "{elements: 64, bits: 1}", true},
    };

    for (size_t r = 0; r < sizeof row / sizeof row[0]; ++r) {
        char surface[64];
        (void)snprintf(surface, sizeof surface, "surface: %s\n", row[r].surface);
        phw_scenario *s = scenario("flat", 1, row[r].randomizer, "", surface);
        phw_air *x = air(s, 0, true);
        size_t close = 0;
        cr_expect_eq(phw_air_hearings(x, PHW_PARTY_EVE), 2);
        for (size_t i = 0; i < 20; ++i) {
            const phw_cf alice = *observe(x, PHW_PARTY_ALICE, i);
            const phw_cf eve = observe(x, PHW_PARTY_EVE, i)[1];
            close += cabsf(eve - alice) < 0.01F * (1 + cabsf(alice));
        }
        cr_expect_eq(close == 20, row[r].told, "row %zu: %zu", r, close);
        phw_air_destroy(x);
        free(s);
    }
}

Test(lab_randomizer, tells_an_ignorant_eve_nothing_more)
{
    phw_scenario *s =
        scenario("flat", 1, "product", "", "eve_knows_own_channels: no\n");
    phw_air *x = air(s, 0, true);
    cr_expect_eq(phw_air_hearings(x, PHW_PARTY_EVE), 1);
    phw_air_destroy(x);
    free(s);
}

Test(lab_randomizer, is_the_same_in_an_air_that_was_reset)
{
    static const char *const hub[] = {"", ", array: 'ula:n=4'"};
    static const char *const name[] = {"product", "beams"};
    for (size_t i = 0; i < 2; ++i) {
        phw_scenario *s = scenario("flat", 1, name[i], hub[i], "");
        phw_air *made = air(s, 3, true);
        phw_air *reset = air(s, 0, true);
        (void)observe(reset, PHW_PARTY_ALICE, 7);
        cr_assert_eq(phw_air_reset(reset, 5, 3), PHW_OK);
        for (size_t probe = 0; probe < 5; ++probe) {
            const phw_cf x = *observe(made, PHW_PARTY_ALICE, probe);
            cr_expect(x == *observe(reset, PHW_PARTY_ALICE, probe), "%s", name[i]);
        }
        phw_air_destroy(made);
        phw_air_destroy(reset);
        free(s);
    }
}

static void expect_refused(phw_scenario *s, const char *why)
{
    cr_expect_eq(phw_scenario_check(s), PHW_EINPUT, "%s", why);
    cr_expect_not_null(strstr(phw_error_message(), "randomizer"), "%s: %s", why,
                       phw_error_message());
    free(s);
}

Test(lab_randomizer, refuses_what_can_not_be)
{
    const char *array = ", array: 'ula:n=4'";
    expect_refused(scenario("flat", 1, "ijam", "", ""), "unknown");
    expect_refused(scenario("flat", 1, "permute", "", ""), "of values");
    expect_refused(scenario("flat", 1, "'product:law=flat'", "", ""), "parameter");
    expect_refused(scenario("flat", 1, "product", array, ""), "an array");
    expect_refused(scenario("flat", 1, "beams", "", ""), "no array");
    expect_refused(scenario("flat", 1, "beams", ", array: 'ula:n=4', beam: sweep", ""),
                   "a beam of its own");
    expect_refused(scenario("flat", 1, "ris", "", ""), "no surface");
    expect_refused(
        scenario("flat", 1, "ris", "", "surface: {configuration: aligned}\n"),
        "phases that are not drawn");
    phw_scenario *s = scenario("flat", 1, "product", "", "");
    s->value[PHW_SCENARIO_LEVEL] = PHW_LEVEL_IQ;
    s->value[PHW_SCENARIO_SUBCARRIERS] = 52;
    s->value[PHW_SCENARIO_SPACING_HZ] = s->value[PHW_SCENARIO_BANDWIDTH_HZ] / 64;
    expect_refused(s, "level iq");
}
