/** @file
 * The columns of a trace in its HDF5 group. Not installed.
 */
#ifndef PHW_DATASETS_TRACE_COLUMNS_H
#define PHW_DATASETS_TRACE_COLUMNS_H

#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"
#include "datasets/h5_file.h"

PHW_BEGIN_C

/** Writes the columns as arrays of a group `columns` in the party's `group` (HDF5's
 * hid_t), which a trace without columns does not get. PHW_EIO. */
PHW_MUST_USE phw_status phw_trace_columns_put(int64_t group, const phw_trace *t);

/** Adds the columns that a party's group has, if any, in the order of their names.
 * PHW_EINPUT names the array that is none, does not fit or has no name for a column. */
PHW_MUST_USE phw_status phw_trace_columns_get(phw_trace *t, const phw_h5_file *file,
                                              uint64_t group);

PHW_END_C

#endif
