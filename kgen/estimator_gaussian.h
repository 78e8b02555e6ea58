/** @file
 * Gaussian model: each component an autoregressive process, the components jointly
 * Gaussian. A model, not a bound: the report names it.
 */
#ifndef PHW_KGEN_ESTIMATOR_GAUSSIAN_H
#define PHW_KGEN_ESTIMATOR_GAUSSIAN_H

#include "kgen/cells.h"
#include "kgen/estimator.h"

PHW_BEGIN_C

/** The entry "gaussian". */
extern PHW_API const phw_estimator phw_estimator_gaussian;

/** Fewest values for an autoregressive model. */
#define PHW_GAUSSIAN_N_MIN 32

/** The share of a series' variance that its past leaves open, in [0, 1): innovation
 * variance of an autoregressive model (Burg's), lowered to its bound
 *   share (1 - z sqrt(S / n))^2 exp(-(12 S + M) / n - z^2 / n),  z = 2.576,
 * S = sum_{k >= 1} rho_k^2, M = max(0, 1 + 2 sum_{k >= 1} rho_k), rho_k the model's.
 * The lesser of the values' bound and their normal scores' counts.
 *
 * By Kolmogorov's formula ln share = int ln f - ln int f over the spectrum f, whose
 * estimate has variance 4 S / n (delta method); for a first-order process the root of
 * the share is what has constant variance, hence the square. z^2 / n covers the squared
 * correlation that independent values show by chance; M / n is the bias of the removed
 * mean; the factor 12 is fitted so that the bound holds in at least 98 % of simulated
 * series of orders 1 and 2 with 125 values and more, memory up to n / 10 values (a
 * nominal 99.5 %). 0 when the series is too short to tell (n <= 6.6 S).
 *
 * `order` is at most n / 8 and 64; 0 takes the least AIC of orders 0 to min(16, n /
 * 16). PHW_ESHORT for n below PHW_GAUSSIAN_N_MIN or a constant series, PHW_EARG for a
 * larger order. */
PHW_API PHW_MUST_USE phw_status phw_gaussian_innovation(double *share, const double *x,
                                                        size_t n, unsigned order);

/** Average min-entropy, bits, of the symbol of a standard normal that is known up to a
 * Gaussian error of variance `share` in (0, 1], given that it is in one of the cells:
 * -log2( E[max_s P(x in cells of s | prediction)] / P(x in a cell) ), by the trapezoid
 * rule over +-8 deviations of the prediction (error below 1e-4 bit for share >= 1e-4).
 * Symbols are below 16. 0 when the cells are empty. */
PHW_API double phw_gaussian_min_entropy(const phw_cell *cell, size_t n, double share);

/** Renyi divergence of order 2 of a Gaussian autoregressive process of unit variance,
 * whose past leaves `share` in (0, 1] of it open, from independent values, bits a
 * value: -1/2 mean log2(lambda (2 - lambda)) over its spectrum lambda, in closed form
 * for order 1; other orders differ in the third power of 1 - share. With r^2 = 1 -
 * share and q = 1 + 3 r^2: -1/2 log2(share) - 1/2 log2((q + sqrt(q^2 - 16 r^2)) / 2).
 * Infinite from r = 1/3 on, where lambda passes 2. Quantized, the values diverge no
 * more than this (data processing: van Erven and Harremoes, IEEE Trans. IT 60(7),
 * 2014; Gaussians: Gil, Alajaji and Linder, Information Sciences 249, 2013). */
PHW_API double phw_gaussian_divergence(double share);

PHW_END_C

#endif
