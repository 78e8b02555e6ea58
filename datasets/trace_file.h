/** @file
 * Traces in HDF5, one group a party, open to h5py and MATLAB as they are.
 *
 * Root attributes: `format` = "phyward-trace", `version` = 1. A group is named by its
 * party and holds the datasets
 * - `H` (n_probes x n_coefficients): compound {r, i} of float32 (h5py: complex64) for
 *   the complex kinds, float32 for the real ones; attribute `unit` "1" or "dB",
 * - `time_s` (n_probes, float64, unit "s"),
 * - `sequence` (n_probes, int64),
 * - `coefficient` (n_coefficients, float64; unit "s" for a CIR, "Hz" for a CFR, else
 *   "1"),
 * - and, when there are columns, a group `columns` with an array of each (n_probes,
 *   float64, NaN where there is no estimate; attribute `unit`, left out: "1"). Version
 * 1 readers from before there were columns pass it over.
 *
 * and the attributes `kind` (phw_trace_kind_name()), `carrier_hz`, `bandwidth_hz`,
 * `noise_variance` (float64), `n_antennas`, `has_time` (integers), `origin` (text).
 * The same traces always give the same bytes. Debian's libhdf5 knows no threads:
 * one thread at a time writes; any number read.
 */
#ifndef PHW_DATASETS_TRACE_FILE_H
#define PHW_DATASETS_TRACE_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "core/file.h"
#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** The largest file that is read, bytes. */
#define PHW_TRACE_MOST_BYTES ((size_t)4 << 30)

/** The most groups a file may hold. */
#define PHW_TRACE_MOST_GROUPS 4096

/** A group of a trace file. */
typedef struct phw_trace_group {
    char name[64]; /**< the party */
} phw_trace_group;

/** Writes `n` >= 1 traces, one group each; the file appears whole or not at all.
 * PHW_EARG when a party is empty, holds a '/', is "." or is there twice, or a trace is
 * empty; PHW_EINPUT when phw_trace_check() refuses one; PHW_EIO, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_write(const char *path,
                                                const phw_trace *const *traces,
                                                size_t n);

/** The same into an output under way, for whom it is one of several. On failure nothing
 * is written to it. */
PHW_API PHW_MUST_USE phw_status phw_trace_append(phw_writer *w,
                                                 const phw_trace *const *traces,
                                                 size_t n);

/** Reads one group, or the only one when `group` is NULL. Also takes what others wrote
 * in HDF5's plain form (h5py's and MATLAB's default: one piece, no filters): any float
 * or integer width and byte order, text of variable length, rank-1 `H`, and numbers'
 * attributes left out (then 0, n_antennas 1, has_time 1). PHW_EINPUT names file, group
 * and field; it lists the groups when the one asked for is not there or none was named
 * among several. The parser is our own, so a hostile file can't reach libhdf5. Give
 * back with phw_trace_free(). */
PHW_API PHW_MUST_USE phw_status phw_trace_read(phw_trace *out, const char *path,
                                               const char *group);

/** The same of `size` bytes in memory. */
PHW_API PHW_MUST_USE phw_status phw_trace_parse(phw_trace *out, const void *bytes,
                                                size_t size, const char *group);

/** The groups of a file, in the order of their names, in a fresh array given back with
 * free(). PHW_EINPUT. */
PHW_API PHW_MUST_USE phw_status phw_trace_groups(phw_trace_group **out, size_t *n,
                                                 const char *path);

/** Whether a file starts with the HDF5 signature; false when it can't be read. */
PHW_API bool phw_trace_file_is(const char *path);

PHW_END_C

#endif
