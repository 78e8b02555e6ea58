/** @file
 * Powers at delays, as stems.
 */
#ifndef PHW_TOOLS_PLOT_TAPS_H
#define PHW_TOOLS_PLOT_TAPS_H

#include "tools/plot.h"

/** The entry "taps": curves, measured ones as stems, closed forms as rings. */
extern const phw_plot phw_plot_taps;

#endif
