#include "channel/network_spectral.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fading.h"
#include "channel/network.h"

#include "tests/channel/statistics.h"
#include "tests/channel/three.h"

/* Bob's taps are process 0 and Eve's r of it and the rest of process 1. */
Test(network_spectral, processes_have_the_addresses_that_are_told)
{
    three t;
    three_fill(&t, "tdl-a", 0, 0.6);
    t.config.trial = 3;
    phw_network *network = network_of(&t.config);
    phw_fading *bank[2] = {NULL, NULL};
    for (uint32_t p = 0; p < 2; ++p) {
        const phw_fading_config config = {
            .n = t.config.taps.n,
            .doppler_hz = 1,
            .rng = {.seed = 40,
                    .purpose = PHW_RNG_PURPOSE(PHW_RNG_FADING, p * PHW_TAPS_MAX),
                    .trial = 3}};
        cr_assert_eq(phw_fading_create(&bank[p], &config), PHW_OK);
    }
    phw_cf g[PHW_TAPS_MAX];
    phw_cf w[PHW_TAPS_MAX];
    phw_cf h[PHW_TAPS_MAX];
    for (int i = 0; i < 200; ++i) {
        const double time_s = 3.7 * i - 300;
        cr_assert_eq(phw_fading_read(bank[0], g, time_s), PHW_OK);
        cr_assert_eq(phw_fading_read(bank[1], w, time_s), PHW_OK);
        read_taps(network, h, ALICE, EVE, time_s);
        for (size_t l = 0; l < t.config.taps.n; ++l) {
            const phw_cf want =
                (float)sqrt(t.config.taps.power[l]) * (0.6F * g[l] + 0.8F * w[l]);
            cr_expect_lt(cabsf(h[l] - want), 1e-6F);
        }
    }
    phw_fading_destroy(bank[0]);
    phw_fading_destroy(bank[1]);
    phw_network_destroy(network);
}

/* Within a site too taps have unit power, and nodes far apart hang together as little
 * as strangers: the correlation of Bob to Eve with Bob to Carol is R of Eve and Carol.
 */
Test(network_spectral, nodes_of_one_site_have_channels_among_themselves)
{
    enum {
        TRIALS = 3000
    };

    for (int mode = 0; mode < 2; ++mode) {
        phw_node node[3] = {{.name = "bob"}, {.name = "eve"}, {.name = "carol"}};
        node[1].position_m[0] = 50;
        node[2].position_m[0] = 50.15;
        phw_site site = {.flat = false};
        phw_network_config config = {.node = node,
                                     .n_nodes = 3,
                                     .site = &site,
                                     .n_sites = 1,
                                     .carrier_hz = 299792458,
                                     .mode = (phw_network_mode)mode,
                                     .n_waves = 16};
        cr_assert_eq(
            phw_profile_taps(&config.taps, phw_profile_find("exponential"), 1e-7, 16),
            PHW_OK);
        phw_network *network = network_of(&config);
        double complex cross = 0;
        double power[2] = {0};
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf a[16];
            phw_cf b[16];
            phw_cf c[16];
            phw_network_reset(network, 62, trial);
            read_taps(network, a, 0, 1, 0);
            read_taps(network, b, 2, 0, 0);
            read_taps(network, c, 2, 1, 0);
            for (size_t l = 0; l < 16; ++l) {
                const double p = config.taps.power[l];
                cross += (double complex)a[l] * conj((double complex)b[l]) / p;
                power[0] += power_of((double complex)a[l]) / p;
                power[1] += power_of((double complex)c[l]) / p;
            }
        }
        const double n = 16.0 * TRIALS;
        cr_expect_float_eq(power[0] / n, 1, tolerance(1, n), "mode %d", mode);
        cr_expect_float_eq(power[1] / n, 1, tolerance(1, n), "mode %d", mode);
        /* Symmetric mixing adds R(0 - 2) R(1 - 0) conjugate: 0.045 x 0.045 at most. */
        cr_expect_lt(cabs(cross / n - clarke(0.15)), tolerance(1, n) + 0.0021,
                     "mode %d", mode);
        phw_network_destroy(network);
    }
}

Test(network_spectral, flat_sites_have_one_tap)
{
    three t;
    three_fill(&t, "tdl-c", 0, 0);
    t.site[1].flat = true;
    phw_network *network = network_of(&t.config);
    const phw_taps *taps = phw_network_profile(network, BOB, ALICE);
    cr_expect_eq(taps->n, 1);
    cr_expect_eq(taps->delay_s[0], 0);
    cr_expect_eq(taps->power[0], 1);
    phw_cf h[2] = {0, 7};
    read_taps(network, h, BOB, ALICE, 1);
    cr_expect(h[0] != 0 && h[1] == 7);
    phw_network_destroy(network);
}

Test(network_spectral, too_many_antennas_and_processes_are_refused)
{
    three t;
    three_fill(&t, "tdl-a", 0, 0);
    t.config.correlation = NULL;
    t.node[EVE].position_m[0] = 1;
    t.node[BOB].position_m[0] = 2;
    phw_network *network = NULL;
    cr_assert_eq(phw_array_choose(&t.node[BOB].array, "ula:n=1024"), PHW_OK);
    cr_expect_eq(phw_network_create(&network, &t.config), PHW_EARG);
    cr_expect_null(network);
    cr_expect_not_null(strstr(phw_error_message(), "plane waves"));
    t.node[BOB].array.columns = 60;
    t.node[ALICE].array = t.node[BOB].array;
    network = network_of(&t.config);
    static phw_cf h[PHW_TAPS_MAX * 60 * 60];
    t.config.doppler_hz = 0;
    phw_network_destroy(network);
    network = network_of(&t.config);
    /* 3600 pairs of 23 taps; what was there stays. */
    h[0] = 5;
    cr_expect_eq(phw_network_taps(network, h, ALICE, BOB, 0), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "processes"));
    cr_expect_eq(h[0], 5);
    phw_network_destroy(network);
}

Test(network_spectral, links_and_instants_that_are_not_there_are_refused)
{
    for (int mode = 0; mode < 2; ++mode) {
        three t;
        three_fill(&t, "flat", 0, 0);
        t.config.correlation = NULL;
        t.config.mode = (phw_network_mode)mode;
        t.node[EVE].position_m[0] = 1;
        phw_network *network = network_of(&t.config);
        phw_cf h = 3;
        cr_expect_eq(phw_network_taps(network, &h, 0, 3, 0), PHW_EARG);
        cr_expect_eq(phw_network_taps(network, &h, SIZE_MAX, 1, 0), PHW_EARG);
        cr_expect_eq(phw_network_taps(network, &h, 1, 1, 0), PHW_EARG);
        cr_expect_eq(phw_network_taps(network, &h, 0, 1, (double)NAN), PHW_EARG);
        cr_expect_eq(phw_network_taps(network, &h, 0, 1, HUGE_VAL), PHW_EARG);
        cr_expect_eq(phw_network_taps(network, &h, 0, 1, 1e13), PHW_EARG);
        cr_expect_eq(h, 3);
        phw_network_destroy(network);
    }
    phw_network_destroy(NULL);
}
