/** @file
 * The similarity tests that can be chosen by name, and a frame judged by one.
 */
#ifndef PHW_AUTH_SIMILARITIES_H
#define PHW_AUTH_SIMILARITIES_H

#include <stddef.h>

#include "auth/similarity.h"
#include "core/status.h"

PHW_BEGIN_C

/** The signal-to-noise ratio that a frame with no more power than noise counts as. */
#define PHW_SIMILARITY_SNR_MIN 1e-6

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_similarity *const *phw_similarity_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_similarity_find(const phw_similarity **out,
                                                    const char *name);

/** The shape of an input: its counts, and the signal-to-noise ratio of the frame and
 * the first reference together, the noise taken off their power: at least
 * PHW_SIMILARITY_SNR_MIN where both variances are known, else 0. */
PHW_API phw_similarity_shape phw_similarity_shape_of(const phw_similarity_input *input);

/** Judges one frame. Whatever power and noise variance a frame has, one of an
 * independent channel is found the same with a probability of at most rule->miss: what
 * the noise hides is undecided, not the same. PHW_EARG when the rule is out of range,
 * and what measure() and threshold() of the test refuse; PHW_EINPUT when a value is not
 * finite or a frame has no power. */
PHW_API PHW_MUST_USE phw_status phw_similarity_decide(phw_similarity_decision *out,
                                                      const phw_similarity *test,
                                                      const phw_similarity_input *input,
                                                      const phw_similarity_rule *rule,
                                                      const phw_params *params);

PHW_END_C

#endif
