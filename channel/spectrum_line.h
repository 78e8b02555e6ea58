/** @file
 * A Doppler spectrum of one line.
 */
#ifndef PHW_CHANNEL_SPECTRUM_LINE_H
#define PHW_CHANNEL_SPECTRUM_LINE_H

#include "channel/spectrum.h"

PHW_BEGIN_C

/** "line": one shift, `shift` in units of fd; R(tau) = e^{j 2 pi shift fd tau}. */
PHW_API extern const phw_spectrum phw_spectrum_line;

PHW_END_C

#endif
