/** @file
 * How strong the samples of a recording are, and whether they are spoilt.
 */
#ifndef PHW_TOOLS_RECORDING_LEVEL_H
#define PHW_TOOLS_RECORDING_LEVEL_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "datasets/sample_type.h"

/** Sums under way. */
typedef struct phw_level_meter {
    double limit; /**< magnitude of a component that is clipped; infinite for none */
    double i, q, power, peak;
    uint64_t n, n_clipped;
} phw_level_meter;

/** Of one channel, full scale being 1. */
typedef struct phw_recording_level {
    double dc_i;          /**< mean of the in-phase parts */
    double dc_q;          /**< mean of the quadrature parts */
    double rms;           /**< root of the mean squared magnitude */
    double peak;          /**< greatest magnitude of a component */
    double clipped_share; /**< samples with a component at the type's limit; NaN for
                               floating-point types, which have none */
} phw_recording_level;

/** A meter for samples that were stored as `component`. */
phw_level_meter phw_level_meter_start(phw_component component);

/** The next samples. */
void phw_level_meter_push(phw_level_meter *m, const phw_cf *sample, size_t n);

/** What it shows; all zero before the first sample. */
phw_recording_level phw_level_meter_read(const phw_level_meter *m);

#endif
