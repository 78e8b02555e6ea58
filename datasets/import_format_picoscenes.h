/** @file
 * PicoScenes' captures. Not installed.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_PICOSCENES_H
#define PHW_DATASETS_IMPORT_FORMAT_PICOSCENES_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry. */
extern const phw_import_format phw_import_format_picoscenes;

PHW_END_C

#endif
