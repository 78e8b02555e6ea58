/** @file
 * The model of transmitters that were enrolled, and the decision whose frame a frame
 * is.
 *
 * A fingerprint is a second factor at most: an attacker who can measure a transmitter
 * can imitate its carrier offset and its flaws.
 */
#ifndef PHW_AUTH_FINGERPRINT_H
#define PHW_AUTH_FINGERPRINT_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/classifier.h"
#include "auth/fingerprint_set.h"
#include "auth/rejection.h"
#include "auth/template.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** Bytes of a label's or session's name with its ending 0. */
#define PHW_FINGERPRINT_LABEL_SIZE   64
#define PHW_FINGERPRINT_SESSION_SIZE 256

/** What is measured and how it is judged. */
typedef struct phw_fingerprint_config {
    phw_fingerprint_column feature[PHW_FINGERPRINT_FEATURES_MAX];
    size_t n_features;
    const phw_classifier *classifier;
    phw_params params;      /**< of the classifier */
    double false_rejection; /**< wanted share of own frames refused, above 0, below 1 */
} phw_fingerprint_config;

/** A transmitter. */
typedef struct phw_fingerprint_label {
    char name[PHW_FINGERPRINT_LABEL_SIZE];
    phw_rejection rejection; /**< once learnt */
} phw_fingerprint_label;

/** A recording of one transmitter. */
typedef struct phw_fingerprint_session {
    char name[PHW_FINGERPRINT_SESSION_SIZE];
    size_t label;
    size_t n_frames;
} phw_fingerprint_session;

/** The frames enrolled are the model; what is learnt follows from them. A zeroed one
 * may be freed. */
typedef struct phw_fingerprint {
    phw_fingerprint_config config;
    phw_fingerprint_set set;
    phw_fingerprint_label *label;     /**< set.n_labels */
    phw_fingerprint_session *session; /**< set.n_sessions */
    phw_template learnt;              /**< empty until phw_fingerprint_learn() */
    bool sealed; /**< read from a file with a tag, whether or not it was checked */
} phw_fingerprint;

/** What is said of a frame. */
typedef struct phw_fingerprint_verdict {
    size_t label;     /**< the nearest one, or the one claimed */
    double distance;  /**< from it; HUGE_VAL when a feature is not finite */
    double threshold; /**< greatest distance that is accepted */
    bool accepted;
} phw_fingerprint_verdict;

/** An empty model, to be given back with phw_fingerprint_free(). PHW_EARG when there is
 * no feature or one twice, no classifier, or a rate is out of range. */
PHW_API PHW_MUST_USE phw_status
phw_fingerprint_create(phw_fingerprint *out, const phw_fingerprint_config *config);

/** Enrols n >= 1 frames, value[n * n_features], as a new session of the transmitter of
 * that name, known or new; nothing is learnt yet. A name is 1 to 63 bytes of printable
 * ASCII, a session's 1 to 255. PHW_EARG for another name and when there are too many;
 * PHW_EINPUT names the feature that is not finite, or the session that holds the same
 * frames already; PHW_ENOMEM. On failure the model is as before. */
PHW_API PHW_MUST_USE phw_status phw_fingerprint_enroll(phw_fingerprint *model,
                                                       const char *label,
                                                       const char *session,
                                                       const double *value, size_t n);

/** Learns from all that is enrolled, thresholds too, as phw_rejection_learn(). */
PHW_API PHW_MUST_USE phw_status phw_fingerprint_learn(phw_fingerprint *model);

/** The label of that name; SIZE_MAX when it is not enrolled. */
PHW_API size_t phw_fingerprint_find(const phw_fingerprint *model, const char *label);

/** Distances of a frame's x[n_features] to all labels, out[set.n_labels]; HUGE_VAL when
 * a feature is not finite. The model has learnt. */
PHW_API void phw_fingerprint_distances(double *out, const phw_fingerprint *model,
                                       const double *x);

/** Whose frame x[n_features] is: the nearest label, accepted when its distance is at
 * most that label's threshold. */
PHW_API phw_fingerprint_verdict phw_fingerprint_identify(const phw_fingerprint *model,
                                                         const double *x);

/** Whether x[n_features] is a frame of the label claimed, an index. */
PHW_API phw_fingerprint_verdict phw_fingerprint_verify(const phw_fingerprint *model,
                                                       const double *x, size_t label);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_fingerprint_free(phw_fingerprint *model);

PHW_END_C

#endif
