/** @file
 * Alice at one site, Bob and Eve at the other: what most tests of networks are about.
 */
#ifndef PHW_TESTS_CHANNEL_THREE_H
#define PHW_TESTS_CHANNEL_THREE_H

#include <criterion/criterion.h>

#include "channel/network.h"
#include "channel/profiles.h"

/** Of the profiles that scale with it. */
#define SPREAD_S 100e-9

enum {
    ALICE = 0,
    BOB,
    EVE,
    N_THREE
};

/** A configuration and what it points to: fill, then use `config`. */
typedef struct three {
    phw_node node[N_THREE];
    phw_site site[2];
    double correlation[N_THREE * N_THREE];
    phw_network_config config;
} three;

/** fd = 1 Hz, so that times count in 1/fd; Eve's explicit correlation with Bob r. */
static inline void three_fill(three *t, const char *profile, size_t n_taps, double r)
{
    *t = (three){.node = {{.name = "alice"},
                          {.name = "bob", .site = 1},
                          {.name = "eve", .site = 1}},
                 .correlation = {1, 0, 0, 0, 1, r, 0, r, 1}};
    t->config = (phw_network_config){.node = t->node,
                                     .n_nodes = N_THREE,
                                     .site = t->site,
                                     .n_sites = 2,
                                     .carrier_hz = 299792458, /* 1 m of wavelength */
                                     .doppler_hz = 1,
                                     .correlation = t->correlation,
                                     .seed = 40};
    cr_assert_eq(
        phw_profile_taps(&t->config.taps, phw_profile_find(profile), SPREAD_S, n_taps),
        PHW_OK, "%s", phw_error_message());
}

static inline phw_network *network_of(const phw_network_config *config)
{
    phw_network *network = NULL;
    cr_assert_eq(phw_network_create(&network, config), PHW_OK, "%s",
                 phw_error_message());
    return network;
}

static inline void read_taps(phw_network *network, phw_cf *out, size_t from, size_t to,
                             double time_s)
{
    cr_assert_eq(phw_network_taps(network, out, from, to, time_s), PHW_OK, "%s",
                 phw_error_message());
}

#endif
