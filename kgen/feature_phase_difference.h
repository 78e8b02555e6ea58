/** @file
 * Phase from carrier to carrier of one antenna.
 */
#ifndef PHW_KGEN_FEATURE_PHASE_DIFFERENCE_H
#define PHW_KGEN_FEATURE_PHASE_DIFFERENCE_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "phase-difference": the angle of H[k + lag] conj H[k], less that of their
 * sum over k: in (-pi, pi], free of delay and phase offset. An antenna with N carriers
 * gives N - lag components, of which one is not free.
 *
 * Only over carriers: the difference between two antennas of one node is not that of
 * its partner's (each has the other path), so it is no feature for a key. Overlapping
 * differences hang together (white phases: -1/2 from one to the next). PHW_EINPUT
 * unless there are lag + 2 carriers or more of a CFR. */
extern PHW_API const phw_feature phw_feature_phase_difference;

PHW_END_C

#endif
