/** @file
 * How many bits an exchange of a scenario can give at most, in closed form: the mutual
 * information of the first two ends' estimates when all scatter is Gaussian.
 */
#ifndef PHW_TOOLS_RICHNESS_THEORY_H
#define PHW_TOOLS_RICHNESS_THEORY_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"
#include "tools/scenario_data.h"

/** Most probes times coefficients of a block. */
#define PHW_RICHNESS_BLOCK_MAX 96

/** Mutual information, bits a probe, of blocks of `block` successive probes of the
 * first end's trace and the second's, whose shapes and noises are those of alice and
 * bob, given all that is steady (lines of sight, and with a surface whatever it does
 * not touch).
 *
 * With L the eigenvalues of the covariance of the scatter, the products of those over
 * time (Doppler spectrum at interval_s), antennas (angles at the first end's site) and
 * subcarriers (power delay profile), a and b the ends' noise variances and r the
 * correlation over turnaround_s,
 *     I = 1 / block  sum log2((L + a)(L + b) / ((L + a)(L + b) - r^2 L^2)):
 * with one of each and no delay log2((1 + g)^2 / (1 + 2 g)) at signal to noise g. That
 * r is one number for all lags is an approximation, good for turnaround_s well below
 * the coherence time. A surface with phases of its own for each exchange makes a
 * scatter of its mean power that is new each time, Gaussian in the limit of many
 * elements. PHW_EARG when the block is above PHW_RICHNESS_BLOCK_MAX; PHW_EINPUT as the
 * scenario's network; PHW_ENOMEM, PHW_ENOCONV. */
PHW_MUST_USE phw_status phw_richness_theory(double *bits, const phw_scenario *scenario,
                                            const phw_trace *alice,
                                            const phw_trace *bob, size_t block);

#endif
