/** @file
 * How often a model's decisions are wrong, on frames whose senders are known.
 */
#ifndef PHW_TOOLS_FINGERPRINT_TRIAL_H
#define PHW_TOOLS_FINGERPRINT_TRIAL_H

#include <stddef.h>
#include <stdint.h>

#include "auth/fingerprint.h"
#include "auth/roc.h"
#include "core/rng.h"
#include "core/status.h"
#include "tools/fingerprint_frames.h"

/** Most senders that are told apart: the labels, and strangers behind them. */
#define PHW_FINGERPRINT_SENDERS_MAX 512

/** What was counted. A zeroed one is empty and may be freed. */
typedef struct phw_fingerprint_trial {
    char (*sender)[PHW_FINGERPRINT_LABEL_SIZE]; /**< the labels first, then strangers */
    size_t n_senders;
    size_t n_labels;
    uint64_t *taken; /**< n_senders x (n_labels + 1): whose frames were taken for whose,
                          the last column for nobody's */
    size_t n_recordings;
    size_t n_frames;        /**< with a known sender */
    size_t n_nobody;        /**< left out: the sender is not known */
    size_t n_unmeasured;    /**< of n_frames, a feature is missing: never accepted */
    size_t n_enrolled;      /**< frames of senders that are enrolled */
    size_t n_false_reject;  /**< of those, refused as their sender's */
    size_t n_compared;      /**< frames of enrolled senders, no feature missing */
    size_t n_nearest_wrong; /**< of those, nearest to another label */
    size_t n_claims;        /**< of a label that is not the sender's */
    size_t n_false_accept;  /**< of those, accepted */
    size_t n_stranger;      /**< frames of senders that are not enrolled */
    size_t n_stranger_accepted; /**< of those, taken for somebody enrolled */
    phw_roc_score *score;       /**< of every frame without a feature missing with every
                                     label, the recording as group */
    size_t n_scores;
    size_t n_scores_allocated;
} phw_fingerprint_trial;

/** Tests the frames of one recording. PHW_EINPUT when the recording is one that the
 * model was learnt from, or there are too many senders; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_fingerprint_trial_add(phw_fingerprint_trial *trial,
                                                  const phw_fingerprint *model,
                                                  const phw_fingerprint_frames *f);

/** The characteristic of all scores, to be freed. As phw_roc_compute(). */
PHW_MUST_USE phw_status phw_fingerprint_trial_roc(phw_roc *out,
                                                  const phw_fingerprint_trial *trial);

/** Gives back; the struct is zero afterwards. */
void phw_fingerprint_trial_free(phw_fingerprint_trial *trial);

#endif
