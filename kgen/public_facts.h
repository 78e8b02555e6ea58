/** @file
 * What an agreement has said in public about which samples became which bits: all that
 * an eavesdropper needs to make her own bits in the same way.
 */
#ifndef PHW_KGEN_PUBLIC_FACTS_H
#define PHW_KGEN_PUBLIC_FACTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/blob.h"
#include "kgen/features.h"
#include "kgen/interpolation.h"
#include "kgen/raw.h"

PHW_BEGIN_C

/** A zeroed one is empty and may be freed. */
typedef struct phw_public_facts {
    int64_t *sequence; /**< Alice's number of each row that both ends have */
    double *time_s;    /**< her instants; NULL when paired by sequence */
    size_t n_rows;
    uint64_t seed;    /**< of the randomizer of values */
    phw_blob basis;   /**< the transforms' message */
    phw_bits said;    /**< what Alice said of her samples (phw_labels_announce()) */
    phw_blob level;   /**< and of how far they can be relied on (kgen/grading.h) */
    phw_blob grade;   /**< Bob's answer to that */
    phw_bits keep;    /**< which samples both ends kept */
    phw_bits sampled; /**< which raw bits were compared in public */
    phw_bits used;    /**< which raw bits were reconciled */
} phw_public_facts;

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_public_facts_free(phw_public_facts *facts);

/** Takes over numbers and, when `times`, instants of the rows of x. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_public_facts_rows(phw_public_facts *facts,
                                                      const phw_features *x,
                                                      bool times);

/** A copy, to be freed. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_public_facts_copy(phw_public_facts *out,
                                                      const phw_public_facts *facts);

/** An eavesdropper's series x at the rows of the facts, to be freed: where she lacks
 * one, her nearest; pairing by time, her series read at their instants as `between`
 * says. has[i], unless `has` is NULL, is 1 where she has row i, else 0. PHW_ESHORT when
 * the facts have no rows; PHW_ENOMEM; errors as phw_features_interpolate(). */
PHW_API PHW_MUST_USE phw_status phw_eavesdrop_rows(phw_features *out, uint8_t *has,
                                                   const phw_features *x,
                                                   const phw_public_facts *facts,
                                                   phw_interpolation between);

/** An eavesdropper's raw bits from her own trace, to be freed: the rows of the facts
 * (where she lacks one, her nearest), the public basis, thresholds of her own series,
 * the public keep mask. Bit i stands against Alice's raw bit i, before sampling. Errors
 * as the parts that do it; PHW_ESHORT when her trace is constant. */
PHW_API PHW_MUST_USE phw_status phw_eavesdrop(phw_raw *out, const phw_trace *trace,
                                              const phw_public_facts *facts,
                                              const phw_agreement_config *config);

PHW_END_C

#endif
