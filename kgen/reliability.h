/** @file
 * How sure an end may be of each of its bits: what the quantizer's soft output says of
 * the other end's, at the correlation that the error rates ask for.
 */
#ifndef PHW_KGEN_RELIABILITY_H
#define PHW_KGEN_RELIABILITY_H

#include "core/bits.h"
#include "core/status.h"
#include "kgen/features.h"
#include "kgen/labels.h"
#include "kgen/raw.h"
#include "kgen/sampling.h"

PHW_BEGIN_C

/** For each bit that goes on, in order, ln P(the other end has it too) / P(it has the
 * other one), into out[selection->n_used]; for the end that is not the leader. The
 * correlation is, component by component, the one at which the bits of up to 4096 of
 * its rows would differ as often as the selection's rates say. Negative where the
 * other bit is likelier. `values` are the features that the raw material was made of.
 * PHW_EARG when the quantizer has no soft output, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_reliability(float *out, const phw_raw *raw,
                                                const phw_selection *selection,
                                                const phw_features *values,
                                                const phw_labelling *how);

PHW_END_C

#endif
