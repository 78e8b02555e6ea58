/** @file
 * A folder of many files that appears whole or not at all: they are written into one
 * beside it, .NAME.part, which takes its name at the end.
 */
#ifndef PHW_TOOLS_STAGED_FOLDER_H
#define PHW_TOOLS_STAGED_FOLDER_H

#include <stdbool.h>

#include "core/status.h"
#include "tools/output_folder.h"

/** Plain data; a zeroed one is none, which may be discarded. Ends with
 * phw_staged_folder_commit() or phw_staged_folder_discard(). */
typedef struct phw_staged_folder {
    phw_output_folder target;        /**< with the parents that were made for it */
    char stage[PHW_OUTPUT_PATH_MAX]; /**< where the files are to be written */
    bool committed;
} phw_staged_folder;

/** Starts the folder `path`, which is not there or empty. PHW_EIO, with nothing left
 * behind, when it holds something, another run writes to it, or it can't be made;
 * PHW_EARG for a path that is too long. */
PHW_MUST_USE phw_status phw_staged_folder_create(phw_staged_folder *out,
                                                 const char *path);

/** Syncs the files, whose writers therefore need not (phw_writer_defer_sync()), and
 * lets the folder appear; PHW_EIO. It may still be discarded, while others of the same
 * run are not sure to appear. */
PHW_MUST_USE phw_status phw_staged_folder_commit(phw_staged_folder *f);

/** Removes the files, the folder and the parents that were made for it. */
void phw_staged_folder_discard(phw_staged_folder *f);

#endif
