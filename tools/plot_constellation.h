/** @file
 * Symbols in the complex plane.
 */
#ifndef PHW_TOOLS_PLOT_CONSTELLATION_H
#define PHW_TOOLS_PLOT_CONSTELLATION_H

#include "tools/plot.h"

/** The entry "constellation": reads the curves, x in phase and y in quadrature. */
extern const phw_plot phw_plot_constellation;

#endif
