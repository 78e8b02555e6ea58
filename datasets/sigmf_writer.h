/** @file
 * Writes a SigMF recording: samples into NAME.sigmf-data, what is known of them into
 * NAME.sigmf-meta, through two outputs under way (core/file.h) that the caller commits
 * together, so that both appear whole or neither does.
 *
 * The metadata holds the data's SHA-512 and no clock: the same samples and facts give
 * the same bytes. recordings.h reads all of it back.
 */
#ifndef PHW_DATASETS_SIGMF_WRITER_H
#define PHW_DATASETS_SIGMF_WRITER_H

#include <stddef.h>
#include <stdint.h>

#include "core/file.h"
#include "core/sample.h"
#include "core/status.h"
#include "datasets/recording_field.h"
#include "datasets/sample_type.h"

PHW_BEGIN_C

/** What a recording is. Borrowed for the call; strings are UTF-8, or NULL for none. */
typedef struct phw_sigmf_config {
    phw_sample_type type; /**< any of SigMF's: all but i24 */
    double rate_hz;       /**< samples a second, > 0 */
    double carrier_hz;    /**< 0 when unknown */
    const char *description;
    const char *author;
    const char *license;
    const char *hardware;
    const char *collection;           /**< NAME of the collection that lists it */
    const char *datetime;             /**< RFC 3339, of the first sample */
    const phw_recording_field *field; /**< of the whole recording */
    size_t n_fields;
} phw_sigmf_config;

/** A remark on the samples [start, start + count). */
typedef struct phw_sigmf_annotation {
    uint64_t start;
    uint64_t count;
    const char *label;   /**< a word or two, or NULL */
    const char *comment; /**< for people, or NULL */
    const phw_recording_field *field;
    size_t n_fields;
    double low_hz;  /**< lower edge of the band, absolute or baseband, and */
    double high_hz; /**< the upper one; both 0 when not told */
} phw_sigmf_annotation;

/** Characters of the longest label (SigMF 1.2.5: "SHOULD be ... less than or equal to
 * 20"). */
#define PHW_SIGMF_LABEL_MAX 20

/** A recording under way. */
typedef struct phw_sigmf_writer phw_sigmf_writer;

/** The paths of a pair, from NAME, NAME.sigmf-meta or NAME.sigmf-data: fresh strings,
 * given back with free(). PHW_EARG for an empty NAME; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_paths(char **meta, char **data,
                                                const char *path);

/** Starts a recording whose two files are `meta` and `data`, which stay the caller's
 * and must live until phw_sigmf_writer_finish(). PHW_EARG names the field of `config`
 * that is out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_writer_create(phw_sigmf_writer **out,
                                                        phw_writer *meta,
                                                        phw_writer *data,
                                                        const phw_sigmf_config *config);

/** Takes NULL; writes nothing more. */
PHW_API void phw_sigmf_writer_destroy(phw_sigmf_writer *w);

/** Takes over what the metadata (JSON text of a phw_recording_meta) of the recording
 * tells from which the samples come, beginning with its first: captures, annotations,
 * and facts of any namespace but those that describe its bytes (datatype, hash,
 * dataset, channels) and those that `config` said otherwise. Of a part, what lies past
 * its last sample is dropped at the end. To be called before anything is appended, at
 * most once. PHW_EARG when the text is no such metadata; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_writer_inherit(phw_sigmf_writer *w,
                                                         const char *metadata);

/** Appends samples as phw_sample_encode() stores them; those past the ends of integers
 * are set to the ends and counted. PHW_EARG, with the sample's number, when one is NaN
 * or infinite; then none of this call is written. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_writer_push(phw_sigmf_writer *w,
                                                      const phw_cf *sample, size_t n);

/** The next sample begins a new capture segment, as after a pause; it is sample
 * `global_index` of what the receiver would have recorded without pauses. PHW_EARG when
 * that is more than 2^63 - 1; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_writer_segment(phw_sigmf_writer *w,
                                                         uint64_t global_index);

/** Adds a remark, in rising order of starts (PHW_EARG). Text that is not UTF-8 is
 * PHW_EARG too, and so is a label longer than PHW_SIGMF_LABEL_MAX characters or a band
 * whose edges are not in order; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_sigmf_writer_annotate(phw_sigmf_writer *w, const phw_sigmf_annotation *annotation);

/** Adds one more fact of the whole recording: what is known at its end alone. Errors as
 * at phw_sigmf_writer_create(). */
PHW_API PHW_MUST_USE phw_status phw_sigmf_writer_fact(phw_sigmf_writer *w,
                                                      const phw_recording_field *field);

/** Samples appended so far. */
PHW_API uint64_t phw_sigmf_writer_n_samples(const phw_sigmf_writer *w);

/** How many components of them were set to an end of the integers' range. */
PHW_API uint64_t phw_sigmf_writer_n_clipped(const phw_sigmf_writer *w);

/** Writes the metadata; now both outputs may be committed. PHW_EARG when there is no
 * sample or an annotation ends past the last; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_writer_finish(phw_sigmf_writer *w);

/** SHA-512 of the metadata that phw_sigmf_writer_finish() wrote, as a collection lists
 * it (datasets/sigmf_collection.h): 128 lower-case hexadecimal digits; "" before. */
PHW_API const char *phw_sigmf_writer_hash(const phw_sigmf_writer *w);

PHW_END_C

#endif
