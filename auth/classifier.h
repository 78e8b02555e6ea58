/** @file
 * A classifier tells how far a frame lies from each transmitter that was enrolled. The
 * interface; the entries are classifier_NAME.c, their list is auth/classifiers.h.
 */
#ifndef PHW_AUTH_CLASSIFIER_H
#define PHW_AUTH_CLASSIFIER_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/fingerprint_set.h"
#include "auth/template.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_classifier {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** Learns from the frames whose `skip` is false (NULL: from all); given back with
     * phw_template_free(). PHW_ESHORT for too few frames or labels, PHW_EINPUT names a
     * feature that does not vary or that others make up; PHW_ENOMEM. */
    phw_status (*learn)(phw_template *out, const phw_fingerprint_set *set,
                        const bool *skip, const phw_params *params);

    /** Distances >= 0 from a frame's x[n_features], finite, to the n_labels labels;
     * HUGE_VAL for one without frames. */
    void (*distances)(double *out, const phw_template *t, const double *x);

    /** The distance that a frame of `label`, independent of those learnt from, exceeds
     * with probability `rejection` when its features are normal; NaN where no closed
     * form holds. NULL when there is never one. */
    double (*law)(const phw_template *t, size_t label, double rejection);
} phw_classifier;

PHW_END_C

#endif
