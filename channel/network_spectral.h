/** @file
 * The scattered part of a network's taps as Gaussian processes that are mixed by the
 * sites' correlation: H = L_s W L_r^T (channel/network.h).
 *
 * Process p of tap l draws from purpose p * 64 + l: pairs of sites in their order
 * (phw_network_site_pair()) number their antennas' pairs row by row.
 */
#ifndef PHW_CHANNEL_NETWORK_SPECTRAL_H
#define PHW_CHANNEL_NETWORK_SPECTRAL_H

#include <stddef.h>
#include <stdint.h>

#include "channel/network_block.h"
#include "channel/network_config.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most pairs of antennas of a network: the streams' addresses have 18 bits for them.
 */
#define PHW_NETWORK_PAIRS_MAX 262144

/** Most processes (taps of pairs of antennas) at work; each takes 64 KiB. */
#define PHW_NETWORK_PROCESSES_MAX 32768

/** Most antennas of a site. */
#define PHW_NETWORK_SITE_ANTENNAS_MAX 1024

/** Belongs to one thread. */
typedef struct phw_network_spectral phw_network_spectral;

/** Of a checked configuration, which has to outlive it. PHW_EARG when there are more
 * than the limits above or a correlation can't be, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_network_spectral_create(
    phw_network_spectral **out, const phw_network_config *config);

/** Takes NULL. */
PHW_API void phw_network_spectral_destroy(phw_network_spectral *spectral);

/** After the configuration's seed or trial has changed. */
PHW_API void phw_network_spectral_reset(phw_network_spectral *spectral);

/** Taps [0, n_taps) of unit power between nodes `a` and `b`; a's site comes first, and
 * within one site a < b.
 * PHW_EARG when the instant is too far or too many processes are
 * at work; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_network_spectral_read(
    phw_network_spectral *spectral, const phw_network_block *block, size_t n_taps,
    size_t a, size_t b, double time_s);

/** The phase in turns of a steady part of tap `l` between the nodes' first antennas
 * under an explicit correlation: the angle of sum_i,k L_s[a, i] L_r[b, k] e^{j 2 pi
 * turn(i, k)}, turn(i, k) being draw `index` of kind PHW_RNG_PHASE of the pair's
 * address. As close to the others' as the correlation says, and as strong in any one
 * trial. */
PHW_API double phw_network_spectral_turn(const phw_network_spectral *spectral, size_t a,
                                         size_t b, size_t l, uint64_t index);

PHW_END_C

#endif
