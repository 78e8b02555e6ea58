#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/angle_spreads.h"
#include "channel/laws.h"
#include "channel/network.h"

#include "tests/channel/statistics.h"
#include "tests/channel/three.h"

/* Three sites; Eve moves, fd from the velocities. */
static void fill(three *t, phw_site site[3], const char *profile, size_t n_taps,
                 phw_network_mode mode)
{
    three_fill(t, profile, n_taps, 0);
    for (size_t i = 0; i < 3; ++i)
        site[i] = (phw_site){.flat = false};
    t->config.site = site;
    t->config.n_sites = 3;
    t->config.correlation = NULL;
    t->config.doppler_hz = -1;
    t->config.mode = mode;
    t->config.n_waves = 16;
    t->node[BOB].position_m[0] = 100;
    t->node[EVE].position_m[1] = 50;
    t->node[EVE].site = 2;
    t->node[EVE].velocity_m_s[0] = 12;
}

Test(network_motion, a_link_that_stands_still_does_whoever_else_moves)
{
    for (int mode = 0; mode < 2; ++mode) {
        three t;
        phw_site site[3];
        fill(&t, site, "tdl-d", 0, (phw_network_mode)mode);
        phw_network *network = network_of(&t.config);
        cr_expect_eq(phw_network_link_doppler_hz(network, ALICE, BOB), 0);
        phw_cf first[PHW_TAPS_MAX];
        phw_cf later[PHW_TAPS_MAX];
        read_taps(network, first, ALICE, BOB, 0);
        const size_t n = phw_network_profile(network, ALICE, BOB)->n;
        for (int i = 1; i < 100; ++i) {
            read_taps(network, later, ALICE, BOB, i * 0.73);
            cr_expect_eq(memcmp(first, later, n * sizeof first[0]), 0, "mode %d, %d",
                         mode, i);
        }
        phw_network_destroy(network);
    }
}

Test(network_motion, a_links_doppler_is_that_of_its_two_sites)
{
    three t;
    phw_site site[3];
    fill(&t, site, "flat", 0, PHW_NETWORK_SPECTRAL);
    t.node[ALICE].velocity_m_s[1] = 5;
    phw_network *network = network_of(&t.config);
    cr_expect_float_eq(phw_network_link_doppler_hz(network, ALICE, BOB), 5, 1e-12);
    cr_expect_float_eq(phw_network_link_doppler_hz(network, EVE, BOB), 12, 1e-12);
    cr_expect_float_eq(phw_network_link_doppler_hz(network, EVE, ALICE), 13, 1e-12);
    cr_expect_float_eq(phw_network_doppler_hz(network), 13, 1e-12);
    phw_network_destroy(network);
    /* Processes are sites'; plane waves know the nodes. */
    t.node[EVE].site = 1;
    for (int mode = 0; mode < 2; ++mode) {
        t.config.mode = (phw_network_mode)mode;
        network = network_of(&t.config);
        cr_expect_float_eq(phw_network_link_doppler_hz(network, ALICE, BOB),
                           mode ? 5 : 13, 1e-12);
        phw_network_destroy(network);
    }
}

/* J0 of Bob's own speed while Eve is twelve times as fast; 64 taps of each trial, of
 * variance 1 at most. */
Test(network_motion, a_link_fades_at_its_own_doppler)
{
    enum {
        TRIALS = 200
    };

    for (int mode = 0; mode < 2; ++mode) {
        three t;
        phw_site site[3];
        fill(&t, site, "exponential", 64, (phw_network_mode)mode);
        t.node[BOB].velocity_m_s[1] = 1;
        phw_network *network = network_of(&t.config);
        double complex sum = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf a[PHW_TAPS_MAX];
            phw_cf b[PHW_TAPS_MAX];
            phw_network_reset(network, 45, trial);
            read_taps(network, a, ALICE, BOB, 3);
            read_taps(network, b, ALICE, BOB, 3.1);
            for (size_t l = 0; l < 64; ++l)
                sum += (double complex)b[l] * conj((double complex)a[l]) /
                       (t.config.taps.power[l] * 64 * TRIALS);
        }
        cr_expect_lt(cabs(sum - clarke(0.1)), tolerance(1, 64.0 * TRIALS), "mode %d",
                     mode);
        phw_network_destroy(network);
    }
}

Test(network_motion, a_line_of_sight_too_far_along_is_refused)
{
    for (int mode = 0; mode < 2; ++mode) {
        three t;
        phw_site site[3];
        fill(&t, site, "flat", 0, (phw_network_mode)mode);
        t.config.taps.steady[0] = 0.5;
        t.config.doppler_hz = 0;
        phw_network *network = network_of(&t.config);
        phw_cf h = 7;
        cr_expect_eq(phw_network_taps(network, &h, ALICE, EVE, 1e200), PHW_EARG);
        cr_expect_eq(h, 7);
        cr_expect_eq(phw_network_taps(network, &h, ALICE, EVE, 1e6), PHW_OK);
        cr_expect_lt(cabsf(h), 10);
        phw_network_destroy(network);
    }
}

/* The mean of n unit phasors of uniform phase: P(|mean| > 5 / sqrt(n)) = e^-25. */
Test(network_motion, each_tap_has_a_steady_phase_of_its_own)
{
    enum {
        TRIALS = 2000
    };

    three t;
    phw_site site[3];
    fill(&t, site, "exponential", 3, PHW_NETWORK_SPECTRAL);
    for (size_t l = 0; l < 3; ++l)
        t.config.taps.steady[l] = 1;
    phw_network *network = network_of(&t.config);
    double complex sum[2] = {0, 0};
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf h[3];
        phw_network_reset(network, 46, trial);
        read_taps(network, h, ALICE, BOB, 0);
        for (size_t l = 1; l < 3; ++l) {
            const double complex turned =
                (double complex)h[l] * conj((double complex)h[0]);
            sum[l - 1] += turned / cabs(turned) / TRIALS;
        }
    }
    cr_expect_lt(cabs(sum[0]), 5 / sqrt(TRIALS));
    cr_expect_lt(cabs(sum[1]), 5 / sqrt(TRIALS));
    phw_network_destroy(network);
}

/* Bob moves across the line of sight and along the only direction of his site, half a
 * wavelength: the second wave turns by half a turn against the first. Powers 1 + cos x
 * and 1 - cos x, x uniform: their product has mean 1/2 and variance 1/8. */
Test(network_motion, the_second_wave_of_a_law_turns_by_the_way_along_it)
{
    enum {
        TRIALS = 1000
    };

    three t;
    phw_site site[3];
    fill(&t, site, "flat", 0, PHW_NETWORK_SPECTRAL);
    cr_assert_eq(phw_angles_choose(&site[0].angles, "gaussian:mean_deg=0:spread_deg=1"),
                 PHW_OK, "%s", phw_error_message());
    cr_assert_eq(
        phw_angles_choose(&site[1].angles, "gaussian:mean_deg=90:spread_deg=1"), PHW_OK,
        "%s", phw_error_message());
    cr_assert_eq(phw_law_choose(&t.config.law, "twdp:k_db=40:delta=1"), PHW_OK, "%s",
                 phw_error_message());
    t.node[BOB].velocity_m_s[1] = 1;
    phw_network *network = network_of(&t.config);
    double mean = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_cf a = 0;
        phw_cf b = 0;
        phw_network_reset(network, 47, trial);
        read_taps(network, &a, ALICE, BOB, 0);
        read_taps(network, &b, ALICE, BOB, 0.5);
        mean += power_of((double complex)a) * power_of((double complex)b) / TRIALS;
    }
    /* What scatters at -40 dB adds 2e-4 at most. */
    cr_expect_float_eq(mean, 0.5, tolerance(0.125, TRIALS) + 3e-4, "%g", mean);
    phw_network_destroy(network);
}
