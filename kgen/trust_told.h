/** @file
 * What public grades and corrected errors tell when the noise between two ends hangs
 * together.
 */
#ifndef PHW_KGEN_TRUST_TOLD_H
#define PHW_KGEN_TRUST_TOLD_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** A sign in phw_trust_told() that was not kept. */
#define PHW_TRUST_DROPPED 2

/** Bits that the kept samples and the corrected errors tell about the leader's signs
 * because the noise between the ends hangs together, as the follower finds it when it
 * has corrected its own: sign[n] is the leader's (1: positive) or
 * PHW_TRUST_DROPPED.
 *
 * Who knows by how much noise swings over the series knows how noise N_k = (b_k - rho
 * a_k) / sqrt(1 - rho^2) of row k hangs together with that of k + j. She sees sign(a_k)
 * N_k up to what is public of it (kept or not, differing or not), its mean square given
 * that being e_k, its own m_k; so products of two signs are told. To second order in
 * the correlation r_j of noise that is log2(e) sum_j r_j^2 sum_k e_k e_(k+j) bits of
 * collision entropy. r_j^2 sum_k m_k m_(k+j), summed over lags 1 to 32, is bounded by
 * the noncentral chi-square of phw_portmanteau_bound() from the follower's own
 * residuals, and the ratio of the two sums is known. */
PHW_API PHW_MUST_USE phw_status phw_trust_told(double *bits, const uint8_t *level,
                                               const double *z, const uint8_t *sign,
                                               size_t n);

PHW_END_C

#endif
