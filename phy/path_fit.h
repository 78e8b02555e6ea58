/** @file
 * A few paths of any delays laid through a channel's pilots by weighted least squares:
 * the maximum-likelihood fit where noise is Gaussian. Gains of given delays, delays
 * that are nearly right made right, and the bound of both.
 */
#ifndef PHW_PHY_PATH_FIT_H
#define PHW_PHY_PATH_FIT_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/pilot_estimate.h"

PHW_BEGIN_C

/** Most paths of one fit. */
#define PHW_PATHS_MAX 16

/** A path: gain e^(-j 2 pi f delay) over frequency. */
typedef struct phw_ray {
    double delay; /**< samples */
    phw_cf gain;
} phw_ray;

/** Scratch for estimates of so many pilots; belongs to one thread. */
typedef struct phw_path_fit phw_path_fit;

/** PHW_EARG for 0 pilots or more than PHW_PILOTS_MAX, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_path_fit_create(phw_path_fit **out,
                                                    size_t n_pilots);

/** Takes NULL. */
PHW_API void phw_path_fit_destroy(phw_path_fit *f);

/** Gives path[n_paths] of given delays their gains. `misfit` (may be NULL) gets the sum
 * of |value - fit|^2 / variance: of right delays n - n_paths on average, with that
 * variance. PHW_EARG for other counts of pilots or more than PHW_PATHS_MAX paths or
 * than pilots; PHW_ENOCONV when delays are too close to be told apart, and nothing
 * changes.
 */
PHW_API PHW_MUST_USE phw_status phw_path_fit_gains(double *misfit, phw_path_fit *f,
                                                   phw_ray *path, size_t n_paths,
                                                   const phw_pilot_estimate *pilots);

/** Moves delays by Gauss and Newton's steps with the gains eliminated (Golub and
 * Pereyra, SIAM J. Numer. Anal. 10 (1973) 413; Kaufman's approximation) until the
 * misfit falls no further, and sets the gains. From delays that are right to a part of
 * 1 / span of the frequencies it ends at the maximum of the likelihood. Never ends with
 * a larger misfit. Errors as above. */
PHW_API PHW_MUST_USE phw_status phw_path_fit_refine(double *misfit, phw_path_fit *f,
                                                    phw_ray *path, size_t n_paths,
                                                    const phw_pilot_estimate *pilots);

/** What the last fit left of the pilots: residual[n_pilots], value less fit. */
PHW_API void phw_path_fit_residual(phw_cf *residual, const phw_path_fit *f,
                                   const phw_pilot_estimate *pilots);

/** The response value[n] of those paths at frequency[n]. */
PHW_API void phw_path_response(phw_cf *value, const phw_ray *path, size_t n_paths,
                               const double *frequency, size_t n);

/** Cramer and Rao's bounds of the delays' variances, delay_variance[n_paths] in samples
 * squared (NULL: not wanted), and of the gains' were the delays known,
 * gain_variance[n_paths] (likewise), for these true paths and the pilots' frequencies
 * and variances (`value` is not read). Unknown complex gains: the inverse of
 * 2 Re(B^H P B), B the fit's derivatives by the delays, P what is orthogonal to the
 * paths, both over the noise's deviation (Stoica and Nehorai, IEEE Trans. ASSP 37
 * (1989) 720, equation 2.11 for one snapshot). Errors as above. */
PHW_API PHW_MUST_USE phw_status phw_path_fit_bound(double *delay_variance,
                                                   double *gain_variance,
                                                   phw_path_fit *f, const phw_ray *path,
                                                   size_t n_paths,
                                                   const phw_pilot_estimate *pilots);

/** E|error|^2 of the response, the mean over the pilots, when these paths' delays and
 * gains are fitted: to first order, the noise's share in what moves them. With equal
 * variances v it is 3/2 v n_paths / n, three real unknowns a path. Errors as above. */
PHW_API PHW_MUST_USE phw_status phw_path_fit_error(double *error, phw_path_fit *f,
                                                   const phw_ray *path, size_t n_paths,
                                                   const phw_pilot_estimate *pilots);

PHW_END_C

#endif
