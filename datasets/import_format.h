/** @file
 * A format of others' measurements (CSI captures, matrices) that becomes traces. The
 * interface; the entries are import_format_NAME.c, their list is
 * datasets/import_formats.h.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_H
#define PHW_DATASETS_IMPORT_FORMAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** The most reasons for skipping, the most kinds of other events, the most notes. */
#define PHW_IMPORT_REASONS_MAX 16

/** The largest file that is read, bytes. */
#define PHW_IMPORT_MOST_BYTES ((size_t)4 << 30)

/** How many of a file's first bytes an entry sees to know its own. */
#define PHW_IMPORT_HEAD_BYTES 4096

/** What the user said; zeroed for all by the file's content. */
typedef struct phw_import_options {
    const char *format;   /**< an entry's name; NULL: told by content */
    const char *variable; /**< of a file with several matrices; NULL: the only one */
    const char *kind;     /**< of a matrix: phw_trace_kind_name(); NULL: "cfr" where it
                             is complex; where it is real it must be told */
    bool probes_last;     /**< of a matrix: its last dimension counts the probes, not
                             its first */
    const char *chip;     /**< of Nexmon captures, "4366c0"; NULL: as the file says */
    bool scaled;          /**< Intel 5300: channels scaled to noise 1, not raw counts */
} phw_import_options;

/** Something that happened n times. */
typedef struct phw_import_count {
    const char *reason;    /**< a few words; static text */
    uint64_t n;            /**< at least 1 */
    uint64_t first_offset; /**< where it happened first, bytes from the file's begin */
} phw_import_count;

/** What was read. A zeroed one is empty and may be freed. */
typedef struct phw_import {
    const char *format; /**< the entry's name */
    /** One trace for each transmitter and shape, in the order of their first record;
     * the parties are not empty and one of a kind. Coefficients are antenna by antenna
     * (receiving antenna slowest: rx * n_tx + tx), inside an antenna by ascending
     * offset. */
    phw_trace *trace;
    size_t n_traces;    /**< at least 1 */
    uint64_t n_records; /**< channel measurements looked at: n_probes and the skipped */
    uint64_t n_probes;  /**< in all traces together */
    /** Why records (or bytes between records) were left out, and how many. */
    phw_import_count skipped[PHW_IMPORT_REASONS_MAX];
    size_t n_reasons;
    /** What else happened to records that were kept: clocks that wrapped or stepped. */
    phw_import_count event[PHW_IMPORT_REASONS_MAX];
    size_t n_events;
    char note[PHW_IMPORT_REASONS_MAX][160]; /**< other things to know, in words */
    size_t n_notes;
} phw_import;

/** One entry. */
typedef struct phw_import_format {
    const char *name;      /**< as users write it */
    const char *summary;   /**< one line */
    const char *reference; /**< where the layout is told */

    /** Whether a file of that name whose first bytes are head[n_head] (at most
     * PHW_IMPORT_HEAD_BYTES) is of this format. False where it can't be told. */
    bool (*matches)(const char *path, const uint8_t *head, size_t n_head);

    /** Reads the whole file, byte[n], into the zeroed `out`; `path` stands for it in
     * messages (and may be opened by those whose library wants that). PHW_EINPUT with
     * offset, field and what was expected; also when no record is left after skipping.
     * What `out` holds then is freed by the caller. */
    phw_status (*read)(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options);
} phw_import_format;

PHW_END_C

#endif
