#include "tools/lab_beam.h"

#include <complex.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/lab_network.h"
#include "tools/scenario.h"

#define BEAMS  8
#define TRIALS 32

static const phw_lab_plan *plan(const char *a, const char *b)
{
    static phw_scenario s;
    static phw_lab_plan p;
    char text[512];
    (void)snprintf(text, sizeof text,
                   "profile: '0ns 0dB, 300ns -3dB'\nspeed_m_s: 3\nnodes:\n"
                   "  a: {position_m: [0, 0, 0], %s}\n"
                   "  b: {position_m: [9, 0, 0], %s}\n",
                   a, b);
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_lab_plan_make(&p, &s), PHW_OK, "%s", phw_error_message());
    return &p;
}

/* Powers of the beams at time 0 over all taps and antennas of the other end, from node
 * `from` to node `to`: of `to`'s beams. Returns how many. */
static size_t beam_powers(double power[BEAMS], const phw_lab_plan *p, uint32_t trial,
                          size_t from, size_t to)
{
    phw_network *network = NULL;
    phw_lab_beam *beam = NULL;
    static phw_cf h[PHW_TAPS_MAX * BEAMS * 2];
    phw_cf out[BEAMS * 2];
    cr_assert_eq(phw_lab_network_create(&network, p, 5, trial), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_lab_beam_create(&beam, p, network), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_network_taps(network, h, from, to, 0), PHW_OK);
    const size_t n = phw_lab_beam_ports(beam, to);
    const size_t n_from = phw_lab_beam_ports(beam, from);
    const size_t n_antennas =
        phw_network_antennas(network, from) * phw_network_antennas(network, to);
    memset(power, 0, n * sizeof *power);
    for (size_t l = 0; l < phw_network_profile(network, from, to)->n; ++l) {
        phw_lab_beam_combine(beam, out, h + l * n_antennas, from, to);
        for (size_t k = 0; k < n * n_from; ++k)
            power[k / n_from] += phw_cf_power(out[k]);
    }
    phw_lab_beam_destroy(beam);
    phw_network_destroy(network);
    return n;
}

/* The beams that are best of TRIALS channels, one bit each: the beam kept has the
 * greatest power of the sweep's, to a float's rounding. */
static unsigned best_of(size_t to, const char *best[2], const char *sweep[2])
{
    unsigned seen = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        double kept[BEAMS];
        double all[BEAMS];
        size_t most = 0;
        cr_assert_eq(beam_powers(kept, plan(best[0], best[1]), trial, 1 - to, to), 1);
        cr_assert_eq(beam_powers(all, plan(sweep[0], sweep[1]), trial, 1 - to, to),
                     BEAMS);
        for (size_t k = 1; k < BEAMS; ++k)
            most = all[k] > all[most] ? k : most;
        cr_expect_float_eq(kept[0], all[most], 1e-5 * all[most],
                           "trial %u: %g, but beam %zu has %g", trial, kept[0], most,
                           all[most]);
        seen |= 1U << most;
    }
    return seen;
}

#define ARRAY "array: 'ula:n=8', beam: "

Test(lab_beam, keeps_the_hubs_best_of_all)
{
    const char *best[] = {ARRAY "best", "array: 'ula:n=2'"};
    const char *sweep[] = {ARRAY "sweep", "array: 'ula:n=2'"};
    const unsigned seen = best_of(0, best, sweep);
    cr_expect_neq(seen & (seen - 1), 0, "one beam was best of all channels");
}

Test(lab_beam, keeps_a_partners_best_of_all)
{
    const char *best[] = {"array: 'ula:n=2'", ARRAY "best"};
    const char *sweep[] = {"array: 'ula:n=2'", ARRAY "sweep"};
    const unsigned seen = best_of(1, best, sweep);
    cr_expect_neq(seen & (seen - 1), 0, "one beam was best of all channels");
}
