/** @file
 * What is known of a recording of samples, and the interface of a file format that
 * tells it. recordings.h opens and reads them.
 */
#ifndef PHW_DATASETS_RECORDING_H
#define PHW_DATASETS_RECORDING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "datasets/recording_field.h"
#include "datasets/sample_type.h"

PHW_BEGIN_C

/** What the user says about a recording; zeroed for nothing. */
typedef struct phw_recording_options {
    const char *type;  /**< SigMF datatype name of raw samples, or NULL: by file name */
    double rate_hz;    /**< > 0: wins over the file's; 0: the file's, or its name's */
    double carrier_hz; /**< > 0: wins over the file's; 0: the file's, or its name's */
    unsigned channel;  /**< which one is read, from 0; < the file's n_channels */
    bool any_rate;     /**< opens with rate_hz 0, too, where nobody tells the rate */
} phw_recording_options;

/** A run of samples in one piece. */
typedef struct phw_recording_capture {
    uint64_t start;        /**< its first sample */
    uint64_t header_bytes; /**< bytes just before that sample that are none */
    double carrier_hz;     /**< 0 when unknown */
    char datetime[40];     /**< when, RFC 3339 as it was written, or "" */
} phw_recording_capture;

/** A remark on the samples [start, start + count). */
typedef struct phw_recording_annotation {
    uint64_t start;
    uint64_t count;
    double low_hz;  /**< lower edge, absolute or baseband as it was written */
    double high_hz; /**< upper edge; both 0 when not told */
    char *label;    /**< NULL when not told */
    char *comment;  /**< NULL when not told */
    phw_recording_field *field; /**< facts of our own */
    size_t n_fields;
} phw_recording_annotation;

/** What is known of the data file's SHA-512. */
typedef enum phw_recording_hash {
    PHW_HASH_NONE = 0,  /**< the recording comes without one */
    PHW_HASH_UNCHECKED, /**< there is one; phw_recording_verify() was not called */
    PHW_HASH_GOOD,
    PHW_HASH_BAD,
} phw_recording_hash;

/** Everything known of a recording but its samples. Belongs to the recording; strings
 * are NULL when not told. */
typedef struct phw_recording_meta {
    const char *format; /**< name of its phw_recording_format */
    phw_sample_type type;
    double rate_hz;      /**< samples a second, > 0; 0 when unknown (any_rate) */
    double carrier_hz;   /**< of the first capture; 0 when unknown */
    uint64_t n_samples;  /**< of one channel */
    unsigned n_channels; /**< interleaved sample by sample */

    phw_recording_capture *captures; /**< ascending starts */
    size_t n_captures;               /**< may be 0: all samples in one piece */
    size_t n_ignored_captures;       /**< lay past the last sample */
    phw_recording_annotation *annotations;
    size_t n_annotations;
    size_t n_ignored_annotations; /**< lay past the last sample */

    char *description;
    char *author;
    char *license;
    char *hardware; /**< core:hw */
    char *recorder; /**< the program that recorded */
    char *metadata; /**< all metadata as JSON text, other namespaces included */
    phw_recording_field *field; /**< facts of our own */
    size_t n_fields;

    char *data_path;         /**< the file with the samples */
    uint8_t *held;           /**< data_bytes of samples of a file that holds them as
                                text, or NULL: read from the file */
    uint64_t data_offset;    /**< its bytes before the first capture's */
    uint64_t data_bytes;     /**< bytes of samples and captures' headers */
    uint64_t trailing_bytes; /**< its bytes after the samples, SigMF alone */
    char sha512[129];        /**< of the data file, lower-case hex, or "" */
    phw_recording_hash hash;
} phw_recording_meta;

/** A file format. `describe` fills what the file tells into the zeroed `meta`: strings
 * and arrays from malloc(), which the caller gives back whatever the status; type,
 * channels, data_path, data_offset and, where the file tells it, data_bytes (0: to the
 * end of the file). Sizes and annotations' ends are settled by the caller. An
 * annotation without a count has UINT64_MAX. */
typedef struct phw_recording_format {
    const char *name;
    const char *summary;
    /** Whether `path` is for this format: by its name, a file beside it, or content. */
    bool (*matches)(const char *path);
    /** PHW_EINPUT names file and field. */
    phw_status (*describe)(phw_recording_meta *meta, const char *path,
                           const phw_recording_options *options);
} phw_recording_format;

PHW_END_C

#endif
