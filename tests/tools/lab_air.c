#include "tools/lab_air.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/scenario.h"
#include "tools/scenario_check.h"

#define NODES                                                                  \
    "carrier_hz: 3e9\nprofile: flat\nsubcarriers: 1\ndoppler_hz: 10\nnodes:\n" \
    "  a: {position_m: [0, 0, 0]}\n"                                           \
    "  b: {position_m: [9, 0, 0]}\n"

static phw_scenario *scenario(const char *text)
{
    phw_scenario *s = malloc(sizeof *s);
    cr_assert_not_null(s);
    cr_assert_eq(phw_scenario_parse(s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_scenario_check(s), PHW_OK, "%s", phw_error_message());
    return s;
}

static phw_air *air(const phw_scenario *s, uint32_t trial)
{
    phw_air *air = NULL;
    cr_assert_eq(phw_air_create(&air, s, 5, trial), PHW_OK, "%s", phw_error_message());
    return air;
}

Test(lab_air, is_the_same_channel_from_either_end)
{
    phw_scenario *s = scenario("profile: tdl-a\nnodes:\n"
                               "  a: {position_m: [0, 0, 0], array: 'ula:n=3'}\n"
                               "  b: {position_m: [9, 0, 0], array: 'ula:n=2'}\n"
                               "surface: {elements: 8}\ntags: {t: {}}\n");
    phw_air *x = air(s, 0);
    phw_cf ab[6 * PHW_TAPS_MAX];
    phw_cf ba[6 * PHW_TAPS_MAX];
    cr_assert_eq(phw_air_channels(x, PHW_PARTY_ALICE), 6);
    for (int k = 0; k < 9; ++k) {
        cr_assert_eq(phw_air_taps(x, ba, PHW_PARTY_ALICE, 0.13 * k), PHW_OK);
        cr_assert_eq(phw_air_taps(x, ab, PHW_PARTY_BOB, 0.13 * k), PHW_OK);
        for (size_t i = 0; i < 6 * phw_air_profile(x, 0)->n; ++i) {
            const size_t at = i / 6 * 6 + i % 3 * 2 + i % 6 / 3;
            cr_expect(ab[i] == ba[at], "instant %d, value %zu", k, i);
        }
    }
    phw_air_destroy(x);
    free(s);
}

/* Mean and standard error of Alice's |h|^2 over independent trials. */
static double mean_power(double *error, const char *text, size_t n)
{
    phw_scenario *s = scenario(text);
    phw_air *x = air(s, 0);
    phw_cf tap[PHW_TAPS_MAX];
    double sum = 0;
    double squares = 0;
    for (size_t i = 0; i < n; ++i) {
        cr_assert_eq(phw_air_reset(x, 5, (uint32_t)i), PHW_OK);
        cr_assert_eq(phw_air_taps(x, tap, PHW_PARTY_ALICE, 0), PHW_OK);
        const double power = phw_cf_power(tap[0]);
        sum += power;
        squares += power * power;
    }
    *error = sqrt((squares / (double)n - pow(sum / (double)n, 2)) / (double)n);
    phw_air_destroy(x);
    free(s);
    return sum / (double)n;
}

/* N elements of mean power P / N each: P at random phases. Aligned with each other and
 * the direct path, 1 + P (1 + (N - 1) pi^2/16) + 2 sqrt(P N) E|h| E|f g|, of two
 * Rayleigh hops E|f g| = pi/4, E|h| = sqrt(pi)/2: P grows with N (the sum with N^2).
 * Both within five standard errors of 4000 trials. */
Test(lab_air, gets_the_power_of_a_surface)
{
    double error = 0;
    const double random = mean_power(&error, NODES "surface: {elements: 16}\n", 4000);
    cr_expect_float_eq(random, 2, 5 * error, "%g +- %g", random, error);
    const double aligned = mean_power(
        &error, NODES "surface: {elements: 16, configuration: aligned}\n", 4000);
    const double expected =
        2 + 15 * M_PI * M_PI / 16 + 2 * sqrt(16) * sqrt(M_PI) / 2 * M_PI / 4;
    cr_expect_float_eq(aligned, expected, 5 * error, "%g +- %g, expected %g", aligned,
                       error, expected);
}

/* 1 + P at load 1, five standard errors of 4000 trials. */
Test(lab_air, adds_a_tag)
{
    double error = 0;
    const double power = mean_power(&error, NODES "tags: {t: {power_db: 0}}\n", 4000);
    cr_expect_float_eq(power, 2, 5 * error, "%g +- %g", power, error);
}

/* (lambda / (4 pi d))^2 of 100 mW in mW. */
Test(lab_air, loses_power_over_free_space)
{
    double error = 0;
    const double power = mean_power(&error, NODES "path_loss: free-space\n", 4000);
    const double expected = 100 * pow(299792458.0 / 3e9 / (4 * M_PI * 9), 2);
    cr_expect_float_eq(power, expected, 5 * error, "%g +- %g, expected %g", power,
                       error, expected);
}

/* An estimate has 52 / 128 of a sample's noise. Disturbance is measured: within five
 * standard errors of an exponential's mean over 1000 exchanges. */
Test(lab_air, hears_k_t_b_f_and_who_disturbs)
{
    phw_scenario *s = scenario(
        NODES "  c: {role: observer, position_m: [5, 0, 0], noise_figure_db: 3}\n"
              "path_loss: free-space\nbandwidth_hz: 1e6\nn_probes: 1000\n"
              "interferers: {j: {target: c, power_db: 0}}\n");
    phw_air *x = air(s, 0);
    const double thermal_mw = 1.380649e-23 * 290 * 1e6 * 1e3 * 52 / 128;
    cr_expect_float_eq(phw_air_noise_variance(x, PHW_PARTY_BOB), thermal_mw,
                       1e-6 * thermal_mw);
    const double eve = thermal_mw * pow(10, 0.3);
    cr_expect_float_eq(phw_air_receiver_noise(x, PHW_PARTY_EVE), eve, 1e-6 * eve);
    cr_expect_float_eq(phw_air_noise_variance(x, PHW_PARTY_EVE), 2 * eve,
                       5 / sqrt(1000) * eve, "%g, expected %g",
                       phw_air_noise_variance(x, PHW_PARTY_EVE), 2 * eve);
    phw_air_destroy(x);
    free(s);
}

/* What samples of a waveform must be read for. */
Test(lab_air, knows_where_the_widest_spectrum_ends)
{
    static const struct {
        const char *more;
        double over_fd;
    } of[] = {{"", 1},
              {"spectrum: bell\n", 5},
              {"law: 'nakagami:m=4'\n", 16},
              {"surface: {elements: 4}\n", 2},
              {"tags: {t: {position_m: [3, 0, 0]}}\nspectrum: bell\n", 10}};

    for (size_t i = 0; i < sizeof of / sizeof of[0]; ++i) {
        char text[512];
        (void)snprintf(text, sizeof text, "%s%s", NODES, of[i].more);
        phw_scenario *s = scenario(text);
        phw_air *x = air(s, 0);
        cr_expect_float_eq(phw_air_doppler_hz(x, PHW_PARTY_BOB), 10 * of[i].over_fd,
                           1e-9, "%s", of[i].more);
        phw_air_destroy(x);
        free(s);
    }
}

/* A jammer 60 dB over all else is what two antennas have, as at level iq. */
Test(lab_air, has_one_jammer_at_all_antennas)
{
    phw_scenario *s = scenario("profile: tdl-a\nsubcarriers: 4\nnodes:\n"
                               "  a: {position_m: [0, 0, 0]}\n"
                               "  b: {position_m: [9, 0, 0], array: 'ula:n=2'}\n"
                               "interferers: {j: {power_db: 90}}\n");
    phw_air *x = air(s, 0);
    phw_cf h[8];
    for (size_t probe = 0; probe < 9; ++probe) {
        cr_assert_eq(phw_air_observe(x, h, PHW_PARTY_BOB, probe), PHW_OK);
        for (size_t k = 0; k < 4; ++k)
            cr_expect_lt(phw_cf_power(h[k] - h[4 + k]),
                         1e-3 * (phw_cf_power(h[k]) + phw_cf_power(h[4 + k])),
                         "probe %zu, subcarrier %zu", probe, k);
    }
    phw_air_destroy(x);
    free(s);
}

Test(lab_air, is_after_a_reset_as_created)
{
    phw_scenario *s =
        scenario(NODES "surface: {elements: 4, configuration: aligned}\n");
    phw_air *x = air(s, 0);
    phw_air *fresh = air(s, 7);
    phw_cf a[PHW_TAPS_MAX];
    phw_cf b[PHW_TAPS_MAX];
    cr_assert_eq(phw_air_taps(x, a, PHW_PARTY_BOB, 0.5), PHW_OK);
    cr_assert_eq(phw_air_reset(x, 5, 7), PHW_OK);
    for (size_t probe = 0; probe < 40; probe += 13) {
        cr_assert_eq(phw_air_observe(x, a, PHW_PARTY_BOB, probe), PHW_OK);
        cr_assert_eq(phw_air_observe(fresh, b, PHW_PARTY_BOB, probe), PHW_OK);
        cr_expect(a[0] == b[0], "probe %zu", probe);
    }
    phw_air_destroy(fresh);
    phw_air_destroy(x);
    free(s);
}
