/** @file
 * What one end of an agreement has to tell when it is over, key or none.
 */
#ifndef PHW_KGEN_AGREEMENT_REPORT_H
#define PHW_KGEN_AGREEMENT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/ledger.h"
#include "core/status.h"
#include "kgen/assessment.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** How far an agreement came. */
typedef enum phw_phase {
    PHW_PHASE_HELLO = 0,
    PHW_PHASE_ALIGNMENT,
    PHW_PHASE_QUANTIZATION,
    PHW_PHASE_ESTIMATION,
    PHW_PHASE_RECONCILIATION,
    PHW_PHASE_VERIFICATION,
    PHW_PHASE_AMPLIFICATION,
    PHW_PHASE_CONFIRMATION,
    PHW_PHASE_ENDED, /**< with a key */
    PHW_N_PHASES
} phw_phase;

/** "hello", "alignment", ...; never NULL. */
PHW_API const char *phw_phase_name(phw_phase phase);

/** Plain values; what was not reached is zero. */
typedef struct phw_agreement_report {
    phw_status status; /**< PHW_OK with a key; else why there is none */
    phw_phase phase;   /**< where it ended */
    char reason[192];  /**< why there is none, as this end has it; "" with a key */
    bool reproducible; /**< a seeded source was used: the key is no secret */

    size_t n_rows_own;   /**< rows of this end's features */
    size_t n_rows;       /**< rows that both ends have */
    size_t n_components; /**< after the transform */
    size_t n_raw;        /**< raw bits, before any were dropped */
    size_t n_hopeless;   /**< of planes with an error rate above the limit: dropped */
    size_t n_sampled;    /**< compared in public: dropped */
    size_t n_sample_errors;     /**< of those, differed */
    size_t n_bits;              /**< reconciled */
    size_t n_blocks;            /**< in which they were reconciled */
    size_t n_failed_blocks;     /**< of those, still differed: dropped */
    size_t n_dropped;           /**< bits of these; they are charged as if public */
    double error_rate;          /**< the estimate over the reconciled bits */
    double error_rate_observed; /**< corrected / reconciled, known afterwards */

    phw_reconcile_figures reconcile; /**< parities both ways, rounds, corrected */
    phw_ledger ledger;               /**< every disclosed bit, by stage */
    bool assessed;
    phw_assessment assessment; /**< of this end's raw bits, hopeless planes left out */
    double min_entropy_bits;   /**< of them, less what sampling, dropped blocks and Eve
                                    took */
    double eve_information_bits; /**< as configured */
    unsigned security_bits;      /**< eps = 2^-this */
    size_t confirm_bits;   /**< of their own that keyed the confirmation; charged as
                                verification */
    size_t key_bits;       /**< of the key; 0: none */
    double shortfall_bits; /**< missing for the least key wanted, when none; as
                                this end's assessment has it */

    uint64_t n_messages_sent;
    uint64_t n_messages_received;
    uint64_t n_round_trips; /**< of the slower chain: half the messages, rounded up */
    uint64_t bytes_sent;
    uint64_t bytes_received;
} phw_agreement_report;

PHW_END_C

#endif
