/** @file
 * Recordings made of a recording and the frames that were found in it: a copy with an
 * annotation of each, and every frame cut out.
 */
#ifndef PHW_TOOLS_FRAME_RECORDINGS_H
#define PHW_TOOLS_FRAME_RECORDINGS_H

#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "datasets/recordings.h"
#include "datasets/sigmf_writer.h"
#include "tools/frames.h"
#include "tools/outputs.h"
#include "tools/progress.h"
#include "tools/staged_folder.h"

/** Samples before and after a frame that are kept with it, s: what it takes a receiver
 * to find it, and to see the noise beside it. */
#define PHW_FRAME_MARGIN_S 8e-6

/** The name of frame i's recording, and of the collection. */
#define PHW_FRAME_NAME            "frame-%06zu"
#define PHW_FRAME_COLLECTION_NAME "frames.sigmf-collection"

/** Starts NAME.sigmf-meta and NAME.sigmf-data in `outputs` for a copy of what `meta`
 * describes, in its sample type (of 24 bits: 32); its samples are to be pushed. As
 * phw_sigmf_paths(), phw_outputs_add() and phw_sigmf_writer_create(). */
PHW_MUST_USE phw_status phw_frame_copy_create(phw_sigmf_writer **out,
                                              phw_outputs *outputs, const char *name,
                                              const phw_recording_meta *meta);

/** All samples were pushed: adds the settled frames' annotations and finishes. As
 * phw_sigmf_writer_annotate() and phw_sigmf_writer_finish(). */
PHW_MUST_USE phw_status phw_frame_copy_finish(phw_sigmf_writer *w, const phw_frames *f,
                                              const phw_recording_meta *meta,
                                              double bandwidth_hz);

/** Writes each settled frame with its margins as a recording of its own, in the
 * recording's sample type, annotated, with a collection of all, into `folder`.
 * PHW_ECANCEL; as phw_recording_read() and phw_sigmf_writer_create(). */
PHW_MUST_USE phw_status phw_frame_cut_all(const phw_staged_folder *folder,
                                          const phw_frames *f, phw_recording *recording,
                                          double bandwidth_hz, phw_progress *bar);

#endif
