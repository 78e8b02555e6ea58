#include "tools/richness_theory.h"

#include <complex.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "channel/angle_spreads.h"
#include "channel/antenna_array.h"
#include "channel/network.h"
#include "channel/spectra.h"
#include "core/signal.h"
#include "tools/hermitian_values.h"
#include "tools/lab_network.h"
#include "tools/lab_plan.h"

/* The scatter between the first two ends: eigenvalues of a factor each. */
typedef struct scatter {
    const phw_scenario *scenario;
    const phw_trace *alice;
    phw_lab_plan plan;
    phw_network *network;
    phw_spectrum_choice spectrum;
    double doppler_hz;
    double *value[3]; /* time, space, frequency */
    size_t n[3];
    double complex *matrix; /* room for the largest */
} scatter;

enum {
    TIME = 0,
    SPACE,
    FREQUENCY
};

static double complex over_time(const scatter *s, size_t i, size_t k)
{
    double re = 0;
    double im = 0;
    const double lag = ((double)i - (double)k) * s->doppler_hz *
                       s->scenario->value[PHW_SCENARIO_INTERVAL_S];
    phw_spectrum_correlation(&re, &im, &s->spectrum, lag);
    return CMPLX(re, im);
}

/* The first end's antennas; all sides where its site has no angles. */
static double complex over_space(const scatter *s, size_t i, size_t k)
{
    phw_array array = {0};
    phw_angles_choice angles = {0};
    double re = i == k;
    double im = 0;
    const phw_scenario_item *node = s->plan.node[0].item;
    if (node == NULL || phw_array_choose(&array, phw_scenario_item_text(
                                                     node, PHW_NODE_ARRAY)) != PHW_OK)
        return CMPLX(re, im);
    const char *site = phw_scenario_item_text(node, PHW_NODE_SITE);
    for (size_t j = 0; j < phw_scenario_count(s->scenario, PHW_SECTION_SITES); ++j) {
        const phw_scenario_item *item =
            phw_scenario_item_at(s->scenario, PHW_SECTION_SITES, j);
        if (strcmp(item->name, site) == 0 &&
            phw_angles_choose(&angles, phw_scenario_item_text(item, PHW_SITE_ANGLES)) !=
                PHW_OK)
            angles = (phw_angles_choice){0};
    }
    phw_array_correlation(&re, &im, &array, i, k, &angles);
    return CMPLX(re, im);
}

/* Scattered parts of all taps, or the surface's own power, the same everywhere. */
static double complex over_frequency(const scatter *s, size_t i, size_t k)
{
    const double offset_hz = s->alice->coefficient[i] - s->alice->coefficient[k];
    const phw_taps *taps = phw_network_profile(s->network, 0, 1);
    double complex sum = 0;
    if (phw_scenario_count(s->scenario, PHW_SECTION_SURFACE) > 0) {
        const phw_scenario_item *surface =
            phw_scenario_item_at(s->scenario, PHW_SECTION_SURFACE, 0);
        return pow(10, phw_scenario_item_value(surface, PHW_SURFACE_POWER_DB) / 10);
    }
    for (size_t l = 0; l < taps->n; ++l)
        sum += taps->power[l] * (1 - taps->steady[l]) *
               cexp(CMPLX(0, -2 * M_PI * offset_hz * taps->delay_s[l]));
    return sum;
}

static phw_status eigenvalues(scatter *s, int factor)
{
    static double complex (*const entry[])(const scatter *, size_t, size_t) = {
        over_time, over_space, over_frequency};
    const size_t n = s->n[factor];
    for (size_t i = 0; i < n; ++i) {
        for (size_t k = 0; k < n; ++k)
            s->matrix[i * n + k] = entry[factor](s, i, k);
    }
    return phw_hermitian_values(s->value[factor], s->matrix, n);
}

static phw_status allocate(scatter *s)
{
    size_t most = 0;
    for (int f = 0; f < 3; ++f) {
        most = s->n[f] > most ? s->n[f] : most;
        PHW_TRY(phw_array_alloc(&s->value[f], s->n[f], sizeof *s->value[f]));
    }
    return phw_array_alloc(&s->matrix, most * most, sizeof *s->matrix);
}

static phw_status prepare(scatter *s, size_t block)
{
    const size_t n_antennas = s->alice->n_antennas;
    const bool has_surface = phw_scenario_count(s->scenario, PHW_SECTION_SURFACE) > 0;
    s->n[TIME] = block;
    s->n[SPACE] = n_antennas;
    s->n[FREQUENCY] = s->alice->n_coefficients / n_antennas;
    PHW_TRY(phw_lab_plan_make(&s->plan, s->scenario));
    PHW_TRY(phw_lab_network_create(&s->network, &s->plan, 0, 0));
    if (*s->scenario->spectrum != '\0')
        PHW_TRY(phw_spectrum_choose(&s->spectrum, s->scenario->spectrum));
    /* New phases make every exchange new. */
    s->doppler_hz =
        has_surface && block == 1 ? 0 : phw_network_link_doppler_hz(s->network, 0, 1);
    return allocate(s);
}

static phw_status decompose(scatter *s)
{
    for (int f = 0; f < 3; ++f)
        PHW_TRY(eigenvalues(s, f));
    return PHW_OK;
}

static double add_up(const scatter *s, double a, double b)
{
    double re = 0;
    double im = 0;
    double bits = 0;
    phw_spectrum_correlation(&re, &im, &s->spectrum,
                             s->doppler_hz *
                                 s->scenario->value[PHW_SCENARIO_TURNAROUND_S]);
    const double r2 = re * re + im * im;
    const size_t n_others = s->n[SPACE] * s->n[FREQUENCY];
    for (size_t i = 0; i < s->n[TIME] * n_others; ++i) {
        const double power =
            fmax(0, s->value[TIME][i / n_others] *
                        s->value[SPACE][i % n_others / s->n[FREQUENCY]] *
                        s->value[FREQUENCY][i % s->n[FREQUENCY]]);
        const double both = (power + a) * (power + b);
        bits += log2(both / (both - r2 * power * power));
    }
    return bits / (double)s->n[TIME];
}

phw_status phw_richness_theory(double *bits, const phw_scenario *scenario,
                               const phw_trace *alice, const phw_trace *bob,
                               size_t block)
{
    if (block < 1 || block > PHW_RICHNESS_BLOCK_MAX / alice->n_coefficients)
        return phw_fail(PHW_EARG,
                        "richness: blocks of %zu probes of %zu coefficients; expected "
                        "at most %d values",
                        block, alice->n_coefficients, PHW_RICHNESS_BLOCK_MAX);
    scatter s = {.scenario = scenario, .alice = alice};
    phw_status status = prepare(&s, block);
    if (!status)
        status = decompose(&s);
    if (!status)
        *bits = add_up(&s, alice->noise_variance, bob->noise_variance);
    phw_network_destroy(s.network);
    for (int f = 0; f < 3; ++f)
        free(s.value[f]);
    free(s.matrix);
    return status;
}
