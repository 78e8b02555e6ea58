/** @file
 * What front ends do to a waveform: oscillators, mixers, amplifiers. A sender's come in
 * the order imbalance, constant, cubic, offset.
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

/** A mixer whose branches differ in gain by `gain_db` (-20..20) and are off quadrature
 * by `phase_rad` (-pi/4..pi/4): x becomes mu x + nu conj(x) with mu = (1 + g e^{j phi})
 * / 2, nu = (1 - g e^{-j phi}) / 2, g = 10^(gain_db / 20). The image is
 * (1 + 2 g cos phi + g^2) / (1 - 2 g cos phi + g^2) below the signal. PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_impairment_imbalance(phw_signal *inout,
                                                         double gain_db,
                                                         double phase_rad);

/** Carrier leakage: adds a constant of `level_dbc` (-200..20) over the signal's mean
 * power, at a phase of at most a turn either way. PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_impairment_constant(phw_signal *inout,
                                                        double level_dbc,
                                                        double phase_rad);

/** An amplifier's third order: x becomes x + b x |x|^2 / (mean power), |b| = level_db
 * (-200..0), its phase `phase_rad` at most a turn either way: pi compresses. PHW_EARG.
 */
PHW_API PHW_MUST_USE phw_status phw_impairment_cubic(phw_signal *inout, double level_db,
                                                     double phase_rad);

PHW_END_C

#endif
