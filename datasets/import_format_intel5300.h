/** @file
 * The Linux 802.11n CSI Tool's logs of the Intel 5300. Not installed.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_INTEL5300_H
#define PHW_DATASETS_IMPORT_FORMAT_INTEL5300_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry. */
extern const phw_import_format phw_import_format_intel5300;

PHW_END_C

#endif
