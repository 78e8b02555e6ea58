/** @file
 * How strong the samples of a recording are, and whether they are spoilt.
 */
#ifndef PHW_TOOLS_RECORDING_LEVEL_H
#define PHW_TOOLS_RECORDING_LEVEL_H

#include "core/status.h"
#include "datasets/recordings.h"
#include "tools/progress.h"

/** Of one channel, full scale being 1. */
typedef struct phw_recording_level {
    double dc_i;          /**< mean of the in-phase parts */
    double dc_q;          /**< mean of the quadrature parts */
    double rms;           /**< root of the mean squared magnitude */
    double peak;          /**< greatest magnitude of a component */
    double clipped_share; /**< samples with a component at the type's limit; NaN for
                               floating-point types, which have none */
} phw_recording_level;

/** Reads the recording from its position to its end. PHW_EINPUT, PHW_ECANCEL. */
PHW_MUST_USE phw_status phw_recording_measure(phw_recording_level *out,
                                              phw_recording *recording,
                                              phw_progress *progress);

#endif
