/** @file
 * A value over time and frequency, as colours.
 */
#ifndef PHW_TOOLS_PLOT_HEAT_H
#define PHW_TOOLS_PLOT_HEAT_H

#include "tools/plot.h"

/** The entry "heat": heat and the axes. */
extern const phw_plot phw_plot_heat_map;

#endif
