/** @file
 * The frames that a receiver found with their fingerprint features, and the trace that
 * they make.
 */
#ifndef PHW_TOOLS_FRAMES_H
#define PHW_TOOLS_FRAMES_H

#include <stddef.h>

#include "auth/fingerprint_burst.h"
#include "core/status.h"
#include "core/trace.h"
#include "phy/wifi_frame.h"
#include "phy/wifi_receiver.h"

/** A growing list. A zeroed one is empty and may be freed. */
typedef struct phw_frames {
    phw_wifi_frame *frame;
    double *feature; /**< phw_frames_feature() reads them */
    size_t n;
    size_t n_allocated;
} phw_frames;

/** Takes all frames that wait in a receiver that keeps bursts. A feature is NaN where
 * the burst does not show it. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_frames_take(phw_frames *f, phw_wifi_receiver *receiver,
                                        phw_fingerprint_analyzer *analyzer,
                                        double bandwidth_hz);

/** Gives back; the struct is zero afterwards. */
void phw_frames_free(phw_frames *f);

/** Frame i's feature k of phw_fingerprint_feature_list(). */
double phw_frames_feature(const phw_frames *f, size_t i, size_t k);

/** The column of such a trace with the noise variance of each frame's own estimate:
 * that of the trace is their mean, over strong and weak senders. */
#define PHW_FRAMES_NOISE "noise_variance"

/** A trace of kind CFR with a probe for each frame, at the frames' instants; to be
 * freed. Its columns are start_sample, snr_db, evm_db, level, PHW_FRAMES_NOISE and the
 * fingerprint features. PHW_ESHORT when there are no frames. */
PHW_MUST_USE phw_status phw_frames_trace(phw_trace *out, const phw_frames *f,
                                         double carrier_hz, double bandwidth_hz);

#endif
