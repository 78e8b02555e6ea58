/** @file
 * What the nodes of a scenario receive while its ends sound, as SigMF recordings: a
 * file for each node, streamed to disk.
 *
 * A node's slots (tools/lab_iq.h) follow each other in the order of time, each a
 * capture segment of its own, whose core:global_index is the instant of its first
 * sample, and an annotation that names its sender and exchange. Of several ports the
 * first ones are recorded.
 */
#ifndef PHW_TOOLS_LAB_RECORDING_H
#define PHW_TOOLS_LAB_RECORDING_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "tools/lab_plan.h"
#include "tools/outputs.h"
#include "tools/progress.h"

/** Most slots of one recording. */
#define PHW_RECORDING_SLOTS_MAX 100000

/** PHW_EARG when a node would receive more slots than that. */
PHW_MUST_USE phw_status phw_lab_recording_check(const phw_lab_plan *plan);

/** Adds to `outputs`, for the caller to commit, FOLDER/NAME.sigmf-meta and
 * FOLDER/NAME.sigmf-data of every node, on `n_threads` threads: the same bytes for any
 * number. `progress` counts nodes and may be NULL. PHW_EARG for a path that is too
 * long; PHW_EINPUT, PHW_EIO, PHW_ENOMEM, PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_lab_recording_write(phw_outputs *outputs,
                                                const phw_lab_plan *plan,
                                                const char *folder, uint64_t seed,
                                                uint32_t trial, size_t n_threads,
                                                phw_progress *progress);

#endif
