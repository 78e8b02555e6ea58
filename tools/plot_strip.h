/** @file
 * The strip above a picture of colours, in which spans mark whose is what, and its
 * legend below.
 */
#ifndef PHW_TOOLS_PLOT_STRIP_H
#define PHW_TOOLS_PLOT_STRIP_H

#include <stdio.h>

#include "tools/plot.h"

/** How high a picture whose y goes from `low` to `high` is with the strip; `high` when
 * there are no spans. */
double phw_plot_strip_top(const phw_plot_data *data, double low, double high);

/** The spans as the block $span, their x times `scale`, above `high`; nothing without
 * any. */
void phw_plot_strip_write(FILE *to, const phw_plot_data *data, double scale, double low,
                          double high);

/** Continues a plot command by the strip and the names of its lanes. */
void phw_plot_strip_draw(FILE *to, const phw_plot_data *data);

#endif
