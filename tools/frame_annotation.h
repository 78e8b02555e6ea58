/** @file
 * What is known of a frame as an annotation of a SigMF recording.
 */
#ifndef PHW_TOOLS_FRAME_ANNOTATION_H
#define PHW_TOOLS_FRAME_ANNOTATION_H

#include <stddef.h>
#include <stdint.h>

#include "datasets/recording.h"
#include "datasets/sigmf_writer.h"
#include "tools/frame_rows.h"
#include "tools/frames.h"

#define PHW_FRAME_ANNOTATION_FIELDS 24

/** An annotation and what it points to: not to be copied. */
typedef struct phw_frame_annotation {
    phw_sigmf_annotation annotation;
    phw_recording_field field[PHW_FRAME_ANNOTATION_FIELDS];
    char label[PHW_MAC_N_TEXT];
    char comment[120];
    char kind[PHW_FRAME_KIND_SIZE];
    char transmitter[PHW_MAC_N_TEXT];
    char receiver[PHW_MAC_N_TEXT];
} phw_frame_annotation;

/** The stretch of samples that frame i takes, from its first short training to the end
 * that SIGNAL promises (without SIGNAL to its end), cut to the recording's. */
void phw_frame_stretch(uint64_t *from, uint64_t *to, const phw_frames *f, size_t i,
                       double rate_hz, uint64_t n_samples);

/** Fills it for settled frame i of a recording `n_samples` long, whose channel is
 * `bandwidth_hz` wide around its carrier: the sender's address or "802.11" as the
 * label, a line for people, and our estimates. The band is told when the carrier is. */
void phw_frame_annotation_fill(phw_frame_annotation *out, const phw_frames *f, size_t i,
                               const phw_recording_meta *meta, uint64_t n_samples,
                               double bandwidth_hz);

#endif
