/** @file
 * Level "iq" of the probing lab: a burst through a sender's radio, the moving taps,
 * noise and a receiver's radio, and the receiver that finds it and estimates its
 * channel.
 *
 * The burst is the preamble of 802.11, at the scenario's bandwidth whatever that is, or
 * the waveform that its key `sounding` names (tools/lab_ear.h). What is received of one
 * sounding is a slot: silence, the burst, silence. Of several ports each pair has a
 * slot of its own at the same instant.
 *
 * The receiver takes the strongest path for a burst's beginning, which wanders as paths
 * fade. A slot says when its burst was sent: once found, a burst is estimated there, as
 * by a receiver that keeps time with its sender. An estimate is the channel of
 * PHW_IQ_ESTIMATE_AT samples after the preamble's first one was sent, and of
 * phw_sounding_waveform_middle() after another waveform's.
 */
#ifndef PHW_TOOLS_LAB_IQ_H
#define PHW_TOOLS_LAB_IQ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "tools/lab_air.h"

/** Samples from the first one of a preamble to the instant whose phase its estimate
 * has: the middle of both training symbols' transforms. */
#define PHW_IQ_ESTIMATE_AT 252

/** One thread's radios. */
typedef struct phw_iq phw_iq;

/** Borrows `air`, whose seed and trial are given again. PHW_EINPUT when a value of the
 * scenario can't be, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_iq_create(phw_iq **out, phw_air *air, uint64_t seed,
                                      uint32_t trial);

/** Takes NULL. */
void phw_iq_destroy(phw_iq *iq);

/** Samples of a slot. */
size_t phw_iq_slot_size(const phw_iq *iq);

/** How many of them come before the frame, whose first sample is sent at the
 * exchange's instant. */
size_t phw_iq_slot_lead(const phw_iq *iq);

/** The slot of a channel of an observation in exchange `probe`: phw_iq_slot_size()
 * samples that live until the next call. */
PHW_MUST_USE phw_status phw_iq_slot(phw_iq *iq, const phw_cf **slot, size_t observation,
                                    size_t channel, size_t probe);

/** What is received of an observation in exchanges [from, to), one after the other in
 * time, is made, received and estimated: response[to - from][channels][subcarriers] and
 * found[to - from], all channels of it; a probe that was not found leaves its row as it
 * was. */
PHW_MUST_USE phw_status phw_iq_chunk(phw_iq *iq, phw_cf *response, bool *found,
                                     size_t observation, size_t from, size_t to);

#endif
