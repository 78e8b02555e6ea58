/** @file
 * Where the raw bits went.
 */
#ifndef PHW_TOOLS_PLOT_BUDGET_H
#define PHW_TOOLS_PLOT_BUDGET_H

#include "tools/plot.h"

/** The entry "budget". */
extern const phw_plot phw_plot_budget;

#endif
