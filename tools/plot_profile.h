/** @file
 * Power over delay or distance, in dB.
 */
#ifndef PHW_TOOLS_PLOT_PROFILE_H
#define PHW_TOOLS_PLOT_PROFILE_H

#include "tools/plot.h"

/** The entry "profile": reads the curves, y in dB (shown 60 deep unless the axis
 * says otherwise), the marks (true distances) and the label of x. */
extern const phw_plot phw_plot_profile;

#endif
