/** @file
 * Pictures of tried sounding waveforms.
 */
#ifndef PHW_TOOLS_SOUNDING_PICTURES_H
#define PHW_TOOLS_SOUNDING_PICTURES_H

#include "core/status.h"
#include "tools/sounding_grid.h"

/** Draws detection, errors over their bounds, and the waveforms' estimates, each
 * over the ratio of signal to noise, as phw_plot_sheet_write() takes `path`. Whole or
 * not at all. */
PHW_MUST_USE phw_status phw_sounding_pictures_write(const phw_sounding_grid *g,
                                                    const char *path);

#endif
