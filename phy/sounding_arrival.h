/** @file
 * What one burst of a sounding waveform tells its receiver.
 */
#ifndef PHW_PHY_SOUNDING_ARRIVAL_H
#define PHW_PHY_SOUNDING_ARRIVAL_H

#include <stdint.h>

#include "core/status.h"
#include "phy/pilot_estimate.h"

PHW_BEGIN_C

/** Frequencies in cycles a sample, times in samples. Each `_deviation` is the standard
 * deviation that the Cramer-Rao bound (phy/sounding_bound.h) gives at the channel and
 * noise that were found, the channel's power without its noise's. NaN for what the
 * waveform does not show: a tone has no timing and no clock. */
typedef struct phw_sounding_arrival {
    uint64_t start_sample;   /**< where the burst's first sample lies */
    double timing;           /**< how much later the strongest path comes */
    double timing_deviation; /**< of `timing`, if it is the only path */
    double cfo;              /**< carrier offset */
    double cfo_deviation;
    double clock; /**< the sender's chip rate over ours, less 1 */
    double clock_deviation;
    double power;  /**< of the burst as received, linear, without the noise */
    double noise;  /**< variance of a sample's noise, as it is on the bins in use */
    double snr_db; /**< power over noise on the bins in use */
    double metric; /**< share of the energy that the waveform explains, 0..1; NaN where
                      the place was given and not found */
    phw_pilot_estimate pilots; /**< the channel by least squares, on
                                  phw_sounding_waveform.frequency, for the phase at the
                                  middle of the blocks (phw_sounding_waveform_middle()),
                                  delays counted from start_sample */
} phw_sounding_arrival;

PHW_END_C

#endif
