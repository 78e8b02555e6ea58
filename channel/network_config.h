/** @file
 * What a network is made of, and whether it can be.
 */
#ifndef PHW_CHANNEL_NETWORK_CONFIG_H
#define PHW_CHANNEL_NETWORK_CONFIG_H

#include <stddef.h>
#include <stdint.h>

#include "channel/law.h"
#include "channel/node.h"
#include "channel/spectrum.h"
#include "channel/taps.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most nodes, sites, antennas of all nodes together. */
#define PHW_NETWORK_NODES_MAX    1024
#define PHW_NETWORK_SITES_MAX    64
#define PHW_NETWORK_ANTENNAS_MAX 4096

/** Least, most and preset plane waves of a tap. */
#define PHW_NETWORK_WAVES_MIN    16
#define PHW_NETWORK_WAVES_MAX    4096
#define PHW_NETWORK_WAVES_PRESET 256

/** The preset of redraw_periods. */
#define PHW_NETWORK_REDRAW_PRESET 64.0

/** The share of a draw over which the next one of a plane-wave network takes over. */
#define PHW_NETWORK_REDRAW_FADE 0.25

/** The line of sight's Doppler shift over fd, where no motion gives it (TR 38.901
 * 7.7.2). */
#define PHW_NETWORK_LOS_SHIFT 0.7

/** How the scattered part is made. */
typedef enum phw_network_mode {
    PHW_NETWORK_SPECTRAL = 0, /**< Gaussian processes, mixed by the sites' correlation
                                   at time 0: space and time apart */
    PHW_NETWORK_PLANE_WAVES   /**< waves at the nodes' places of the moment: space and
                                   time are one */
} phw_network_mode;

/** All of it; the arrays are copied. Zero but for nodes, sites, taps and carrier: a
 * spectral network of Rayleigh taps that stands still. */
typedef struct phw_network_config {
    const phw_node *node; /**< 2..PHW_NETWORK_NODES_MAX */
    size_t n_nodes;
    const phw_site *site; /**< 1..PHW_NETWORK_SITES_MAX */
    size_t n_sites;
    phw_taps taps;                /**< of every link but those of flat sites */
    phw_spectrum_choice spectrum; /**< of taps that have none of their own */
    phw_law_choice law; /**< of tap 0, but for Rayleigh's: instead of its steady
                             share */
    double carrier_hz;  /**< 1e5..1e14 */
    double doppler_hz;  /**< fd, 0..1e9; below 0: from the velocities (spectral: of
                             each pair of sites sqrt(v1^2 + v2^2) / lambda, v the speed
                             of the fastest node at either, for the right mean square
                             shift: with one node moving it is Clarke's. A slower node
                             of the same site fades as fast: a site of its own keeps it
                             apart). To plane waves it is the scatterers' own motion, on
                             top of the nodes'. */
    phw_network_mode mode;
    size_t n_waves;            /**< of a tap, 16..PHW_NETWORK_WAVES_MAX; 0: 256 */
    double redraw_periods;     /**< they are drawn anew every so many periods of the
                                  greatest shift of their pair of sites, 1..1e6: that
                                  cuts the coherence of narrow angles, whose shifts are
                                  all alike. 0: 64 periods of sqrt(2) times the standard
                                  deviation of their tap's shifts (the greatest shift
                                  with one node in isotropic scattering), of the fastest
                                  nodes: what has no spread is never drawn anew */
    const double *correlation; /**< NULL: from the positions. Else n_nodes x n_nodes,
                                    real and symmetric, 1 on the diagonal: of nodes of
                                    one site (others are not read); spectral only */
    uint64_t seed;             /**< the user's --seed */
    uint32_t trial;            /**< independent channels for each trial */
} phw_network_config;

/** PHW_EARG names the value that is out of range, and both nodes when two of one site
 * are at the same place (closer than 1e-6 wavelengths at time 0) without an explicit
 * correlation. */
PHW_API PHW_MUST_USE phw_status
phw_network_config_check(const phw_network_config *config);

/** The wavelength, m. */
PHW_API double phw_network_config_wavelength_m(const phw_network_config *config);

/** The largest Doppler shift of a checked network's links as doppler_hz says, Hz. */
PHW_API double phw_network_config_doppler_hz(const phw_network_config *config);

/** The largest one of the links between nodes of sites s and r, or within one. */
PHW_API double phw_network_config_pair_doppler_hz(const phw_network_config *config,
                                                  size_t s, size_t r);

/** A node's speed in wavelengths a second. */
PHW_API double phw_network_config_motion_hz(const phw_network_config *config,
                                            size_t node);

/** The Doppler spectrum of tap `l`: its own with its presets, or the network's. */
PHW_API phw_spectrum_choice
phw_network_config_spectrum(const phw_network_config *config, size_t l);

/** The number of a pair of sites, s <= r < n_sites: (0, 1), (0, 2) .. (1, 2) .., then
 * the sites with themselves; below n_sites (n_sites + 1) / 2. */
PHW_API size_t phw_network_site_pair(size_t n_sites, size_t s, size_t r);

PHW_END_C

#endif
