/** @file
 * What was taken for what.
 */
#ifndef PHW_TOOLS_PLOT_CONFUSION_H
#define PHW_TOOLS_PLOT_CONFUSION_H

#include "tools/plot.h"

/** The entry "confusion": reads the matrix. */
extern const phw_plot phw_plot_confusion;

#endif
