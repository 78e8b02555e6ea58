/** @file
 * Lines of text that ESP32 boards print of their channels. Not installed.
 */
#ifndef PHW_DATASETS_IMPORT_FORMAT_ESP32_H
#define PHW_DATASETS_IMPORT_FORMAT_ESP32_H

#include "datasets/import_format.h"

PHW_BEGIN_C

/** The entry. */
extern const phw_import_format phw_import_format_esp32;

PHW_END_C

#endif
