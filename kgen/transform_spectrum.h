/** @file
 * Cosine transform of the whole series: a fixed public basis, values that hang together
 * little, each as large as its sign can be relied on.
 */
#ifndef PHW_KGEN_TRANSFORM_SPECTRUM_H
#define PHW_KGEN_TRANSFORM_SPECTRUM_H

#include "kgen/transform.h"

PHW_BEGIN_C

/** The entry "spectrum", for features of one component.
 *
 * X_k is the orthonormal DCT-II of all N rows less their mean, for drop <= k < keep N;
 * the output's row k - drop has sequence number k. S_k is the mean of X^2 over [k - h,
 * k + h] within 1..N - 1, h = max(4, floor(k / 4)); M that from floor(3N / 4) on, taken
 * for noise. rho_k = 1 - M / S_k, kept within [0.02, 1 - 1e-6], is then the correlation
 * with an end as noisy as this one, and the output is
 *
 *     erf(v / sqrt(2)), v = X_k / sqrt(S_k) rho_k / sqrt(1 - rho_k^2):
 *
 * in [-1, 1], the sign of X_k times the expected product of both ends' signs given
 * |X_k|. A guard of the leader's (guard:sides=one) keeps the signs that are worth
 * correcting and says in public which they are: a function of magnitudes. With
 * values=standard the output is X_k / sqrt(S_k), for quantizer "signs".
 *
 * The output's dependence_bits are n phw_gaussian_divergence() of the share that
 * phw_gaussian_innovation() finds open in X_k / sqrt(S_k) along k, of n values, or of
 * the share that phw_portmanteau_bound() leaves, the more; infinite when
 * phw_gaussianity_departure() exceeds PHW_GAUSSIANITY_MOST or the series repeats
 * (phw_recurrence_find()): no bit of what is periodic, a chirp or a sum of few waves
 * can be certified, whatever the lags show. They hold for signs alone: given
 * magnitudes, signs of independent values are uniform, whatever S_k is, but cells of
 * magnitude are not. What is assumed: signs are symmetric about zero and hang together
 * as a Gaussian series does; both ends' noise is independent from probe to probe; both
 * series are of the same instants. An offset of half a row, as between the two ways of
 * an exchange, makes Bob's error in X_k a function of X_(k - 1) and X_(k + 1), costs
 * agreement and tells signs: read his series at Alice's instants first
 * (phw_features_interpolate()).
 *
 * PHW_EARG for several components; PHW_ESHORT for fewer than PHW_GAUSSIAN_N_MIN values
 * or a constant series; PHW_EINPUT for one that is not finite. */
extern PHW_API const phw_transform phw_transform_spectrum;

PHW_END_C

#endif
