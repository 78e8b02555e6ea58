/** @file
 * Several pictures in one file, or in a folder, a file each.
 */
#ifndef PHW_TOOLS_PLOT_SHEET_H
#define PHW_TOOLS_PLOT_SHEET_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "tools/outputs.h"
#include "tools/plot.h"

/** Most pictures of a sheet. */
#define PHW_PLOT_SHEET_MAX 12

/** A picture of a sheet. */
typedef struct phw_plot_sheet_picture {
    const char *name; /**< of its file in a folder, without ending */
    const phw_plot *plot;
    phw_plot_data data;
} phw_plot_sheet_picture;

/** Whether `path` is a file by its ending, .svg, .png or .pdf; else a folder. */
bool phw_plot_sheet_is_file(const char *path);

/** Draws picture[n] into outputs: all in one file, two beside each other, or
 * PATH/NAME.svg of each in a folder that is there. What has nothing to draw is left
 * out. PHW_EINPUT when there is no gnuplot, PHW_EARG when all is left out or a path is
 * too long, PHW_EIO, PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_plot_sheet_write(phw_outputs *outputs, const char *path,
                                             const phw_plot_sheet_picture *picture,
                                             size_t n);

#endif
