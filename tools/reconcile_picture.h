/** @file
 * Rows of `bench reconcile` as pictures: what the schemes leak, and how often they
 * fail.
 */
#ifndef PHW_TOOLS_RECONCILE_PICTURE_H
#define PHW_TOOLS_RECONCILE_PICTURE_H

#include "core/status.h"
#include "tools/outputs.h"
#include "tools/reconcile_row.h"

/** Draws f and the frame error rate of the rows that were measured, over the error rate
 * when there are several, else over n, a curve a scheme (and n); dashed, for one-way
 * codes, the normal approximation. Of more than PHW_PLOT_CURVES_MAX curves the first
 * ones; the titles then say how many rows have no room. `path` is a file .svg, .png or
 * .pdf, or a folder that is there. Errors as phw_plot_sheet_write(); PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_reconcile_picture_write(phw_outputs *outputs,
                                                    const char *path,
                                                    const phw_reconcile_row *row,
                                                    size_t n_rows);

#endif
