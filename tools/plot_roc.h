/** @file
 * Receiver operating characteristics.
 */
#ifndef PHW_TOOLS_PLOT_ROC_H
#define PHW_TOOLS_PLOT_ROC_H

#include "tools/plot.h"

/** The entry "roc": reads the curves (x: false-alarm probability, y:
 * detection probability) with closed forms beside, and the marks. Axes go from 0 to 1
 * unless given, the first logarithmic if asked for. */
extern const phw_plot phw_plot_roc;

#endif
