/** @file
 * How the frames of one transmitter scatter: means by label and the covariance that all
 * labels share.
 */
#ifndef PHW_AUTH_DISPERSION_H
#define PHW_AUTH_DISPERSION_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/fingerprint_set.h"
#include "core/status.h"

PHW_BEGIN_C

/** Share of a feature's variance that the features before it leave open, below which
 * the covariance is singular. */
#define PHW_DISPERSION_SINGULAR 1e-9

/** Fewer frames than this times the features are shrunk when asked to by need. */
#define PHW_DISPERSION_FRAMES 10

/** Whether the covariance is drawn to its diagonal. */
typedef enum phw_shrinkage {
    PHW_SHRINKAGE_AUTO = 0, /**< below PHW_DISPERSION_FRAMES frames a feature */
    PHW_SHRINKAGE_NONE
} phw_shrinkage;

/** A zeroed one is empty and may be freed. */
typedef struct phw_dispersion {
    size_t n_features;
    size_t n_labels;
    double *mean;     /**< n_labels x n_features; 0 for a label without frames */
    size_t *count;    /**< frames of each label */
    double *scale;    /**< n_features: standard deviation within the labels */
    double *whiten;   /**< n_features x n_features, lower triangle: W with W S W' = 1 */
    double freedom;   /**< frames less labels that have any */
    double shrinkage; /**< 0: none, to 1: correlations are taken for 0 */
} phw_dispersion;

/** Of the frames of a set, without those whose `skip` is true (NULL: of all). The
 * covariance S is pooled: deviations from the labels' own means, over the freedom. When
 * frames are few its correlations are drawn to 0 by Ledoit's and Wolf's share (J.
 * Multivariate Anal. 88, 2004, section 3.2), which they derive for one common scale: in
 * units of `scale`. PHW_ESHORT when the freedom is below 1, or below the features
 * without shrinkage; PHW_EINPUT names the feature that does not vary, or that the ones
 * before it make up; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_dispersion_compute(phw_dispersion *out,
                                                       const phw_fingerprint_set *set,
                                                       const bool *skip,
                                                       phw_shrinkage shrinkage);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_dispersion_free(phw_dispersion *d);

PHW_END_C

#endif
