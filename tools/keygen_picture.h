/** @file
 * A study's results as pictures: bars of every scheme of every scenario.
 */
#ifndef PHW_TOOLS_KEYGEN_PICTURE_H
#define PHW_TOOLS_KEYGEN_PICTURE_H

#include "core/status.h"
#include "tools/keygen_study.h"
#include "tools/outputs.h"

/** Draws certified bits and raw bits a probe, bits that differ, and bits of Eve's that
 * differ, of the first PHW_PLOT_BARS_MAX rows, into `path`: a file .svg, .png or .pdf,
 * or a folder that is there. Errors as phw_plot_sheet_write(). */
PHW_MUST_USE phw_status phw_keygen_picture_write(phw_outputs *outputs, const char *path,
                                                 const phw_keygen_study *s);

#endif
