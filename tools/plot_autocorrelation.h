/** @file
 * How long the channel remembers.
 */
#ifndef PHW_TOOLS_PLOT_AUTOCORRELATION_H
#define PHW_TOOLS_PLOT_AUTOCORRELATION_H

#include "tools/plot.h"

/** The entry "autocorrelation". */
extern const phw_plot phw_plot_autocorrelation;

#endif
