/** @file
 * Any number of radios and the one physical channel between each two of them.
 *
 * Two nodes' channel is the same number from either end at the same instant, bit for
 * bit (of arrays: the transpose): what the ends make of it differs by their instants,
 * their noise and their hardware. What a third node hears hangs together with it as
 * their distance says, at either end: Eve close to Bob has J0(2 pi d / lambda) of
 * Bob's channel in isotropic scattering, and the right thing in any other
 * (channel/angles.h).
 *
 * Of a tap between antennas x of site s and y of site r, g is the scattered part:
 *  - spectral: H = L_s W L_r^T, W independent Gaussian processes (channel/fading.h),
 * one for each pair of antennas, and L L^H = R the correlation of a site's antennas
 *    (Kronecker's model; cov vec H = R_r (x) R_s);
 *  - plane waves: g = N^{-1/2} sum_n e^{j 2 pi (phi_n + u_n.x + v_n.y + f_n t)}, x and
 * y in wavelengths at the instant t, the directions u_n drawn from the angles of s and
 *    v_n of r. All waves are drawn anew every so often and the draws cross-faded: no
 *    predictor learns them.
 * Within one site both are made symmetric, (g(x, y) + g(y, x)) / sqrt(2 (1 + |R|^2)),
 * of unit power. Steady shares of taps come from the nodes' distance: e^{j 2 pi (phi -
 * |x - y| / lambda)}, phi drawn for each trial, tap and pair of sites.
 */
#ifndef PHW_CHANNEL_NETWORK_H
#define PHW_CHANNEL_NETWORK_H

#include <stddef.h>
#include <stdint.h>

#include "channel/network_config.h"
#include "channel/taps.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Belongs to one thread; two networks of the same configuration give the same bits
 * whatever was read from them before. */
typedef struct phw_network phw_network;

/** Makes a network, given back with phw_network_destroy(). PHW_EARG as
 * phw_network_config_check(), and when the correlation of a site is none; PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_network_create(phw_network **out,
                                                   const phw_network_config *config);

/** Takes NULL. */
PHW_API void phw_network_destroy(phw_network *network);

/** Makes it the network of another trial: as created with that seed and trial, without
 * the cost of a creation. */
PHW_API void phw_network_reset(phw_network *network, uint64_t seed, uint32_t trial);

/** Delays and mean powers (their sum is 1) of the taps between two nodes; lives as long
 * as the network. */
PHW_API const phw_taps *phw_network_profile(const phw_network *network, size_t from,
                                            size_t to);

/** The antennas of a node. */
PHW_API size_t phw_network_antennas(const phw_network *network, size_t node);

/** The largest Doppler shift of any link, Hz. */
PHW_API double phw_network_doppler_hz(const phw_network *network);

/** And of the link between two nodes: fd of its spectral processes, which is that of
 * their sites (phw_network_config), and of plane waves the nodes' and scatterers'
 * motion together. */
PHW_API double phw_network_link_doppler_hz(const phw_network *network, size_t from,
                                           size_t to);

/** How what nodes `a` and `b` hear of a third node `from` hangs together: E h_a h_b* of
 * their first antennas' scattered parts at time 0. Of one site R_ab, when `from` is at
 * another; within theirs (R_ab + R_af R_fb) / sqrt((1 + |R_af|^2) (1 + |R_bf|^2)), f
 * being `from`: its own antenna lies among their scatterers. 0 of different sites. */
PHW_API void phw_network_correlation(double *re, double *im, const phw_network *network,
                                     size_t a, size_t b, size_t from);

/** The taps of the channel between two different nodes at one instant, mean powers as
 * in the profile: out[tap], or with arrays out[(tap * antennas of `to` + antenna of
 * `to`) * antennas of `from` + antenna of `from`].
 *
 * Any order of instants gives the same values; rising ones are fastest. The first
 * reading of a pair makes its processes, later ones allocate nothing. PHW_EARG when a
 * node is not there, both are one, or the instant is not finite or too far
 * (channel/fading.h); also when more than PHW_NETWORK_PROCESSES_MAX Gaussian processes
 * would be at work: plane waves have no such limit. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_network_taps(phw_network *network, phw_cf *out,
                                                 size_t from, size_t to, double time_s);

PHW_END_C

#endif
