/* Surfaces and tags in a simulated channel: their hops are those of the network, not
 * numbers made for them. */
#include "channel/surface.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/network.h"
#include "channel/profiles.h"
#include "channel/surface_theory.h"
#include "channel/tag.h"
#include "channel/tag_theory.h"

#include "tests/channel/statistics.h"

enum {
    ALICE,
    BOB,
    THING,
    N_NODES,
    ELEMENTS = 16,
    TRIALS = 4000
};

/* Two ends and a thing between them, each among scatterers of its own; one tap,
 * standing still. The elements of the thing do not hang together. */
static phw_network *create(size_t n_elements)
{
    phw_site site[N_NODES] = {{.flat = false}};
    phw_node node[N_NODES] = {{.name = "alice"}, {.name = "bob"}, {.name = "thing"}};
    for (uint32_t i = 0; i < N_NODES; ++i) {
        node[i].site = i;
        node[i].position_m[0] = 10 * i;
    }
    if (n_elements > 1)
        node[THING].array = (phw_array){.form = PHW_ARRAY_ULA,
                                        .columns = n_elements,
                                        .rows = 1,
                                        .spacing = 0.5,
                                        .modelled = true};
    phw_network_config config = {.node = node,
                                 .n_nodes = N_NODES,
                                 .site = site,
                                 .n_sites = N_NODES,
                                 .carrier_hz = 2.4e9,
                                 .seed = 4};
    cr_assert_eq(phw_profile_taps(&config.taps, phw_profile_find("flat"), 0, 0),
                 PHW_OK);
    phw_network *network = NULL;
    cr_assert_eq(phw_network_create(&network, &config), PHW_OK, "%s",
                 phw_error_message());
    return network;
}

static phw_surface *create_surface(void)
{
    const phw_surface_config config = {
        .n_rows = 4,
        .n_columns = 4,
        .rng = {.seed = 4, .purpose = PHW_RNG_PURPOSE(PHW_RNG_PHASE, 60)}};
    phw_surface *s = NULL;
    cr_assert_eq(phw_surface_create(&s, &config), PHW_OK);
    return s;
}

static void read_hop(phw_network *network, phw_cf *out, size_t from, size_t to)
{
    cr_assert_eq(phw_network_taps(network, out, from, to, 0), PHW_OK);
}

/* What one trial sees: without the direct path, random and aligned, and with it. */
typedef struct powers {
    double random;
    double aligned;
    double together;
} powers;

static powers one_trial(phw_network *network, phw_surface *s, uint32_t trial)
{
    phw_cf f[ELEMENTS];
    phw_cf g[ELEMENTS];
    phw_cf direct = 0;
    powers p;
    phw_network_reset(network, 4, trial);
    read_hop(network, f, ALICE, THING);
    read_hop(network, g, THING, BOB);
    read_hop(network, &direct, ALICE, BOB);
    phw_surface_draw(s, trial);
    p.random = phw_cf_power(phw_surface_gain(s, f, g));
    phw_surface_align(s, direct, f, g);
    const phw_cf sum = phw_surface_gain(s, f, g);
    p.aligned = phw_cf_power(sum);
    p.together = phw_cf_power(direct + sum);
    return p;
}

static void expect_mean(const double *value, double expected, const char *what)
{
    double mean = 0;
    double square = 0;
    for (size_t i = 0; i < TRIALS; ++i) {
        mean += value[i] / TRIALS;
        square += value[i] * value[i] / TRIALS;
    }
    cr_expect_float_eq(mean, expected, tolerance(square - mean * mean, TRIALS), "%s",
                       what);
}

/* Five standard errors of the trials' own spread. */
Test(surface_channel, power_grows_as_n_at_random_and_as_its_square_when_aligned)
{
    static double value[3][TRIALS];
    phw_network *network = create(16);
    phw_surface *s = create_surface();
    for (uint32_t t = 0; t < TRIALS; ++t) {
        const powers p = one_trial(network, s, t);
        value[0][t] = p.random;
        value[1][t] = p.aligned;
        value[2][t] = p.together;
    }
    expect_mean(value[0], ELEMENTS, "random");
    expect_mean(value[1], phw_surface_aligned_power(ELEMENTS, 0, false), "aligned");
    expect_mean(value[2], phw_surface_aligned_power(ELEMENTS, 0, true), "with direct");
    for (size_t t = 0; t < TRIALS; ++t)
        value[0][t] *= value[0][t] / (ELEMENTS * ELEMENTS);
    expect_mean(value[0], phw_surface_random_kurtosis(ELEMENTS), "kurtosis");
    phw_surface_destroy(s);
    phw_network_destroy(network);
}

Test(surface_channel, both_directions_have_the_same_bits)
{
    phw_network *network = create(16);
    phw_surface *s = create_surface();
    for (uint32_t t = 0; t < 50; ++t) {
        phw_cf hop[4][ELEMENTS];
        phw_network_reset(network, 4, t);
        phw_surface_draw(s, t);
        read_hop(network, hop[0], ALICE, THING);
        read_hop(network, hop[1], THING, BOB);
        read_hop(network, hop[2], BOB, THING);
        read_hop(network, hop[3], THING, ALICE);
        const phw_cf there = phw_surface_gain(s, hop[0], hop[1]);
        const phw_cf back = phw_surface_gain(s, hop[2], hop[3]);
        cr_expect_eq(memcmp(&there, &back, sizeof there), 0);
    }
    phw_surface_destroy(s);
    phw_network_destroy(network);
}

static double dyadic(double r, double unused)
{
    (void)unused;
    return phw_tag_dyadic_cdf(r);
}

Test(surface_channel, a_tag_between_two_ends_has_the_dyadic_law)
{
    static double bistatic[TRIALS];
    static double monostatic[TRIALS];
    phw_network *network = create(1);
    for (uint32_t t = 0; t < TRIALS; ++t) {
        phw_cf forward = 0;
        phw_cf back = 0;
        phw_cf home = 0;
        phw_network_reset(network, 4, t);
        read_hop(network, &forward, ALICE, THING);
        read_hop(network, &back, THING, BOB);
        read_hop(network, &home, THING, ALICE);
        bistatic[t] = cabs((double complex)phw_tag_gain(1, forward, back));
        monostatic[t] = phw_cf_power(phw_tag_gain(1, forward, home));
    }
    cr_expect_lt(ks_distance(bistatic, TRIALS, dyadic, 0), ks_tolerance(TRIALS));
    expect_mean(monostatic, phw_tag_monostatic_moment(2), "monostatic");
    phw_network_destroy(network);
}
