#include "channel/network_config.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/spectra.h"

#include "tests/channel/three.h"

/* Alice and Eve a metre apart, Bob ten. */
static void fill(three *t)
{
    three_fill(t, "tdl-a", 0, 0);
    t->config.correlation = NULL;
    t->node[BOB].position_m[0] = 10;
    t->node[EVE].position_m[0] = 11;
}

Test(network_config, carriers_from_100_mhz_to_terahertz_are_good)
{
    three t;
    fill(&t);
    const double carriers[] = {1e8, 868e6, 2.4e9, 60e9, 300e9, 3e12};
    for (size_t i = 0; i < sizeof carriers / sizeof carriers[0]; ++i) {
        t.config.carrier_hz = carriers[i];
        cr_expect_eq(phw_network_config_check(&t.config), PHW_OK);
        cr_expect_float_eq(phw_network_config_wavelength_m(&t.config) * carriers[i],
                           299792458, 1e-3);
    }
}

/* v = 1 m/s at 2.4 GHz: fd = 8.006 Hz; both ends with 3 and 4: 5 times that. */
Test(network_config, the_doppler_comes_from_the_velocities)
{
    three t;
    fill(&t);
    t.config.carrier_hz = 2.4e9;
    t.config.doppler_hz = -1;
    cr_expect_eq(phw_network_config_doppler_hz(&t.config), 0);
    t.node[EVE].velocity_m_s[1] = -1;
    cr_expect_float_eq(phw_network_config_doppler_hz(&t.config), 8.006, 1e-3);
    t.node[EVE].velocity_m_s[1] = 3;
    t.node[ALICE].velocity_m_s[2] = 4;
    t.node[BOB].velocity_m_s[0] = 2;
    cr_expect_float_eq(phw_network_config_doppler_hz(&t.config), 5 * 8.0055, 2e-3);
    t.config.mode = PHW_NETWORK_PLANE_WAVES;
    cr_expect_float_eq(phw_network_config_doppler_hz(&t.config), 7 * 8.0055, 2e-3);
    t.config.doppler_hz = 10;
    cr_expect_float_eq(phw_network_config_doppler_hz(&t.config), 10 + 7 * 8.0055, 2e-3);
}

Test(network_config, nodes_at_the_same_place_are_refused_by_name)
{
    three t;
    fill(&t);
    t.node[EVE].position_m[0] = 10;
    cr_expect_eq(phw_network_config_check(&t.config), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "bob"));
    cr_expect_not_null(strstr(phw_error_message(), "eve"));
    /* A hundredth of a wavelength is another place. */
    t.node[EVE].position_m[0] = 10.01;
    cr_expect_eq(phw_network_config_check(&t.config), PHW_OK);
    /* So is another site. */
    t.node[ALICE].position_m[0] = 10;
    cr_expect_eq(phw_network_config_check(&t.config), PHW_OK);
    /* And an explicit correlation asks for no places. */
    t.node[EVE].position_m[0] = 10;
    t.config.correlation = t.correlation;
    cr_expect_eq(phw_network_config_check(&t.config), PHW_OK);
}

Test(network_config, pairs_of_sites_have_numbers_of_their_own)
{
    for (size_t n = 1; n < 9; ++n) {
        bool seen[64] = {false};
        for (size_t s = 0; s < n; ++s) {
            for (size_t r = s; r < n; ++r) {
                const size_t pair = phw_network_site_pair(n, s, r);
                cr_assert_lt(pair, n * (n + 1) / 2);
                cr_expect(!seen[pair]);
                seen[pair] = true;
            }
        }
    }
    cr_expect_eq(phw_network_site_pair(5, 0, 1), 0);
}

Test(network_config, a_tap_keeps_its_own_spectrum)
{
    three t;
    fill(&t);
    const phw_spectrum *bell = NULL;
    cr_assert_eq(phw_spectrum_find(&bell, "bell"), PHW_OK);
    cr_assert_eq(phw_spectrum_choose(&t.config.spectrum, "flat"), PHW_OK);
    t.config.taps.spectrum[1] = bell;
    cr_expect_str_eq(phw_network_config_spectrum(&t.config, 0).entry->name, "flat");
    cr_expect_eq(phw_network_config_spectrum(&t.config, 1).entry, bell);
}

Test(network_config, what_cannot_be_is_refused)
{
    enum {
        N_BAD = 23
    };

    three good;
    fill(&good);
    cr_expect_eq(phw_network_config_check(&good.config), PHW_OK);
    for (int i = 0; i < N_BAD; ++i) {
        three t;
        fill(&t);
        phw_network_config *c = &t.config;
        const bool with_nodes = i >= 17;
        switch (i) {
        case 0:
            c->n_nodes = 1;
            break;
        case 1:
            c->n_nodes = 1025;
            break;
        case 2:
            c->n_sites = 0;
            break;
        case 3:
            c->n_sites = 65;
            break;
        case 4:
            c->carrier_hz = 0;
            break;
        case 5:
            c->carrier_hz = (double)NAN;
            break;
        case 6:
            c->doppler_hz = 2e9;
            break;
        case 7:
            c->doppler_hz = (double)NAN;
            break;
        case 8:
            c->mode = (phw_network_mode)2;
            break;
        case 9:
            c->n_waves = 8;
            break;
        case 10:
            c->n_waves = 1000000000;
            break;
        case 11:
            c->redraw_periods = 0.5;
            break;
        case 12:
            c->taps.n = 0;
            break;
        case 13:
            c->taps.n = 65;
            break;
        case 14:
            c->taps.delay_s[3] = -1e-9;
            break;
        case 15:
            c->taps.power[2] = -0.1;
            break;
        case 16:
            c->taps.steady[0] = 1.5;
            break;
        case 17:
            t.node[EVE].site = 2;
            break;
        case 18:
            t.node[EVE].position_m[2] = (double)NAN;
            break;
        case 19:
            t.node[EVE].velocity_m_s[2] = 4e8;
            break;
        case 20:
            t.node[EVE].array = (phw_array){.form = PHW_ARRAY_ULA};
            break;
        case 21:
            t.node[EVE].array =
                (phw_array){PHW_ARRAY_ULA, 1000000000, 1, 1, 0, false, 0};
            break;
        default:
            t.node[EVE].velocity_m_s[0] = HUGE_VAL;
            break;
        }
        cr_expect_eq(phw_network_config_check(c), PHW_EARG, "configuration %d", i);
        cr_expect_eq(with_nodes, strstr(phw_error_message(), "node eve") != NULL,
                     "%d: %s", i, phw_error_message());
    }
}

Test(network_config, plane_waves_take_no_correlation_from_elsewhere)
{
    three t;
    fill(&t);
    t.config.mode = PHW_NETWORK_PLANE_WAVES;
    cr_expect_eq(phw_network_config_check(&t.config), PHW_OK);
    t.config.correlation = t.correlation;
    cr_expect_eq(phw_network_config_check(&t.config), PHW_EARG);
    t.config.correlation = NULL;
    cr_assert_eq(phw_array_choose(&t.node[BOB].array, "ula:n=2:alpha=0.3"), PHW_OK);
    cr_expect_eq(phw_network_config_check(&t.config), PHW_EARG);
}
