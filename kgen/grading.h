/** @file
 * What the two ends of an agreement say in public about how far their samples can be
 * relied on, when the quantizer has them say so, and the error rates that follow.
 */
#ifndef PHW_KGEN_GRADING_H
#define PHW_KGEN_GRADING_H

#include "core/bits.h"
#include "core/status.h"
#include "kgen/blob.h"
#include "kgen/features.h"
#include "kgen/labels.h"
#include "kgen/sampling.h"

PHW_BEGIN_C

/** The leader's levels, a byte a sample, in the order of phw_labels_keep(), to be
 * freed; empty when the quantizer asks for none. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_grading_levels(phw_blob *out, const phw_features *x,
                                                   const phw_labelling *how);

/** The other end's grades, a byte a sample, to be freed; empty when the quantizer asks
 * for none. PHW_EPEER when there are not as many levels as samples or one does not
 * exist; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_grading_grades(phw_blob *out, const phw_features *x,
                                                   const phw_labelling *how,
                                                   const phw_blob *level);

/** Takes the hopeless samples out of a mask; nothing when there are no grades.
 * PHW_EPEER when there are not as many as samples or one does not exist. */
PHW_API PHW_MUST_USE phw_status phw_grading_mask(phw_bits *keep, const phw_blob *grade);

/** Gives every bit that goes on the error rate of its grade, a segment each; nothing
 * when there are no grades. `keep` is the final mask, of one-bit symbols. PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_grading_rates(phw_selection *inout,
                                                  const phw_bits *keep,
                                                  const phw_blob *grade);

/** Bits that grades and corrected errors tell about the leader's bits, rounded up and
 * at most as many as go on, as the follower finds it: `key` are the bits that went on,
 * corrected; 0 when there are no grades. A component each, added up. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_grading_told(uint32_t *bits, const phw_features *x,
                                                 const phw_labelling *how,
                                                 const phw_blob *level,
                                                 const phw_bits *keep,
                                                 const phw_bits *key);

PHW_END_C

#endif
