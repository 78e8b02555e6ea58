/** @file
 * An encrypted frame as a SigMF recording: complex samples, and in "phyward:" fields
 * what the receiver has to know and may know otherwise.
 */
#ifndef PHW_TOOLS_ENCRYPTED_FILE_H
#define PHW_TOOLS_ENCRYPTED_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/signal.h"
#include "core/status.h"
#include "datasets/recordings.h"
#include "encrypt/ciphers.h"
#include "encrypt/framer.h"
#include "tools/outputs.h"

/** The highest frame number: metadata are exact up to there. */
#define PHW_FRAME_NUMBER_MAX 9007199254740991.0

/** Room for the name of a modulation. */
#define PHW_MODULATION_NAME_SIZE 32

/** What a recording says of its frame. Nobody vouches for it until the tag is right. */
typedef struct phw_frame_claims {
    bool has_stream;
    uint64_t stream;
    bool has_frame;
    uint64_t frame;
    char modulation[PHW_MODULATION_NAME_SIZE]; /**< "" when not told, and for samples */
    char cipher[PHW_CIPHERS_TEXT_SIZE];        /**< "" when not told */
    size_t n_tag; /**< symbols of the tag; 0 for samples; only written */
    bool has_tag; /**< of samples: */
    uint8_t tag[PHW_FRAME_TAG_SIZE];
} phw_frame_claims;

/** The two files of a frame under way; they belong to the outputs. */
typedef struct phw_encrypted_file {
    phw_writer *meta;
    phw_writer *data;
} phw_encrypted_file;

/** Starts them. PHW_EARG for a bad name; PHW_EIO, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_encrypted_start(phw_encrypted_file *out,
                                            phw_outputs *outputs, const char *path);

/** Writes them; the caller commits. `subject` is a line of description. PHW_EARG,
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_encrypted_write(const phw_encrypted_file *file,
                                            const phw_signal *signal,
                                            const phw_frame_claims *claims,
                                            const char *subject);

/** Reads a whole recording of at most PHW_FRAME_SYMBOLS_MAX samples, to be freed, its
 * checksum checked, and what it says of its frame. PHW_EINPUT names file and field. */
PHW_MUST_USE phw_status phw_encrypted_read(phw_signal *signal, phw_frame_claims *claims,
                                           const char *path,
                                           const phw_recording_options *options);

#endif
