/** @file
 * The similarity tests that can be chosen by name, and a frame judged by one.
 */
#ifndef PHW_AUTH_SIMILARITIES_H
#define PHW_AUTH_SIMILARITIES_H

#include <stddef.h>

#include "auth/similarity.h"
#include "core/status.h"

PHW_BEGIN_C

/** All entries, in the order of `phyward list`; `n` gets how many. */
PHW_API const phw_similarity *const *phw_similarity_list(size_t *n);

/** The entry of that name. PHW_EARG names the ones there are. */
PHW_API PHW_MUST_USE phw_status phw_similarity_find(const phw_similarity **out,
                                                    const char *name);

/** The shape of an input: its counts, and the signal-to-noise ratio of the frame and
 * the first reference together, the noise taken off their power; 0 when a variance is
 * unknown or nothing is left. */
PHW_API phw_similarity_shape phw_similarity_shape_of(const phw_similarity_input *input);

/** Judges one frame. PHW_EARG when `false_alarm` is not within (0, 1), and what
 * measure() and threshold() of the test refuse; PHW_EINPUT when a value is not finite.
 */
PHW_API PHW_MUST_USE phw_status phw_similarity_decide(phw_similarity_decision *out,
                                                      const phw_similarity *test,
                                                      const phw_similarity_input *input,
                                                      double false_alarm,
                                                      const phw_params *params);

PHW_END_C

#endif
