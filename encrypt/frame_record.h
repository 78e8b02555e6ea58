/** @file
 * Which frame numbers of which streams of which keys were used: the contents of a
 * KEY.frames file.
 *
 * Text: "phyward frames 1", a line "FINGERPRINT STREAM HIGHEST" for each stream of each
 * key, "end COUNT". A record that is cut or changed by hand is refused whole: taken for
 * an empty one it would give numbers out twice.
 */
#ifndef PHW_ENCRYPT_FRAME_RECORD_H
#define PHW_ENCRYPT_FRAME_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/file.h"
#include "core/key.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most bytes of a record. */
#define PHW_FRAME_RECORD_SIZE_MAX ((size_t)1 << 20)

/** Most entries of a record: as many of any numbers fit into its bytes. */
#define PHW_FRAME_RECORD_ENTRIES_MAX 21000

/** One stream of one key. */
typedef struct phw_frame_entry {
    char key[PHW_FINGERPRINT_SIZE]; /**< phw_key_fingerprint() */
    uint32_t stream;
    uint64_t highest; /**< the highest frame number used */
} phw_frame_entry;

/** A zeroed one is empty and may be freed. */
typedef struct phw_frame_record {
    phw_frame_entry *entry;
    size_t n;
} phw_frame_record;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_frame_record_free(phw_frame_record *r);

/** Reads `size` bytes of text, to be freed. PHW_EINPUT names the line; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_frame_record_parse(phw_frame_record *out,
                                                       const char *text, size_t size);

/** The entry of a stream of a key, NULL when it has none. */
PHW_API const phw_frame_entry *phw_frame_record_find(const phw_frame_record *r,
                                                     const char *key, uint32_t stream);

/** Whether there is any stream of a key. */
PHW_API bool phw_frame_record_knows(const phw_frame_record *r, const char *key);

/** Adds the entry, or replaces that of the same stream of the same key. PHW_EAUTH where
 * there are PHW_FRAME_RECORD_ENTRIES_MAX others; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_frame_record_set(phw_frame_record *r,
                                                     const phw_frame_entry *entry);

/** Writes the text. */
PHW_API void phw_frame_record_write(phw_writer *w, const phw_frame_record *r);

PHW_END_C

#endif
