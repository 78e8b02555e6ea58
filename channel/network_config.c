#include "channel/network_config.h"

#include <math.h>
#include <stdint.h>

#include "channel/angle_spreads.h"
#include "channel/fading.h"
#include "channel/light_speed.h"

#define CARRIER_MIN_HZ 1e5
#define CARRIER_MAX_HZ 1e14
#define WAVES_MIN      PHW_NETWORK_WAVES_MIN
#define REDRAW_MAX     1e6
#define POSITION_MAX_M 1e9
#define SPEED_MAX_M_S  PHW_LIGHT_SPEED_M_S

/* Closer than this many wavelengths is the same place. */
#define SAME_PLACE 1e-6

double phw_network_config_wavelength_m(const phw_network_config *config)
{
    return PHW_LIGHT_SPEED_M_S / config->carrier_hz;
}

size_t phw_network_site_pair(size_t n_sites, size_t s, size_t r)
{
    if (s == r)
        return n_sites * (n_sites - 1) / 2 + s;
    return s * (2 * n_sites - s - 1) / 2 + (r - s - 1);
}

phw_spectrum_choice phw_network_config_spectrum(const phw_network_config *config,
                                                size_t l)
{
    const phw_spectrum *own = config->taps.spectrum[l];
    if (own == NULL)
        return config->spectrum;
    phw_spectrum_choice choice = {.entry = own};
    phw_params_preset(&choice.params, own->params, own->n_params);
    return choice;
}

static double speed(const phw_node *node)
{
    const double *v = node->velocity_m_s;
    return sqrt(v[0] * v[0] + v[1] * v[1] + v[2] * v[2]);
}

/* Any site. */
#define ALL_SITES SIZE_MAX

/* The speeds of the two fastest nodes of a site, the fastest first. */
static void fastest(double two[2], const phw_network_config *config, size_t site)
{
    two[0] = two[1] = 0;
    for (size_t i = 0; i < config->n_nodes; ++i) {
        if (site != ALL_SITES && config->node[i].site != site)
            continue;
        const double v = speed(&config->node[i]);
        two[1] = fmax(two[1], fmin(v, two[0]));
        two[0] = fmax(two[0], v);
    }
}

/* Of a link between nodes of two speeds. */
static double link_doppler_hz(const phw_network_config *config, double a, double b)
{
    const double wavelength = phw_network_config_wavelength_m(config);
    if (config->mode == PHW_NETWORK_PLANE_WAVES)
        return fmax(config->doppler_hz, 0) + (a + b) / wavelength;
    return config->doppler_hz >= 0 ? config->doppler_hz : hypot(a, b) / wavelength;
}

double phw_network_config_doppler_hz(const phw_network_config *config)
{
    double v[2];
    fastest(v, config, ALL_SITES);
    return link_doppler_hz(config, v[0], v[1]);
}

double phw_network_config_pair_doppler_hz(const phw_network_config *config, size_t s,
                                          size_t r)
{
    double v[2];
    double of_other[2];
    fastest(v, config, s);
    fastest(of_other, config, r);
    return link_doppler_hz(config, v[0], s == r ? v[1] : of_other[0]);
}

double phw_network_config_motion_hz(const phw_network_config *config, size_t node)
{
    return speed(&config->node[node]) / phw_network_config_wavelength_m(config);
}

static phw_status check_taps(const phw_taps *taps)
{
    if (taps->n == 0 || taps->n > PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "network: %zu taps; expected 1 to %d", taps->n,
                        PHW_TAPS_MAX);
    double sum = 0;
    for (size_t l = 0; l < taps->n; ++l) {
        if (!(taps->delay_s[l] >= 0) || !isfinite(taps->delay_s[l]))
            return phw_fail(PHW_EARG,
                            "network: delay %g s of tap %zu; expected 0 or "
                            "more",
                            taps->delay_s[l], l);
        if (!(taps->power[l] >= 0 && taps->steady[l] >= 0 && taps->steady[l] <= 1))
            return phw_fail(
                PHW_EARG,
                "network: power %g and steady share %g of tap %zu; expected "
                "0 or more, and 0 to 1",
                taps->power[l], taps->steady[l], l);
        sum += taps->power[l];
    }
    if (!(fabs(sum - 1) < 1e-6))
        return phw_fail(PHW_EARG,
                        "network: the taps' powers sum to %g; expected 1, see "
                        "phw_taps_normalize()",
                        sum);
    return PHW_OK;
}

static phw_status check_node(const phw_network_config *config, const phw_node *node)
{
    if (node->site >= config->n_sites)
        return phw_fail(PHW_EARG, "network: node %.31s is at site %u; there are %zu",
                        node->name, (unsigned)node->site, config->n_sites);
    for (int i = 0; i < 3; ++i) {
        if (!(fabs(node->position_m[i]) <= POSITION_MAX_M))
            return phw_fail(PHW_EARG,
                            "network: position %g m of node %.31s; expected "
                            "at most %g either way",
                            node->position_m[i], node->name, POSITION_MAX_M);
    }
    if (!(speed(node) <= SPEED_MAX_M_S))
        return phw_fail(PHW_EARG,
                        "network: speed %g m/s of node %.31s; expected at most "
                        "that of light",
                        speed(node), node->name);
    const phw_status s = phw_array_check(&node->array);
    return s ? phw_fail_within(s, "network: node %.31s", node->name) : PHW_OK;
}

static phw_status check_modelled(const phw_network_config *config)
{
    for (size_t i = 0; i < config->n_nodes; ++i) {
        if (config->node[i].array.modelled)
            return phw_fail(PHW_EARG,
                            "network: the array of node %.31s has a modelled "
                            "correlation; plane waves make their own",
                            config->node[i].name);
    }
    if (config->correlation != NULL)
        return phw_fail(PHW_EARG, "network: an explicit correlation; plane waves make "
                                  "their own from the positions");
    return PHW_OK;
}

static double distance_m(const phw_node *a, const phw_node *b)
{
    double square = 0;
    for (int i = 0; i < 3; ++i) {
        const double d = a->position_m[i] - b->position_m[i];
        square += d * d;
    }
    return sqrt(square);
}

static phw_status check_places(const phw_network_config *config)
{
    const double least = SAME_PLACE * phw_network_config_wavelength_m(config);
    for (size_t i = 0; i < config->n_nodes; ++i) {
        for (size_t k = 0; k < i; ++k) {
            const phw_node *a = &config->node[k];
            const phw_node *b = &config->node[i];
            if (a->site == b->site && distance_m(a, b) < least)
                return phw_fail(PHW_EARG,
                                "network: nodes %.31s and %.31s are both at (%g, %g, "
                                "%g) m; move one, by less than a wavelength (%g m) if "
                                "they shall hear alike",
                                a->name, b->name, b->position_m[0], b->position_m[1],
                                b->position_m[2],
                                phw_network_config_wavelength_m(config));
        }
    }
    return PHW_OK;
}

static phw_status check_numbers(const phw_network_config *c)
{
    if (c->n_nodes < 2 || c->n_nodes > PHW_NETWORK_NODES_MAX)
        return phw_fail(PHW_EARG, "network: %zu nodes; expected 2 to %d", c->n_nodes,
                        PHW_NETWORK_NODES_MAX);
    if (c->n_sites == 0 || c->n_sites > PHW_NETWORK_SITES_MAX)
        return phw_fail(PHW_EARG, "network: %zu sites; expected 1 to %d", c->n_sites,
                        PHW_NETWORK_SITES_MAX);
    if (!(c->carrier_hz >= CARRIER_MIN_HZ && c->carrier_hz <= CARRIER_MAX_HZ))
        return phw_fail(PHW_EARG, "network: carrier %g Hz; expected %g to %g",
                        c->carrier_hz, CARRIER_MIN_HZ, CARRIER_MAX_HZ);
    if (!(c->doppler_hz <= PHW_FADING_DOPPLER_MAX_HZ))
        return phw_fail(PHW_EARG, "network: Doppler %g Hz; expected at most %g",
                        c->doppler_hz, PHW_FADING_DOPPLER_MAX_HZ);
    if (c->mode != PHW_NETWORK_SPECTRAL && c->mode != PHW_NETWORK_PLANE_WAVES)
        return phw_fail(PHW_EARG, "network: mode %d; there are 2", (int)c->mode);
    if (c->n_waves != 0 &&
        (c->n_waves < WAVES_MIN || c->n_waves > PHW_NETWORK_WAVES_MAX))
        return phw_fail(PHW_EARG, "network: %zu waves; expected %d to %d", c->n_waves,
                        WAVES_MIN, PHW_NETWORK_WAVES_MAX);
    if (c->redraw_periods != 0 &&
        !(c->redraw_periods >= 1 && c->redraw_periods <= REDRAW_MAX))
        return phw_fail(PHW_EARG, "network: redrawn every %g periods; expected 1 to %g",
                        c->redraw_periods, REDRAW_MAX);
    return PHW_OK;
}

phw_status phw_network_config_check(const phw_network_config *config)
{
    PHW_TRY(check_numbers(config));
    PHW_TRY(check_taps(&config->taps));
    size_t antennas = 0;
    for (size_t i = 0; i < config->n_nodes; ++i) {
        PHW_TRY(check_node(config, &config->node[i]));
        antennas += phw_array_size(&config->node[i].array);
    }
    if (antennas > PHW_NETWORK_ANTENNAS_MAX)
        return phw_fail(PHW_EARG, "network: %zu antennas; expected at most %d",
                        antennas, PHW_NETWORK_ANTENNAS_MAX);
    if (!(phw_network_config_doppler_hz(config) <= PHW_FADING_DOPPLER_MAX_HZ))
        return phw_fail(PHW_EARG,
                        "network: the nodes' speeds make a Doppler shift of "
                        "%g Hz; expected at most %g",
                        phw_network_config_doppler_hz(config),
                        PHW_FADING_DOPPLER_MAX_HZ);
    if (config->mode == PHW_NETWORK_PLANE_WAVES)
        PHW_TRY(check_modelled(config));
    return config->correlation == NULL ? check_places(config) : PHW_OK;
}
