/** @file
 * Figures over a parameter: bit error rate over jamming, and the like.
 */
#ifndef PHW_TOOLS_PLOT_LINES_H
#define PHW_TOOLS_PLOT_LINES_H

#include "tools/plot.h"

/** The entry "lines": reads the curves with their intervals and closed forms, the axes
 * and the marks. */
extern const phw_plot phw_plot_lines;

#endif
