/** @file
 * The indoor models of IEEE 802.11 TGn, A to F: clusters that overlap in delay, each
 * with its own directions, and the bell-shaped Doppler spectrum of people who move.
 *
 * Left out: the fluorescent lamps of models D and E and the vehicle of model F.
 */
#ifndef PHW_CHANNEL_PROFILE_TGN_H
#define PHW_CHANNEL_PROFILE_TGN_H

#include <stddef.h>

#include "channel/profile.h"

PHW_BEGIN_C

#define PHW_N_PROFILES_TGN 6

/** "tgn-a" to "tgn-f". A tap's power is the sum over the clusters. Without line of
 * sight, or (los=yes) with the model's Rice factor in the first tap, whose mean power
 * stays: 0 dB in A, B and C, 3 dB in D, 6 dB in E and F. */
PHW_API extern const phw_profile phw_profiles_tgn[PHW_N_PROFILES_TGN];

/** Where a cluster is seen: a Laplacian angular spectrum. */
typedef struct phw_tgn_angle {
    double mean_deg;
    double spread_deg;
} phw_tgn_angle;

/** A cluster of a model. */
typedef struct phw_tgn_cluster {
    const double *power_db; /**< of its taps, n of them */
    size_t first;           /**< tap of the profile where it begins */
    size_t n;
    phw_tgn_angle departure;
    phw_tgn_angle arrival;
} phw_tgn_cluster;

/** Cluster i of a model, static and constant; NULL past the last, or when the profile
 * is not one of TGn's. */
PHW_API const phw_tgn_cluster *phw_profile_tgn_cluster(const phw_profile *profile,
                                                       size_t i);

PHW_END_C

#endif
