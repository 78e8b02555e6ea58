/** @file
 * Received signal strengths from text tables (CSV and its kin): one party's series as a
 * trace.
 */
#ifndef PHW_DATASETS_RSSI_CSV_H
#define PHW_DATASETS_RSSI_CSV_H

#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** The largest file that is read, bytes. */
#define PHW_RSSI_MOST_BYTES ((size_t)256 << 20)

/** The most rows that are read. */
#define PHW_RSSI_MOST_ROWS ((size_t)1 << 24)

/** Which columns mean what; zeroed for all guessed. A column is a name of the header
 * (any case when no exact one is there) or a number from 1. */
typedef struct phw_rssi_options {
    /** The values. NULL: the column `rssi`, else the only one named rssi_SOMEBODY, else
     * `power`, else the last one with numbers. */
    const char *column;
    /** Instants in seconds. NULL: a column `time_s`, `time` or `timestamp` with
     * numbers, if any; "-": none. */
    const char *time_column;
    /** Whole rising numbers that match two traces. NULL: a column `idx`, `seq`,
     * `sequence` or `packet`, if any; "-": none, rows are counted from 0. */
    const char *sequence_column;
    /** Between cells. 0: the first line's tab, else semicolon, else comma, else blanks.
     */
    char delimiter;
} phw_rssi_options;

/** Reads a table into a trace of kind PHW_TRACE_POWER_DB with one coefficient. The
 * first line is a header when none of its cells is a number; blank lines and lines that
 * start with # are skipped; cells may stand in double quotes; CRLF and a byte order
 * mark are fine. The party is SOMEBODY of a column rssi_SOMEBODY, else the file's name
 * without folder and suffix. PHW_EINPUT names file, line and column of a cell that is
 * missing, no finite number, or out of order, of an embedded 0 byte, and says when no
 * row is there or the limits above are passed. `options` may be NULL; give the trace
 * back with phw_trace_free(). */
PHW_API PHW_MUST_USE phw_status phw_rssi_read(phw_trace *out, const char *path,
                                              const phw_rssi_options *options);

/** The same of `size` bytes in memory; `name` stands for the file in messages, party
 * and origin. */
PHW_API PHW_MUST_USE phw_status phw_rssi_parse(phw_trace *out, const char *text,
                                               size_t size, const char *name,
                                               const phw_rssi_options *options);

PHW_END_C

#endif
