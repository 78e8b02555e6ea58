#include "channel/network.h"

#include <complex.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/angles.h"
#include "channel/envelope.h"
#include "channel/fading_config.h"
#include "channel/law_rayleigh.h"
#include "channel/laws.h"
#include "channel/network_block.h"
#include "channel/network_spectral.h"
#include "channel/network_waves.h"
#include "channel/site_correlation.h"
#include "core/rng.h"
#include "core/signal.h"

struct phw_network {
    phw_network_config config; /* its arrays are the network's own */
    phw_node *node;
    phw_site *site;
    double *correlation;
    double wavelength_m;
    double *motion_hz;       /* of each node: wavelengths a second */
    double *pair_doppler_hz; /* of each pair of sites */
    size_t *n_antennas;      /* of each node */
    phw_taps flat;           /* of links of flat sites */
    float flat_scattered;
    phw_network_spectral *spectral;
    phw_network_waves *waves;
    float scattered[PHW_TAPS_MAX]; /* root of a tap's power that is */
    double steady[PHW_TAPS_MAX];   /* and of the one that is not */
    const phw_law *law;            /* of tap 0; NULL: Rayleigh's */
    phw_envelope *envelope;        /* that law made ready */
    phw_angles_sampler *sampler;   /* of each site, when the law has a second wave */
};

static phw_status copy_arrays(phw_network *n, const phw_network_config *from)
{
    phw_network_config *c = &n->config;
    *c = *from;
    PHW_TRY(phw_array_alloc(&n->node, c->n_nodes, sizeof *n->node));
    PHW_TRY(phw_array_alloc(&n->site, c->n_sites, sizeof *n->site));
    memcpy(n->node, from->node, c->n_nodes * sizeof *n->node);
    memcpy(n->site, from->site, c->n_sites * sizeof *n->site);
    c->node = n->node;
    c->site = n->site;
    PHW_TRY(phw_array_alloc(&n->n_antennas, c->n_nodes, sizeof *n->n_antennas));
    for (size_t i = 0; i < c->n_nodes; ++i)
        n->n_antennas[i] = phw_array_size(&n->node[i].array);
    if (from->correlation == NULL)
        return PHW_OK;
    const size_t entries = c->n_nodes * c->n_nodes;
    PHW_TRY(phw_array_alloc(&n->correlation, entries, sizeof *n->correlation));
    memcpy(n->correlation, from->correlation, entries * sizeof *n->correlation);
    c->correlation = n->correlation;
    return PHW_OK;
}

static void set_amplitudes(phw_network *n)
{
    const phw_taps *taps = &n->config.taps;
    for (size_t l = 0; l < taps->n; ++l) {
        n->scattered[l] = (float)sqrt(taps->power[l] * (1 - taps->steady[l]));
        n->steady[l] = sqrt(taps->power[l] * taps->steady[l]);
    }
    n->law = phw_law_entry(&n->config.law);
    if (n->law == &phw_law_rayleigh)
        n->law = NULL;
    n->flat = (phw_taps){.n = 1, .power = {1}};
    n->flat.steady[0] = taps->steady[0];
    n->flat.spectrum[0] = taps->spectrum[0];
    n->flat_scattered = (float)sqrt(1 - taps->steady[0]);
}

static phw_status set_speeds(phw_network *n)
{
    const phw_network_config *c = &n->config;
    const size_t n_pairs = c->n_sites * (c->n_sites + 1) / 2;
    PHW_TRY(phw_array_alloc(&n->motion_hz, c->n_nodes, sizeof *n->motion_hz));
    PHW_TRY(phw_array_alloc(&n->pair_doppler_hz, n_pairs, sizeof *n->pair_doppler_hz));
    for (size_t i = 0; i < c->n_nodes; ++i)
        n->motion_hz[i] = phw_network_config_motion_hz(c, i);
    for (size_t s = 0; s < c->n_sites; ++s) {
        for (size_t r = s; r < c->n_sites; ++r)
            n->pair_doppler_hz[phw_network_site_pair(c->n_sites, s, r)] =
                phw_network_config_pair_doppler_hz(c, s, r);
    }
    return PHW_OK;
}

static phw_status prepare(phw_network *n, const phw_network_config *config)
{
    PHW_TRY(copy_arrays(n, config));
    n->wavelength_m = phw_network_config_wavelength_m(config);
    PHW_TRY(set_speeds(n));
    set_amplitudes(n);
    if (n->law != NULL)
        PHW_TRY(phw_envelope_create(&n->envelope, &config->law));
    if (n->law != NULL && n->law->n_waves > 1) {
        PHW_TRY(phw_array_alloc(&n->sampler, config->n_sites, sizeof *n->sampler));
        for (size_t s = 0; s < config->n_sites; ++s)
            phw_angles_sampler_fill(&n->sampler[s], &n->site[s].angles);
    }
    return config->mode == PHW_NETWORK_SPECTRAL
               ? phw_network_spectral_create(&n->spectral, &n->config)
               : phw_network_waves_create(&n->waves, &n->config);
}

phw_status phw_network_create(phw_network **out, const phw_network_config *config)
{
    PHW_TRY(phw_network_config_check(config));
    phw_network *n = NULL;
    PHW_TRY(phw_array_alloc(&n, 1, sizeof *n));
    const phw_status s = prepare(n, config);
    if (s) {
        phw_network_destroy(n);
        return s;
    }
    *out = n;
    return PHW_OK;
}

void phw_network_destroy(phw_network *network)
{
    if (network == NULL)
        return;
    phw_network_spectral_destroy(network->spectral);
    phw_network_waves_destroy(network->waves);
    phw_envelope_destroy(network->envelope);
    free(network->node);
    free(network->site);
    free(network->correlation);
    free(network->sampler);
    free(network->n_antennas);
    free(network->motion_hz);
    free(network->pair_doppler_hz);
    free(network);
}

void phw_network_reset(phw_network *network, uint64_t seed, uint32_t trial)
{
    network->config.seed = seed;
    network->config.trial = trial;
    if (network->spectral != NULL)
        phw_network_spectral_reset(network->spectral);
    else
        phw_network_waves_reset(network->waves);
}

static const phw_site *site_of(const phw_network *network, size_t node)
{
    return &network->site[network->node[node].site];
}

const phw_taps *phw_network_profile(const phw_network *network, size_t from, size_t to)
{
    const bool flat = site_of(network, from)->flat || site_of(network, to)->flat;
    return flat ? &network->flat : &network->config.taps;
}

size_t phw_network_antennas(const phw_network *network, size_t node)
{
    return network->n_antennas[node];
}

double phw_network_doppler_hz(const phw_network *network)
{
    return phw_network_config_doppler_hz(&network->config);
}

/* Of two nodes' sites, in any order. */
static size_t pair_of(const phw_network *n, size_t a, size_t b)
{
    const size_t s = n->node[a].site;
    const size_t r = n->node[b].site;
    return phw_network_site_pair(n->config.n_sites, s < r ? s : r, s < r ? r : s);
}

double phw_network_link_doppler_hz(const phw_network *network, size_t from, size_t to)
{
    if (network->spectral != NULL)
        return network->pair_doppler_hz[pair_of(network, from, to)];
    return fmax(network->config.doppler_hz, 0) + network->motion_hz[from] +
           network->motion_hz[to];
}

/* R of two nodes' first antennas. */
static double complex correlation_of(const phw_network *n, size_t a, size_t b)
{
    double re;
    double im;
    if (n->node[a].site != n->node[b].site)
        return 0;
    phw_site_correlation(&re, &im, &n->config, (phw_antenna){a, 0},
                         (phw_antenna){b, 0});
    return CMPLX(re, im);
}

/* Within a site g(x, y) + g(y, x) is read: the first term of either hangs together by
 * the listeners' R, the first one's with the other's second by R_af R_fb. */
void phw_network_correlation(double *re, double *im, const phw_network *network,
                             size_t a, size_t b, size_t from)
{
    double complex r = correlation_of(network, a, b);
    if (network->node[from].site == network->node[a].site &&
        network->node[from].site == network->node[b].site) {
        const double complex to_a = correlation_of(network, a, from);
        const double complex to_b = correlation_of(network, b, from);
        const double square_a = creal(to_a) * creal(to_a) + cimag(to_a) * cimag(to_a);
        const double square_b = creal(to_b) * creal(to_b) + cimag(to_b) * cimag(to_b);
        r = (r + to_a * conj(to_b)) / sqrt((1 + square_a) * (1 + square_b));
    }
    *re = creal(r);
    *im = cimag(r);
}

/* What is drawn for the steady waves of tap l of a pair of sites in each trial: the
 * waves' phases, then directions. */
static phw_rng steady_address(const phw_network *n, size_t a, size_t b, size_t l)
{
    const size_t pair = pair_of(n, a, b);
    return (phw_rng){.seed = n->config.seed,
                     .purpose = PHW_RNG_PURPOSE(PHW_RNG_PHASE, pair * PHW_TAPS_MAX + l),
                     .trial = n->config.trial};
}

/* The phase, turns, of steady wave `wave`. */
static double draw_turn(const phw_network *n, const size_t nodes[2], size_t l,
                        size_t wave)
{
    if (n->config.correlation != NULL)
        return phw_network_spectral_turn(n->spectral, nodes[0], nodes[1], l, wave);
    const phw_rng rng = steady_address(n, nodes[0], nodes[1], l);
    float turn;
    phw_rng_uniform(&turn, &rng, wave, 1);
    return (double)turn;
}

/* An antenna's place at an instant, m. */
static void locate(double out[3], const phw_network *n, size_t node, size_t i,
                   double time_s)
{
    const phw_node *at = &n->node[node];
    phw_array_element(out, &at->array, i);
    for (int c = 0; c < 3; ++c)
        out[c] =
            out[c] * n->wavelength_m + at->position_m[c] + at->velocity_m_s[c] * time_s;
}

/* Two antennas at an instant: their places, m. */
typedef struct ends {
    double x[3];
    double y[3];
} ends;

/* What the way between them adds to the phase of the first wave, turns. */
static double path_turn(const phw_network *n, const ends *at)
{
    const double d[3] = {at->x[0] - at->y[0], at->x[1] - at->y[1], at->x[2] - at->y[2]};
    return -sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) / n->wavelength_m;
}

/* And to the second one's, a plane wave. */
static double wave_turn(const phw_network *n, const size_t nodes[2], const ends *at)
{
    const phw_rng rng = steady_address(n, nodes[0], nodes[1], 0);
    float share[4];
    double u[3];
    double v[3];
    phw_rng_uniform(share, &rng, PHW_LAW_WAVES_MAX, 4);
    phw_angles_direction(u, &n->sampler[n->node[nodes[0]].site], (double)share[0],
                         (double)share[1]);
    phw_angles_direction(v, &n->sampler[n->node[nodes[1]].site], (double)share[2],
                         (double)share[3]);
    double sum = 0;
    for (int c = 0; c < 3; ++c)
        sum += u[c] * at->x[c] + v[c] * at->y[c];
    return sum / n->wavelength_m;
}

static phw_cf phasor(double amplitude, double turns)
{
    const double angle = 2 * M_PI * (turns - nearbyint(turns));
    return CMPLXF((float)(amplitude * cos(angle)), (float)(amplitude * sin(angle)));
}

/* What turns a steady wave, Hz, besides its two nodes' places: the motion around them,
 * and under an explicit correlation, where places say nothing, theirs too. */
static double turning_hz(const phw_network *n, const size_t nodes[2])
{
    if (n->config.correlation != NULL)
        return phw_network_link_doppler_hz(n, nodes[0], nodes[1]);
    const bool moves = n->motion_hz[nodes[0]] > 0 || n->motion_hz[nodes[1]] > 0;
    return moves ? 0 : fmax(n->config.doppler_hz, 0);
}

/* The phase that all antennas of two nodes share of steady wave `wave` of tap l. */
static double common_turn(const phw_network *n, const size_t nodes[2], size_t l,
                          size_t wave, double shift, double time_s)
{
    const double turns = shift * turning_hz(n, nodes) * time_s;
    return turns - nearbyint(turns) + draw_turn(n, nodes, l, wave);
}

/* Two nodes' taps being read. */
typedef struct reading {
    const phw_network_block *block;
    const phw_taps *taps;
    size_t nodes[2];
    double time_s;
} reading;

static phw_cf *tap_of(const reading *at, size_t l, size_t i, size_t k)
{
    return at->block->out + l * at->block->tap + i * at->block->first +
           k * at->block->second;
}

static ends find_ends(const phw_network *n, const reading *at, size_t i, size_t k)
{
    ends e;
    locate(e.x, n, at->nodes[0], i, at->time_s);
    locate(e.y, n, at->nodes[1], k, at->time_s);
    return e;
}

static void add_steady(const phw_network *n, const reading *at, size_t l)
{
    const double amplitude =
        at->taps == &n->flat ? sqrt(at->taps->steady[0]) : n->steady[l];
    const bool given = n->config.correlation != NULL;
    const double common =
        common_turn(n, at->nodes, l, 0, PHW_NETWORK_LOS_SHIFT, at->time_s);
    const size_t n_a = phw_network_antennas(n, at->nodes[0]);
    const size_t n_b = phw_network_antennas(n, at->nodes[1]);
    for (size_t i = 0; i < n_a; ++i) {
        for (size_t k = 0; k < n_b; ++k) {
            const ends e = find_ends(n, at, i, k);
            *tap_of(at, l, i, k) +=
                phasor(amplitude, common + (given ? 0 : path_turn(n, &e)));
        }
    }
}

/* Tap 0 by the law. */
static void obey(const phw_network *n, const reading *at)
{
    const phw_params *params = &n->config.law.params;
    const bool given = n->config.correlation != NULL;
    double common[PHW_LAW_WAVES_MAX] = {0};
    for (size_t w = 0; w < n->law->n_waves; ++w)
        common[w] =
            common_turn(n, at->nodes, 0, w, n->law->shift(w, params), at->time_s);
    const size_t n_a = phw_network_antennas(n, at->nodes[0]);
    const size_t n_b = phw_network_antennas(n, at->nodes[1]);
    const float scale = (float)sqrt(at->taps->power[0]);
    for (size_t i = 0; i < n_a; ++i) {
        for (size_t k = 0; k < n_b; ++k) {
            const ends e = find_ends(n, at, i, k);
            double turn[PHW_LAW_WAVES_MAX] = {common[0], common[1]};
            if (!given && n->law->n_waves > 0)
                turn[0] += path_turn(n, &e);
            if (!given && n->law->n_waves > 1)
                turn[1] += wave_turn(n, at->nodes, &e);
            phw_cf *tap = tap_of(at, 0, i, k);
            phw_envelope_apply(n->envelope, tap, 1, turn);
            *tap *= scale;
        }
    }
}

static void finish(const phw_network *n, const reading *at)
{
    const size_t n_pairs = at->block->tap;
    const float *scale = at->taps == &n->flat ? &n->flat_scattered : n->scattered;
    const size_t first = n->law != NULL ? 1 : 0;
    if (n->law != NULL)
        obey(n, at);
    for (size_t l = first; l < at->taps->n; ++l) {
        phw_cf *tap = at->block->out + l * n_pairs;
        for (size_t i = 0; i < n_pairs; ++i)
            tap[i] *= scale[l];
    }
    for (size_t l = first; l < at->taps->n; ++l) {
        if (at->taps->steady[l] > 0)
            add_steady(n, at, l);
    }
}

static phw_status check_link(const phw_network *n, size_t from, size_t to,
                             double time_s)
{
    const size_t last = from > to ? from : to;
    if (last >= n->config.n_nodes)
        return phw_fail(PHW_EARG, "network: node %zu; there are %zu", last,
                        n->config.n_nodes);
    if (from == to)
        return phw_fail(PHW_EARG,
                        "network: from node %.31s to itself; a surface or tag "
                        "reflects",
                        n->node[from].name);
    /* Places count in wavelengths whatever the Doppler is said to be. */
    const double hz = fmax(phw_network_link_doppler_hz(n, from, to),
                           n->motion_hz[from] + n->motion_hz[to]);
    if (!isfinite(time_s) || fabs(time_s) * hz > PHW_FADING_TURNS_MAX)
        return phw_fail(PHW_EARG, "network: instant %g s at %g Hz Doppler is too far",
                        time_s, hz);
    return PHW_OK;
}

/* One order of the ends for both directions: by site, then by number. */
static bool is_turned(const phw_network *n, size_t from, size_t to)
{
    const uint32_t s = n->node[from].site;
    const uint32_t r = n->node[to].site;
    return s != r ? s > r : from > to;
}

phw_status phw_network_taps(phw_network *network, phw_cf *out, size_t from, size_t to,
                            double time_s)
{
    PHW_TRY(check_link(network, from, to, time_s));
    const bool turned = is_turned(network, from, to);
    const size_t nodes[2] = {turned ? to : from, turned ? from : to};
    const size_t n_from = phw_network_antennas(network, from);
    const size_t n_to = phw_network_antennas(network, to);
    phw_network_block block;
    block.out = out;
    block.tap = n_from * n_to;
    block.first = turned ? n_from : 1;
    block.second = turned ? 1 : n_from;
    const phw_taps *taps = phw_network_profile(network, from, to);
    PHW_TRY(network->spectral != NULL
                ? phw_network_spectral_read(network->spectral, &block, taps->n,
                                            nodes[0], nodes[1], time_s)
                : phw_network_waves_read(network->waves, &block, taps->n, nodes[0],
                                         nodes[1], time_s));
    const reading at = {&block, taps, {nodes[0], nodes[1]}, time_s};
    finish(network, &at);
    return PHW_OK;
}
