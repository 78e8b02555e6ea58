/** @file
 * The power of a recording over time and frequency, with what was found marked above.
 */
#ifndef PHW_TOOLS_PLOT_SPECTROGRAM_H
#define PHW_TOOLS_PLOT_SPECTROGRAM_H

#include "tools/plot.h"

/** The entry "spectrogram": heat, its x in s and y in Hz, and spans of the lanes. */
extern const phw_plot phw_plot_spectrogram;

#endif
