/** @file
 * Alice's values against Bob's.
 */
#ifndef PHW_TOOLS_PLOT_SCATTER_H
#define PHW_TOOLS_PLOT_SCATTER_H

#include "tools/plot.h"

/** The entry "scatter". */
extern const phw_plot phw_plot_scatter;

#endif
