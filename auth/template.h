/** @file
 * What a classifier learnt of the enrolled frames: a linear map of the features and, in
 * its image, each transmitter's centre and perhaps the frames themselves.
 */
#ifndef PHW_AUTH_TEMPLATE_H
#define PHW_AUTH_TEMPLATE_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/fingerprint_set.h"
#include "core/status.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. */
typedef struct phw_template {
    size_t n_features;
    size_t n_labels;
    size_t n_dimensions; /**< of the image, 1..n_features */
    double *map;         /**< n_dimensions x n_features */
    double *centre;      /**< n_labels x n_dimensions: the frames' mean image */
    size_t *count;       /**< n_labels: frames learnt from */
    size_t n_points;     /**< frames learnt from in all */
    double *point;       /**< n_points x n_dimensions: their images, in the order of
                              their labels; NULL unless kept */
    double freedom;      /**< of the covariance, 0 when none was used */
    double shrinkage;    /**< of the covariance, 0 to 1 */
    size_t n_nearest;    /**< neighbours that count, where they do */
} phw_template;

/** Makes centres, counts and (with `keep_points`) points of the frames whose `skip` is
 * false (NULL: of all); t->map, n_dimensions and n_features are set. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_template_place(phw_template *t,
                                                   const phw_fingerprint_set *set,
                                                   const bool *skip, bool keep_points);

/** The image of x[n_features], image[n_dimensions]. */
PHW_API void phw_template_map(double *image, const phw_template *t, const double *x);

/** Euclidean distances in the image from x[n_features] to the n_labels centres;
 * HUGE_VAL for a label without frames. */
PHW_API void phw_template_distances(double *out, const phw_template *t,
                                    const double *x);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_template_free(phw_template *t);

PHW_END_C

#endif
