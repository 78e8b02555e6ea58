/** @file
 * The traces that a capture's frames make: one of each transmitter.
 */
#ifndef PHW_TOOLS_FRAME_TRACES_H
#define PHW_TOOLS_FRAME_TRACES_H

#include "core/status.h"
#include "core/trace.h"
#include "tools/frame_parties.h"
#include "tools/frames.h"
#include "tools/outputs.h"

/** The column of such a trace with the noise variance of each frame's own estimate:
 * that of the trace is their mean, over strong and weak senders. */
#define PHW_FRAMES_NOISE "noise_variance"

/** The columns that tell which frame on the air it is, to pair two receivers' traces,
 * NaN where no sound header tells: its number, 0..4095, of the sender's counter (a
 * sender may have several: one for each priority); 1 when it is sent again, else 0; and
 * the frame's digest (phw_frame_content), which is another for every number. */
#define PHW_FRAMES_NUMBER "mac_sequence"
#define PHW_FRAMES_RETRY  "retry"
#define PHW_FRAMES_DIGEST "digest"

/** What all traces of a capture share. */
typedef struct phw_frame_traces_config {
    const char *recording; /**< its path; the trace tells the file's name only */
    double carrier_hz;     /**< 0 when unknown */
    double bandwidth_hz;
} phw_frame_traces_config;

/** A trace of kind CFR with a probe for each of the party's frames, at their instants,
 * whose sequence numbers are the frames' numbers in the capture; to be freed. Its
 * columns are start_sample, snr_db, evm_db, level, PHW_FRAMES_NOISE, the fingerprint
 * features, PHW_FRAMES_NUMBER, PHW_FRAMES_RETRY and PHW_FRAMES_DIGEST. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_frame_trace(phw_trace *out, const phw_frames *f,
                                        const phw_frame_party *party,
                                        const phw_frame_traces_config *config);

/** The traces of all parties as one file of `outputs`. PHW_EINPUT when they are more
 * than a file holds; PHW_EIO, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_frame_traces_write(phw_outputs *outputs, const char *path,
                                               const phw_frames *f,
                                               const phw_frame_parties *parties,
                                               const phw_frame_traces_config *config);

#endif
