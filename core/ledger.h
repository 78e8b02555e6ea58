/** @file
 * Every bit said in public about the key, by stage. The key's length is computed from
 * it.
 */
#ifndef PHW_CORE_LEDGER_H
#define PHW_CORE_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Where in the protocol bits were disclosed. */
typedef enum phw_stage {
    PHW_STAGE_INDICES = 0, /**< what was said of samples, and of which are kept */
    PHW_STAGE_RECONCILE,   /**< parities or syndromes of the reference key */
    PHW_STAGE_POSITIONS,   /**< what corrected positions tell about multi-bit symbols */
    PHW_STAGE_VERIFY,      /**< verification hash */
    PHW_STAGE_AMPLIFY,     /**< 2 log2(1/eps) of the leftover hash */
    PHW_N_STAGES
} phw_stage;

/** Counts of bits. A zeroed one is empty. */
typedef struct phw_ledger {
    uint64_t disclosed[PHW_N_STAGES]; /**< bits about the reference key, a stage each */
    uint64_t reply;                   /**< parities of the other end, told beside */
} phw_ledger;

/** "indices", "reconciliation", ...; never NULL. */
PHW_API const char *phw_stage_name(phw_stage stage);

/** Adds `n_bits` to a stage. */
PHW_API void phw_ledger_add(phw_ledger *ledger, phw_stage stage, uint64_t n_bits);

/** The sum over all stages. */
PHW_API uint64_t phw_ledger_total(const phw_ledger *ledger);

/** What was disclosed on the wire: all but the amplification term. */
PHW_API uint64_t phw_ledger_disclosed(const phw_ledger *ledger);

/** floor(min_entropy_bits) less everything in the ledger; 0 when that is negative.
 * Entropy that is not finite counts as none. The
 * leftover hash lemma in the house form (mission and docs/architecture.md): the
 * amplification stage holds 2 log2(1/eps). `shortfall`, when not NULL, gets how many
 * bits are missing, else 0. */
PHW_API uint64_t phw_ledger_key_bits(const phw_ledger *ledger, double min_entropy_bits,
                                     double *shortfall);

PHW_END_C

#endif
