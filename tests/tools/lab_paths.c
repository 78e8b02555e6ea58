#include "tools/lab_paths.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "tools/lab_network.h"
#include "tools/scenario.h"

#define ELEMENTS 8

/* Nothing moves: what changes is what the ways around change. Exchanges are 1 s. */
#define NODES                                                         \
    "carrier_hz: 3e9\nprofile: flat\nsubcarriers: 1\ndoppler_hz: 0\n" \
    "interval_s: 1\nnodes:\n"                                         \
    "  a: {position_m: [0, 0, 0]}\n"                                  \
    "  b: {position_m: [9, 0, 0]}\n"

typedef struct way {
    phw_scenario scenario;
    phw_lab_plan plan;
    phw_network *network;
    phw_lab_paths *paths;
} way;

static way *create(const char *text)
{
    way *w = malloc(sizeof *w);
    cr_assert_not_null(w);
    cr_assert_eq(phw_scenario_parse(&w->scenario, "test", text, strlen(text)), PHW_OK,
                 "%s", phw_error_message());
    cr_assert_eq(phw_lab_plan_make(&w->plan, &w->scenario), PHW_OK);
    cr_assert_eq(phw_lab_network_create(&w->network, &w->plan, 5, 0), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_lab_paths_create(&w->paths, &w->plan, w->network, 5, 0), PHW_OK,
                 "%s", phw_error_message());
    return w;
}

static void destroy(way *w)
{
    phw_lab_paths_destroy(w->paths);
    phw_network_destroy(w->network);
    free(w);
}

/* From a to b by the ways around, in exchange `exchange`. */
static double complex around(way *w, int exchange)
{
    phw_cf sum = 0;
    cr_assert_eq(phw_lab_paths_add(w->paths, &sum, 0, 1, exchange), PHW_OK);
    return (double complex)sum;
}

static void hop(way *w, phw_cf *out, size_t from, size_t to)
{
    cr_assert_eq(phw_network_taps(w->network, out, from, to, 0), PHW_OK);
}

/* sqrt(P) f b at load 1, where it begins, and 1 - depth of it at load 0; loads hold for
 * two exchanges. To a float's rounding. */
Test(lab_paths, let_a_tag_switch_between_its_loads)
{
    way *w = create(NODES "tags: {t: {power_db: -6, depth: 0.75, period: 2}}\n");
    phw_cf f = 0;
    phw_cf b = 0;
    hop(w, &f, 0, phw_lab_network_tag(&w->plan, 0));
    hop(w, &b, phw_lab_network_tag(&w->plan, 0), 1);
    const double complex all = pow(10, -0.3) * (double complex)f * (double complex)b;
    for (int k = 0; k < 8; ++k) {
        const double complex expected = k / 2 % 2 == 0 ? all : 0.25 * all;
        cr_expect_lt(cabs(around(w, k) - expected), 1e-6 * cabs(all), "exchange %d", k);
    }
    cr_expect_gt(cabs(all), 0.01);
    destroy(w);
}

/* Beam q has phases of -q n / N turns: over q, the sums are the Fourier transform of
 * f_n g_n, and begin anew after N. Rounding adds up over the elements. */
Test(lab_paths, take_beam_after_beam_of_the_codebook)
{
    way *w = create(NODES "surface: {elements: 8, configuration: codebook, period: 2, "
                          "power_db: 3}\n");
    const size_t surface = phw_lab_network_surface(&w->plan);
    phw_cf f[ELEMENTS];
    phw_cf g[ELEMENTS];
    hop(w, f, 0, surface);
    hop(w, g, surface, 1);
    for (int k = 0; k < 4 * ELEMENTS; ++k) {
        double complex expected = 0;
        for (int n = 0; n < ELEMENTS; ++n) {
            const double angle = -2 * M_PI * (k / 2 * n % ELEMENTS) / ELEMENTS;
            expected += (double complex)f[n] * (double complex)g[n] *
                        CMPLX(cos(angle), sin(angle));
        }
        expected *= pow(10, 0.15) / sqrt(ELEMENTS);
        cr_expect_lt(cabs(around(w, k) - expected), 1e-5, "exchange %d", k);
    }
    cr_expect_gt(cabs(around(w, 0) - around(w, 2)), 0.01);
    destroy(w);
}

/* Drawn anew in each period, and the same for all of it, whoever sounds. */
Test(lab_paths, draw_random_phases_for_each_period)
{
    way *w = create(NODES "surface: {elements: 8, period: 3}\n");
    double complex before = 0;
    for (int k = 0; k < 12; ++k) {
        const double complex now = around(w, k);
        phw_cf back = 0;
        cr_assert_eq(phw_lab_paths_add(w->paths, &back, 1, 0, k + 0.5), PHW_OK);
        cr_expect(now == (double complex)back, "exchange %d", k);
        if (k % 3 == 0)
            cr_expect_gt(cabs(now - before), 0.001, "exchange %d", k);
        else
            cr_expect(now == before, "exchange %d", k);
        before = now;
    }
    destroy(w);
}
