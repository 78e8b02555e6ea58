/** @file
 * MATLAB files of level 5 and of version 7.3: a matrix, and what belongs to it by name.
 *
 * `time_s`, `sequence`, `coefficient` (vectors), `carrier_hz`, `bandwidth_hz`,
 * `noise_variance`, `n_antennas`, `has_time` (numbers), `kind`, `party`, `origin`
 * (texts) and `column_NAME` with `unit_NAME` are what phyward export writes.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_MAT_H
#define PHW_DATASETS_IMPORT_FORMAT_MAT_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry "mat". */
extern const phw_import_format phw_import_format_mat;

PHW_END_C

#endif
