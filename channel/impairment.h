/** @file
 * What oscillators do to a waveform.
 */
#ifndef PHW_CHANNEL_IMPAIRMENT_H
#define PHW_CHANNEL_IMPAIRMENT_H

#include "core/signal.h"
#include "core/status.h"

PHW_BEGIN_C

/** Turns the samples by e^{j (2 pi cfo_hz t + phase_rad)}, t from the first sample: the
 * carrier offset of sender less receiver, and their phase when the frame begins. In the
 * other direction both have the opposite sign. PHW_EARG when a value is not finite or
 * the offset is above half the sample rate. */
PHW_API PHW_MUST_USE phw_status phw_impairment_cfo(phw_signal *inout, double cfo_hz,
                                                   double phase_rad);

PHW_END_C

#endif
