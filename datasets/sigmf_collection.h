/** @file
 * SigMF collections: a NAME.sigmf-collection that lists recordings which belong
 * together, each with the hash of its metadata. They lie in the same folder.
 */
#ifndef PHW_DATASETS_SIGMF_COLLECTION_H
#define PHW_DATASETS_SIGMF_COLLECTION_H

#include <stddef.h>

#include "core/file.h"
#include "core/status.h"
#include "datasets/recording_field.h"

PHW_BEGIN_C

/** Room for a SHA-512 in lower-case hexadecimal digits and its 0 byte. */
#define PHW_SIGMF_HASH_SIZE 129

/** Most recordings of one collection. */
#define PHW_SIGMF_STREAMS_MAX 1000000

/** What a collection is. Borrowed for the call; strings are UTF-8, or NULL for none. */
typedef struct phw_sigmf_collection_config {
    const char *description;
    const char *author;
    const char *license;
    const phw_recording_field *field; /**< facts of our own */
    size_t n_fields;
} phw_sigmf_collection_config;

/** A collection under way. */
typedef struct phw_sigmf_collection_writer phw_sigmf_collection_writer;

/** Starts a collection in `file`, which stays the caller's and must live until
 * phw_sigmf_collection_finish(). `config` may be NULL. PHW_EARG for text that is not
 * UTF-8 or a field out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_sigmf_collection_create(phw_sigmf_collection_writer **out, phw_writer *file,
                            const phw_sigmf_collection_config *config);

/** Adds the recording NAME.sigmf-meta, by its path or its name alone; of a path, what
 * follows the last slash counts, and a .sigmf-meta at its end does not. `hash` is the
 * SHA-512 of its metadata: phw_sigmf_writer_hash(). PHW_EARG for a name that is empty
 * or not UTF-8, a hash that is none, or more than PHW_SIGMF_STREAMS_MAX; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_collection_add(phw_sigmf_collection_writer *c,
                                                         const char *name,
                                                         const char *hash);

/** Writes it; now all outputs may be committed. PHW_EARG when it lists nothing;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_sigmf_collection_finish(phw_sigmf_collection_writer *c);

/** Takes NULL. */
PHW_API void phw_sigmf_collection_destroy(phw_sigmf_collection_writer *c);

/** One recording of a collection. */
typedef struct phw_sigmf_stream {
    char *name;                     /**< NAME, its metadata being NAME.sigmf-meta */
    char hash[PHW_SIGMF_HASH_SIZE]; /**< SHA-512 of the metadata */
} phw_sigmf_stream;

/** A collection that was read. A zeroed one may be freed. */
typedef struct phw_sigmf_collection {
    phw_sigmf_stream *stream;
    size_t n;
    char *description; /**< NULL when not told */
    char *author;      /**< NULL when not told */
    char *license;     /**< NULL when not told */
    phw_recording_field *field;
    size_t n_fields;
} phw_sigmf_collection;

/** Fills `out` from the `size` bytes of a .sigmf-collection, followed by a 0 byte; to
 * be freed. PHW_EINPUT names line and column, or the field: a stream's name is that of
 * a file in the same folder, never a path. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_collection_parse(phw_sigmf_collection *out,
                                                           const char *text,
                                                           size_t size);

/** The same of a file. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_collection_read(phw_sigmf_collection *out,
                                                          const char *path);

/** SHA-512 of a (metadata) file of at most 64 MiB. PHW_EINPUT. */
PHW_API PHW_MUST_USE phw_status phw_sigmf_hash_file(char hash[PHW_SIGMF_HASH_SIZE],
                                                    const char *path);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_sigmf_collection_free(phw_sigmf_collection *c);

PHW_END_C

#endif
