/** @file
 * Field-effect transistors, small signals of which are amplified less.
 */
#ifndef PHW_CHANNEL_POWER_AMPLIFIER_GHORBANI_H
#define PHW_CHANNEL_POWER_AMPLIFIER_GHORBANI_H

#include "channel/power_amplifier.h"

PHW_BEGIN_C

/** "ghorbani": amplitude x1 r^x2 / (1 + x3 r^x2) + x4 r, phase y1 r^y2 / (1 + y3 r^y2)
 * + y4 r (A. Ghorbani and M. Sheikhan, "The effect of solid state power amplifiers
 * (SSPAs) nonlinearities on MPSK and M-QAM signal transmission", 6th Int. Conf. on
 * Digital Processing of Signals in Communications, 1991), unless said with the
 * constants fitted there to a GaAs transistor: 8.1081, 1.5413, 6.5202, -0.0718
 * and 4.6645, 2.0965, 10.88, -0.003. Phases in rad. Below an amplitude of 1.6e-4 that
 * fit changes sign: it is taken as 0 there. */
PHW_API extern const phw_power_amplifier phw_power_amplifier_ghorbani;

PHW_END_C

#endif
