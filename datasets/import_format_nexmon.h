/** @file
 * nexmon_csi's captures of Broadcom chips (pcap). Not installed.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_NEXMON_H
#define PHW_DATASETS_IMPORT_FORMAT_NEXMON_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry. */
extern const phw_import_format phw_import_format_nexmon;

PHW_END_C

#endif
