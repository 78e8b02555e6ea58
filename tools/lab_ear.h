/** @file
 * What sends and hears at level "iq": the burst to be sent, and the receiver that finds
 * it in slot after slot and estimates its channel as counted from where it was sent.
 * Both the preamble of 802.11 with its receiver and any sounding waveform with its own.
 */
#ifndef PHW_TOOLS_LAB_EAR_H
#define PHW_TOOLS_LAB_EAR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/signal.h"
#include "core/status.h"
#include "tools/scenario.h"

/** One thread's. */
typedef struct phw_lab_ear phw_lab_ear;

/** As the scenario says. PHW_EINPUT, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_ear_create(phw_lab_ear **out, const phw_scenario *s);

/** Takes NULL. */
void phw_lab_ear_destroy(phw_lab_ear *ear);

/** The burst; stays the ear's. */
const phw_signal *phw_lab_ear_sent(const phw_lab_ear *ear);

/** Values of an estimate. */
size_t phw_lab_ear_values(const phw_lab_ear *ear);

/** Their offsets from the carrier, Hz; the ear's. */
const double *phw_lab_ear_offsets(const phw_lab_ear *ear);

/** The largest carrier offset that it hears, as a share of the bandwidth. */
double phw_lab_ear_reach(const phw_lab_ear *ear);

/** Begins anew: slots of slot_size samples follow, each with a burst sent at `lead`.
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_ear_listen(phw_lab_ear *ear, size_t slot_size,
                                           size_t lead);

/** The next slot. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_ear_push(phw_lab_ear *ear, const phw_cf *slot);

/** After the last slot. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_lab_ear_finish(phw_lab_ear *ear);

/** The next estimate, out[values], and the number of the slot that its burst lies in;
 * false when there is none (yet). To be asked for until then after every push and after
 * the end: slots are kept no longer than a burst may wait. */
bool phw_lab_ear_take(phw_lab_ear *ear, phw_cf *out, uint64_t *slot);

#endif
