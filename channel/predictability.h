/** @file
 * How well a linear predictor that has listened long foresees the next probe: the gate
 * before any generator that feeds key-rate figures. A sum of N sinusoids is 3 N
 * numbers, and a predictor learns them; a Gaussian process with Clarke's spectrum, read
 * every 1/fd, allows -0.4 dB.
 */
#ifndef PHW_CHANNEL_PREDICTABILITY_H
#define PHW_CHANNEL_PREDICTABILITY_H

#include <stddef.h>

#include "channel/process_model.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Past probes that the predictor looks at. */
#define PHW_PREDICTABILITY_ORDER 64

/** Power of the error over the probes' own: the predictor is fitted by least squares to
 * noisy[0 .. n_train) and tried on the noise-free probes clean[n_train .. n). More than
 * twice PHW_PREDICTABILITY_ORDER probes on each side, else PHW_EARG, as for probes
 * without power; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_predictability_measure(double *nmse,
                                                           const phw_cf *clean,
                                                           const phw_cf *noisy,
                                                           size_t n, size_t n_train);

/** What is to be expected of a process of that model (its power taken as 1), read every
 * `spacing` (in 1/fd) with noise of variance `noise`: Wiener's 1 - r^H (R + noise I)^-1
 * r, and what a fit to n_train probes loses, (Wiener + noise) p / (n_train - 2 p - 1).
 * PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_predictability_expect(double *nmse, const phw_process_model *model, double spacing,
                          double noise, size_t n_train);

PHW_END_C

#endif
