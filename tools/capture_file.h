/** @file
 * Whether a file is for the importers or for the reader of tables.
 */
#ifndef PHW_TOOLS_CAPTURE_FILE_H
#define PHW_TOOLS_CAPTURE_FILE_H

#include <stdbool.h>

/** Whether phw_import_read() is to read a file: its content has one of those forms. Of
 * numbers in text those that phyward exported alone: others are tables of readings
 * first, which phw_rssi_read() takes. */
bool phw_capture_file_is(const char *path);

#endif
