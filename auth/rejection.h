/** @file
 * From which distance on a frame is taken for a stranger's, set on the enrolled frames
 * alone.
 */
#ifndef PHW_AUTH_REJECTION_H
#define PHW_AUTH_REJECTION_H

#include <stdbool.h>
#include <stddef.h>

#include "auth/classifier.h"
#include "auth/fingerprint_set.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** Parts that frames or sessions are left out by, at most. */
#define PHW_REJECTION_PARTS_MAX 20

/** Where a threshold comes from. */
typedef enum phw_rejection_rule {
    PHW_REJECTION_LAW = 0, /**< the classifier's closed form */
    PHW_REJECTION_FRAMES,  /**< a quantile of the distances of frames left out */
    PHW_REJECTION_SESSIONS /**< a quantile of the distances of sessions left out */
} phw_rejection_rule;

/** The threshold of one label. */
typedef struct phw_rejection {
    double threshold; /**< greatest distance that is accepted */
    phw_rejection_rule rule;
    size_t n_scores; /**< distances it is a quantile of; 0 for the law */
    bool too_few;    /**< of fewer distances than 1 / false_rejection - 1, so that it is
                          their greatest and the wanted rate can't be promised */
} phw_rejection;

/** "law", "frames", "sessions"; never NULL. */
PHW_API const char *phw_rejection_rule_name(phw_rejection_rule rule);

/** What thresholds are learnt from. */
typedef struct phw_rejection_input {
    const phw_fingerprint_set *set;
    const phw_params *params; /**< of the classifier */
    double false_rejection; /**< wanted share of own frames refused, above 0, below 1 */
} phw_rejection_input;

/** A threshold for each label of the set, out[n_labels]; `whole` is what the classifier
 * learnt of all frames. A label enrolled in two or more sessions has the quantile of
 * the distances that its frames have when their session is left out of the learning;
 * one of a single session the classifier's law where it holds, else the quantile with
 * blocks of neighbouring frames left out (a law or quantile of one session knows
 * nothing of how the next will differ). Labels with the same rule share their
 * distances, and the threshold is the ceil((1 - false_rejection)(n + 1))-th of n, which
 * a further exchangeable one exceeds with at most the wanted probability (Vovk,
 * Gammerman, Shafer, Algorithmic Learning in a Random World, 2005, section 2.1).
 * PHW_ESHORT tells the number of the label that has too few frames; PHW_EARG for a rate
 * out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_rejection_learn(phw_rejection *out,
                                                    const phw_classifier *classifier,
                                                    const phw_template *whole,
                                                    const phw_rejection_input *in);

PHW_END_C

#endif
