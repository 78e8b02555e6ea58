/** @file
 * Traces in the forms that other programs read: NumPy and MATLAB. (As text:
 * datasets/trace_csv.h.)
 */
#ifndef PHW_DATASETS_TRACE_EXPORT_H
#define PHW_DATASETS_TRACE_EXPORT_H

#include "core/file.h"
#include "core/status.h"
#include "core/trace.h"

PHW_BEGIN_C

/** Writes one array of a trace as a .npy file: "H" (n_probes x n_coefficients,
 * complex64 or float32), "time_s", "sequence", "coefficient", or a column by its name
 * (vectors of float64 or int64). PHW_EARG names the arrays there are. */
PHW_API PHW_MUST_USE phw_status phw_trace_export_npy(phw_writer *w, const phw_trace *t,
                                                     const char *array);

/** Writes all of a trace as a MATLAB file of level 5: `H` (probes in rows), `time_s`,
 * `sequence`, `coefficient` (columns of doubles), `column_NAME` and `unit_NAME` of its
 * columns, and what it says of itself under its own name. phyward import reads it back.
 * PHW_EINPUT when an array passes the format's 2 GiB; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_trace_export_mat(phw_writer *w, const phw_trace *t);

PHW_END_C

#endif
