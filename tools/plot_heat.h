/** @file
 * A value over time and frequency, as colours.
 */
#ifndef PHW_TOOLS_PLOT_HEAT_H
#define PHW_TOOLS_PLOT_HEAT_H

#include "tools/plot.h"

/** The entry "heat": heat and the axes, and spans of the lanes. */
extern const phw_plot phw_plot_heat_map;

#endif
