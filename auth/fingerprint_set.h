/** @file
 * Frames that were enrolled: the features of each, whose it is and of which recording.
 */
#ifndef PHW_AUTH_FINGERPRINT_SET_H
#define PHW_AUTH_FINGERPRINT_SET_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Most features of a frame, labels, sessions and frames of a set. */
#define PHW_FINGERPRINT_FEATURES_MAX 32
#define PHW_FINGERPRINT_LABELS_MAX   256
#define PHW_FINGERPRINT_SESSIONS_MAX 4096
#define PHW_FINGERPRINT_FRAMES_MAX   ((size_t)1 << 20)

/** What one column of a set holds. */
typedef struct phw_fingerprint_column {
    char name[32]; /**< of the trace's column */
    char unit[16];
} phw_fingerprint_column;

/** A zeroed one is empty and may be freed. Row-major: frame i, feature j is value[i *
 * n_features + j]. */
typedef struct phw_fingerprint_set {
    phw_fingerprint_column feature[PHW_FINGERPRINT_FEATURES_MAX];
    size_t n_features;
    size_t n_labels;   /**< one more than the greatest label */
    size_t n_sessions; /**< one more than the greatest session */
    double *value;
    uint32_t *label;   /**< whose frame it is, from 0 */
    uint32_t *session; /**< from 0, the same for frames of one label in one recording,
                            and for no others */
    size_t n;          /**< frames */
    size_t n_allocated;
} phw_fingerprint_set;

/** Appends a frame of value[n_features]. PHW_EINPUT names the feature that is not
 * finite; PHW_EARG for a label or session beyond the most there may be, no feature or a
 * full set; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_fingerprint_set_append(phw_fingerprint_set *set,
                                                           const double *value,
                                                           uint32_t label,
                                                           uint32_t session);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_fingerprint_set_free(phw_fingerprint_set *set);

PHW_END_C

#endif
