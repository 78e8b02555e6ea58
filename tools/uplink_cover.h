/** @file
 * A protected recording's public side: where noise was laid, by which law, and at which
 * address of the keystream, as SigMF facts. Seed, samples of the noise, its channel and
 * its power are not among them, nor anything of the bits below.
 */
#ifndef PHW_TOOLS_UPLINK_COVER_H
#define PHW_TOOLS_UPLINK_COVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/key.h"
#include "core/sample.h"
#include "core/status.h"
#include "datasets/recording.h"
#include "datasets/sigmf_writer.h"
#include "encrypt/noise_source.h"
#include "phy/half_bits.h"
#include "tools/uplink_samples.h"

/** Most messages of a recording; each has a frame number of its own, the recording's
 * times this and its index. */
#define PHW_UPLINK_COVERS_MAX 65536

/** Highest frame number of a recording: their product fits what metadata keep. */
#define PHW_UPLINK_FRAME_MAX 137438953471.0

/** Noise over one message. */
typedef struct phw_uplink_cover {
    uint64_t from;            /**< first sample with noise */
    uint64_t count;           /**< how many */
    phw_half_bit_clock clock; /**< of the noise, counted from `from` */
} phw_uplink_cover;

/** Noise over a recording. A zeroed one may be freed. */
typedef struct phw_uplink_covers {
    phw_uplink_kind kind;
    char law[128];          /**< as the user wrote it */
    phw_noise_config noise; /**< of power 1; the clock is each cover's */
    double jsr_db;          /**< as it was asked for */
    uint32_t stream;
    uint64_t frame;
    phw_uplink_cover *cover;
    size_t n;
} phw_uplink_covers;

/** Covers for messages: windows and clocks. PHW_ESHORT for none, PHW_EINPUT for too
 * many; PHW_ENOMEM. The rest is the caller's to fill. */
PHW_MUST_USE phw_status phw_uplink_covers_make(phw_uplink_covers *inout,
                                               const phw_uplink_messages *messages);

/** What of the noise lies there, for people. */
const char *phw_uplink_covers_component(const phw_uplink_covers *c);

/** Gives back; the struct is zero afterwards. */
void phw_uplink_covers_free(phw_uplink_covers *c);

/** Writes them into a recording under way. */
PHW_MUST_USE phw_status phw_uplink_covers_write(phw_sigmf_writer *w,
                                                const phw_uplink_covers *c);

/** Reads them. PHW_EINPUT names file and field. */
PHW_MUST_USE phw_status phw_uplink_covers_read(phw_uplink_covers *out, const char *path,
                                               const phw_recording_meta *meta);

/** The noise of cover `i`, out[cover[i].count], as sent, of power 1. */
PHW_MUST_USE phw_status phw_uplink_cover_noise(phw_cf *out, const phw_uplink_covers *c,
                                               size_t i, const phw_key *key);

#endif
