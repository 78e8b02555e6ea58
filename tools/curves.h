/** @file
 * What the pictures that are made of curves share: axes, marks and the curves' data, as
 * gnuplot takes them.
 */
#ifndef PHW_TOOLS_CURVES_H
#define PHW_TOOLS_CURVES_H

#include <stdbool.h>
#include <stdio.h>

#include "tools/plot.h"

/** How a curve is drawn. */
typedef enum phw_curves_style {
    PHW_CURVES_LINES = 0,
    PHW_CURVES_DOTTED, /**< lines with a dot at each of its points */
    PHW_CURVES_POINTS
} phw_curves_style;

/** Whether any curve has a point. */
bool phw_curves_any(const phw_plot_data *data);

/** The marks, their names at that height of the picture (1: its top). */
void phw_curves_marks(FILE *to, const phw_plot_data *data, double height);

/** Labels, ranges and scales; a label that the data lack is `x` and `y`. */
void phw_curves_axes(FILE *to, const phw_plot_data *data, const char *x, const char *y);

/** The data of every curve as the block $curveN, thinned to some thousand points. */
void phw_curves_write(FILE *to, const phw_plot_data *data);

/** The plot command that draws them all, intervals shaded, closed forms dashed. */
void phw_curves_draw(FILE *to, const phw_plot_data *data, phw_curves_style style);

#endif
