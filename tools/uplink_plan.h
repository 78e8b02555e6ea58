/** @file
 * A simulated uplink as a plan: everything that a scenario fixes for all replies.
 *
 * A reply is UPLINK_PILOTS known bits, the data (from 32 bits on with a CRC-16 at their
 * end, as a tag's), a dummy bit and one more, by which the carrier's state after it is
 * defined. Amplitudes are in units of the tag's half step:
 * |g| = 1 on average at reader and Eve.
 */
#ifndef PHW_TOOLS_UPLINK_PLAN_H
#define PHW_TOOLS_UPLINK_PLAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/status.h"
#include "encrypt/noise_source.h"
#include "encrypt/uplink_view.h"
#include "phy/half_bits.h"
#include "phy/line_code.h"
#include "tools/scenario.h"

/** Bits before the data that the reader knows, and after them the dummy and one. */
#define PHW_UPLINK_PILOTS 8
#define PHW_UPLINK_TAIL   2

/** Most taps of the noise's channel. */
#define PHW_UPLINK_TAPS_MAX 8

/** What one of the two receivers has, linear. */
typedef struct phw_uplink_site {
    double eb_n0;
    double jsr;
    double variance; /**< of its noise, E|z|^2 a sample */
} phw_uplink_site;

/** The plan; plain data. */
typedef struct phw_uplink_plan {
    const phw_line_code *code;
    phw_noise_config noise;   /**< of power 1; the channels carry the JSR */
    phw_half_bit_clock clock; /**< half bit 0 is the first data bit's first */
    size_t n_bits;            /**< data bits of a reply */
    size_t n_crc_bits;        /**< the last of them, a CRC-16 of the others; 0: none */
    size_t n_all_bits;        /**< with pilots and tail */
    size_t n_samples;
    size_t n_reads;
    size_t n_antennas;
    size_t n_taps;
    size_t n_reader_taps;
    phw_uplink_site reader;
    phw_uplink_site eve;
    double leakage;      /**< amplitude of the carrier's */
    double imperfection; /**< power of what differs between the noise that is known and
                              the one that is sent, over the latter */
    bool rayleigh;
    double doppler_hz;
    double interval_s; /**< from a read to the next */
    uint64_t seed;
    const phw_key *key; /**< that auxiliary node and reader share, borrowed; NULL: one
                             of the seed, which is no secret */
} phw_uplink_plan;

/** Makes it of a checked scenario. PHW_EINPUT names the key. */
PHW_MUST_USE phw_status phw_uplink_plan_make(phw_uplink_plan *out,
                                             const phw_scenario *scenario,
                                             uint64_t seed);

/** The pilots, the data and the tail as bits, all[plan->n_all_bits]. */
void phw_uplink_plan_frame(uint8_t *all, const phw_uplink_plan *plan,
                           const uint8_t *bit);

/** The known chip before the data: what the level there is for FM0. */
phw_line_start phw_uplink_plan_start(const phw_uplink_plan *plan);

/** A copy of the plan's key, or the one of its seed; to be freed. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_plan_key(phw_key *out, const phw_uplink_plan *plan);

#endif
