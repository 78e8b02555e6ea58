/** @file
 * Phase over the carriers, free of delay and phase offset.
 */
#ifndef PHW_KGEN_FEATURE_PHASE_H
#define PHW_KGEN_FEATURE_PHASE_H

#include "kgen/feature.h"

PHW_BEGIN_C

/** The entry "phase": of each antenna, the phase unwrapped over the carriers less the
 * line a (m - mean of m) + mean phase, m the carrier offset (its number where offsets
 * are all equal), a the slope between the first and the last carrier, or of least
 * squares. That takes off timing and oscillator offsets, which differ from packet to
 * packet and end to end; with them go the absolute delay and phase: of N carriers N - 2
 * numbers are free.
 *
 * Both radios' chains add fixed phases a carrier: thresholds of its own series remove
 * them. Neighbouring carriers hang together as far as the coherence bandwidth: with pca
 * they are charged once. PHW_EINPUT unless there are 3 carriers or more of a CFR. */
extern PHW_API const phw_feature phw_feature_phase;

PHW_END_C

#endif
