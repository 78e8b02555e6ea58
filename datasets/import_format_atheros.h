/** @file
 * The Atheros CSI Tool's logs (ath9k chips). Not installed.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_ATHEROS_H
#define PHW_DATASETS_IMPORT_FORMAT_ATHEROS_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry. */
extern const phw_import_format phw_import_format_atheros;

PHW_END_C

#endif
