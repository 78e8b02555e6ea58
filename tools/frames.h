/** @file
 * The frames that a receiver found, and the trace that their channels make.
 */
#ifndef PHW_TOOLS_FRAMES_H
#define PHW_TOOLS_FRAMES_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "phy/wifi_frame.h"
#include "phy/wifi_receiver.h"

/** A growing list. A zeroed one is empty and may be freed. */
typedef struct phw_frames {
    phw_wifi_frame *frame;
    size_t n;
    size_t n_allocated;
} phw_frames;

/** Takes all frames that wait in the receiver. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_frames_take(phw_frames *f, phw_wifi_receiver *receiver);

/** Gives back; the struct is zero afterwards. */
void phw_frames_free(phw_frames *f);

/** The column of such a trace with the noise variance of each frame's own estimate:
 * that of the trace is their mean, over strong and weak senders. */
#define PHW_FRAMES_NOISE "noise_variance"

/** A trace of kind CFR with a probe for each frame, at the frames' instants, and the
 * column PHW_FRAMES_NOISE; to be freed. PHW_ESHORT when there are no frames. */
PHW_MUST_USE phw_status phw_frames_trace(phw_trace *out, const phw_frames *f,
                                         double carrier_hz, double bandwidth_hz);

#endif
