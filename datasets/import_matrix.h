/** @file
 * A matrix of channels becomes a trace. Not installed; import_format_npy and
 * import_format_mat share it.
 */
#ifndef PHW_DATASETS_IMPORT_MATRIX_H
#define PHW_DATASETS_IMPORT_MATRIX_H

#include "core/status.h"
#include "core/trace.h"
#include "datasets/import_format.h"
#include "datasets/matrix.h"

PHW_BEGIN_C

/** The kind that the user asked for, PHW_N_TRACE_KINDS where he did not. PHW_EARG names
 * the kinds there are. */
PHW_MUST_USE phw_status phw_import_kind(phw_trace_kind *out,
                                        const phw_import_options *options);

/** Makes a trace of a matrix whose first dimension (or, with `options->probes_last`,
 * its last) counts the probes; all others are coefficients, the last of them fastest. A
 * vector has one coefficient. Complex values are a CFR unless the kind says otherwise;
 * of real ones it must say. `path` becomes its origin, and its name the party. The
 * values are rounded to single precision. PHW_EINPUT names the value that is NaN,
 * infinite or beyond that; PHW_ENOMEM. To be freed. */
PHW_MUST_USE phw_status phw_import_matrix(phw_trace *out, phw_matrix *m,
                                          const char *path,
                                          const phw_import_options *options);

/** Notes how many of the matrix's numbers single precision rounds, if any. */
void phw_import_note_rounded(phw_import *out, const phw_matrix *m);

/** Where a trace has no party or origin: the file's name without folder and suffix, and
 * its path. */
void phw_import_name(phw_trace *t, const char *path);

/** Hands the one trace to an import, whose it is afterwards, whatever the status.
 * PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_import_take(phw_import *out, phw_trace *trace);

PHW_END_C

#endif
