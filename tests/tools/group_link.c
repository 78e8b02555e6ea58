#include "tools/group_link.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/feature_registry.h"
#include "tools/scenario.h"

/* Two walkers `metres` apart who share the waves that reach them, at 1 m wavelength. */
static phw_scenario *walkers(double metres)
{
    static phw_scenario s;
    char text[1024];
    (void)snprintf(text, sizeof text,
                   "carrier_hz: 299.792458MHz\nprofile: flat\nsubcarriers: 1\n"
                   "interval_s: 1\nturnaround_s: 1ms\nn_probes: 1200\nnodes:\n"
                   "  base: {snr_db: 30}\n"
                   "  a: {position_m: [20, 0, 0], velocity_m_s: [0, 3, 0], site: p, "
                   "snr_db: 30}\n"
                   "  b: {position_m: [%.9g, 0, 0], velocity_m_s: [0, 3, 0], site: p, "
                   "snr_db: 30}\n"
                   "sites:\n  p: {angles: isotropic}\n",
                   20 + metres);
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    return &s;
}

static phw_group_outcome run(const phw_scenario *s, uint32_t link)
{
    phw_agreement_config config;
    phw_group_outcome out = {0};
    phw_group_pair pair;
    cr_assert_eq(phw_agreement_preset(&config), PHW_OK);
    phw_group_pair_at(&pair, s, PHW_GROUP_STAR, 0);
    cr_assert_eq(phw_group_link_run(&out, s, &pair, &config, 3, link), PHW_OK, "%s",
                 phw_error_message());
    return out;
}

/* Amplitudes correlate as the square of the channels, J0(2 pi d)^2, or a little less;
 * 1200 probes of independent fading have a deviation below 1 / sqrt(1200). */
Test(group_link, the_neighbour_hears_what_its_distance_says)
{
    static const double distance[] = {0.05, 0.2, 0.3827, 0.6};
    for (size_t i = 0; i < sizeof distance / sizeof *distance; ++i) {
        const double rho = j0(2 * acos(-1) * distance[i]);
        phw_group_outcome o = run(walkers(distance[i]), 0);
        cr_expect_float_eq(o.distance_wavelengths, distance[i], 1e-6);
        cr_expect_float_eq(o.channel_correlation, fabs(rho), 1e-4, "%g: %g", rho,
                           o.channel_correlation);
        cr_expect_float_eq(o.neighbour_correlation, rho * rho, 0.02 + 5 / sqrt(1200),
                           "at %g: %g of %g", distance[i], o.neighbour_correlation,
                           rho * rho);
        phw_group_outcome_free(&o);
    }
}

Test(group_link, who_walks_alongside_is_charged_for)
{
    phw_group_outcome near = run(walkers(0.02), 0);
    phw_group_outcome far = run(walkers(40.3827), 0);
    cr_expect_gt(near.neighbour_bits, far.neighbour_bits + 500, "%g and %g",
                 near.neighbour_bits, far.neighbour_bits);
    cr_expect_gt(near.neighbour_multiple, 0.9);
    cr_expect_lt(near.certified_bits, far.certified_bits + 1);
    phw_group_outcome_free(&near);
    phw_group_outcome_free(&far);
}

Test(group_link, links_have_channels_of_their_own_and_repeat)
{
    phw_group_outcome a = run(walkers(0.5), 0);
    phw_group_outcome b = run(walkers(0.5), 1);
    phw_group_outcome c = run(walkers(0.5), 0);
    cr_expect_neq(a.neighbour_correlation, b.neighbour_correlation);
    cr_expect_eq(a.neighbour_correlation, c.neighbour_correlation);
    cr_expect_eq(a.certified_bits, c.certified_bits);
    cr_expect(a.key.n == c.key.n && (a.key.n == 0 || phw_bits_equal(&a.key, &c.key)));
    phw_group_outcome_free(&a);
    phw_group_outcome_free(&b);
    phw_group_outcome_free(&c);
}
