/** @file
 * All ways in which an eavesdropper may look at her own trace when she wants to know
 * somebody else's features.
 */
#ifndef PHW_KGEN_EAVESDROPPER_VIEW_H
#define PHW_KGEN_EAVESDROPPER_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/eavesdropper_block.h"
#include "kgen/features.h"
#include "kgen/lag.h"
#include "kgen/predictor.h"
#include "kgen/public_facts.h"

PHW_BEGIN_C

/** Features that are tried, the first of the registry: power, amplitude and parts have
 * all that a trace has. */
#define PHW_EAVESDROPPER_FEATURES_MAX 3

/** Most principal components of her own of each feature. */
#define PHW_EAVESDROPPER_COMPONENTS_MAX 8

/** A zeroed one is empty and may be freed. */
typedef struct phw_eavesdropper_views {
    phw_predictor_view view[PHW_EAVESDROPPER_BLOCKS_MAX *
                            (PHW_EAVESDROPPER_FEATURES_MAX + 1) * (PHW_LAGS_MAX + 1)];
    size_t n;
    uint8_t *has; /**< a byte for each row of the facts: 1 where she has it, at each of
                       the lags */
    int64_t lag[PHW_LAGS_MAX + 1]; /**< rows that she is late; the first is 0 */
    size_t n_lags;
} phw_eavesdropper_views;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_eavesdropper_views_free(phw_eavesdropper_views *views);

/** Her trace without the probes that nothing can be made of (no power at all, or a
 * value that is not finite), to be freed. PHW_EINPUT when none is left; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_eavesdropper_trace(phw_trace *out,
                                                       const phw_trace *in);

/** Her views, to be freed, of a trace as phw_eavesdropper_trace() gives it: the
 * configuration's whole public pipeline, and each of those through the
 * filters, her own principal components and the transforms (but those that are fitted
 * to Alice's), each at lag 0 and at the lags where it resembles Alice's.
 *
 * `alice` are Alice's features at the rows of the facts, filtered but not transformed.
 * Where not half of the rows are hers by number or time, her numbers are taken for
 * wrong and her rows counted. A feature that her kind of trace does not have is left
 * out; the first that it has takes the place of the configuration's. A filter too
 * long for her trace is shortened, where it can be. Errors as the parts. */
PHW_API PHW_MUST_USE phw_status phw_eavesdropper_views_make(
    phw_eavesdropper_views *out, const phw_features *alice, const phw_trace *trace,
    const phw_public_facts *facts, const phw_agreement_config *config);

PHW_END_C

#endif
