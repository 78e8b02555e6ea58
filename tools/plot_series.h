/** @file
 * Both ends' values over time.
 */
#ifndef PHW_TOOLS_PLOT_SERIES_H
#define PHW_TOOLS_PLOT_SERIES_H

#include "tools/plot.h"

/** The entry "series". */
extern const phw_plot phw_plot_series;

#endif
