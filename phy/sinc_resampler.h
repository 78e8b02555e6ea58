/** @file
 * Samples at any instants by windowed-sinc interpolation, without delay.
 */
#ifndef PHW_PHY_SINC_RESAMPLER_H
#define PHW_PHY_SINC_RESAMPLER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Interpolates x[n] at k * step samples, k from 0 to n_out - 1, of what lies below
 * `cutoff` cycles a sample (0 < cutoff <= 1/2; it is 6 dB down there). The kernel is a
 * sinc of sixteen zero crossings under a Kaiser window of 60 dB; x is 0 outside.
 * PHW_EARG for a step or cutoff out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_sinc_resample(phw_cf *out, size_t n_out,
                                                  const phw_cf *x, size_t n,
                                                  double step, double cutoff);

PHW_END_C

#endif
