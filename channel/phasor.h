/** @file
 * Many phasors e^{j 2 pi turns} at once, in single precision from phases in double.
 *
 * A phase counts in turns, in double precision, and only what is left of it within half
 * a turn becomes a float: a float phase is worthless after 10^4 turns. Polynomials do
 * the rest, elementwise, so that the bits do not depend on the instruction set.
 */
#ifndef PHW_CHANNEL_PHASOR_H
#define PHW_CHANNEL_PHASOR_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Samples that phw_phasor_run() makes side by side. */
#define PHW_PHASOR_LANES 16

/** Most samples of one phw_phasor_run(): rotations pile up an error, below 5e-6. */
#define PHW_PHASOR_RUN_MAX 1024

/** Turns up to which phw_phasor_sums() is right. */
#define PHW_PHASOR_NEAR 0x1p26

/** re[n] and im[n] get cos and sin of 2 pi turn[n], |turn| < 2^50; within 1e-6. The
 * arrays do not overlap. */
PHW_API void phw_phasors(float *re, float *im, const double *turn, size_t n);

/** sum_k e^{j 2 pi (frequency[k] x + phase[k])}, k < n, |frequency[k] x + phase[k]| <
 * 2^50; 0 when n = 0. The order of the sum is fixed. */
PHW_API phw_cf phw_phasor_sum(const double *frequency, const double *phase, size_t n,
                              double x);

/** Many such sums, faster: out[i], i < n_sums, of the n_terms frequencies and phases
 * from number i * n_terms on, |frequency[k] x + phase[k]| < PHW_PHASOR_NEAR; phases are
 * taken to 2^-24 of a turn. */
PHW_API void phw_phasor_sums(phw_cf *out, const double *frequency, const double *phase,
                             size_t n_sums, size_t n_terms, double x);

/** Adds sum_i e^{j 2 pi (turn[i] + step[i] k)}, i < n_sinusoids, to re[k] and im[k], k
 * < n, by rotating PHW_PHASOR_LANES phasors of each; n is a multiple of
 * PHW_PHASOR_LANES, at most PHW_PHASOR_RUN_MAX. The first samples of a longer run are
 * the same bits as those of a shorter one. */
PHW_API void phw_phasor_run(float *re, float *im, const double *turn,
                            const double *step, size_t n_sinusoids, size_t n);

PHW_END_C

#endif
