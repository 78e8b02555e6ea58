/** @file
 * A folder that a run writes to: made with its parents, and taken away again, those
 * that were made alone, when the run fails.
 */
#ifndef PHW_TOOLS_OUTPUT_FOLDER_H
#define PHW_TOOLS_OUTPUT_FOLDER_H

#include <stddef.h>

#include "core/status.h"

/** Longest path, with its end. */
#define PHW_OUTPUT_PATH_MAX 4096

/** What was made. Plain data. */
typedef struct phw_output_folder {
    char path[PHW_OUTPUT_PATH_MAX];
    size_t existing; /**< so much of the path was there before */
} phw_output_folder;

/** Makes `path` where it is not there. PHW_EARG for one that is too long; PHW_EIO, with
 * nothing left behind. */
PHW_MUST_USE phw_status phw_output_folder_create(phw_output_folder *out,
                                                 const char *path);

/** Removes the folders that were made and are empty. */
void phw_output_folder_undo(const phw_output_folder *folder);

#endif
