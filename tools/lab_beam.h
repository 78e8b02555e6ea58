/** @file
 * What of an array's antennas is observed: each of them, each beam of its codebook, or
 * one beam.
 *
 * A port is a row of weights w over the antennas; port p of the receiver and port q of
 * the sender see w_p^H H w_q^*: the same number, but for rounding, when the two change
 * roles.
 */
#ifndef PHW_TOOLS_LAB_BEAM_H
#define PHW_TOOLS_LAB_BEAM_H

#include <stddef.h>

#include "channel/network.h"
#include "core/sample.h"
#include "core/status.h"
#include "tools/lab_plan.h"

/** The ports of all nodes. */
typedef struct phw_lab_beam phw_lab_beam;

/** For a network of the plan; `best` beams are those with the most power at time 0: of
 * the hub towards its first partner, of everybody else towards the hub. PHW_ENOMEM,
 * and what phw_network_taps() fails with. */
PHW_MUST_USE phw_status phw_lab_beam_create(phw_lab_beam **out,
                                            const phw_lab_plan *plan,
                                            phw_network *network);

/** Takes NULL. */
void phw_lab_beam_destroy(phw_lab_beam *beam);

/** Ports of a node. */
size_t phw_lab_beam_ports(const phw_lab_beam *beam, size_t node);

/** Gives a node one port with these weights, one an antenna, each of mean power 1: over
 * the root of their number the port has an antenna's power. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_beam_steer(phw_lab_beam *beam, size_t node,
                                           const phw_cf *weight);

/** out[ports of `to`][ports of `from`] of h[antennas of `to`][antennas of `from`]. */
void phw_lab_beam_combine(const phw_lab_beam *beam, phw_cf *out, const phw_cf *h,
                          size_t from, size_t to);

#endif
