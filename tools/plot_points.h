/** @file
 * Clouds of points over two axes, of which neither is a copy of the other.
 */
#ifndef PHW_TOOLS_PLOT_POINTS_H
#define PHW_TOOLS_PLOT_POINTS_H

#include "tools/plot.h"

/** The entry "points": curves, axes and marks. */
extern const phw_plot phw_plot_points;

#endif
