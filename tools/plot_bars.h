/** @file
 * Figures side by side, each with its interval.
 */
#ifndef PHW_TOOLS_PLOT_BARS_H
#define PHW_TOOLS_PLOT_BARS_H

#include "tools/plot.h"

/** The entry "bars": reads the bars, the marks ("guessing" at 0.5) and the
 * label and range of x. */
extern const phw_plot phw_plot_bars;

#endif
