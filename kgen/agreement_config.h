/** @file
 * What two ends have to have settled before they agree on a key.
 */
#ifndef PHW_KGEN_AGREEMENT_CONFIG_H
#define PHW_KGEN_AGREEMENT_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/amplifier.h"
#include "kgen/assessment.h"
#include "kgen/interpolation.h"
#include "kgen/loading.h"
#include "kgen/pipeline.h"
#include "kgen/quantizer.h"
#include "kgen/randomizer.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Most raw bits of one agreement. The amplifier's seed for them, up to twice as many
 * bits, fits into a frame. */
#define PHW_AGREEMENT_BITS_MAX 10000000U

/** Fewest bits of a block of reconciliation. */
#define PHW_AGREEMENT_BLOCK_MIN 64U

/** Parities that may be disclosed beyond one for each bit before an end gives up. */
#define PHW_AGREEMENT_LEAK_SLACK 512U

/** Fewest and most bits that key the confirmation alone. */
#define PHW_AGREEMENT_CONFIRM_MIN 64U
#define PHW_AGREEMENT_CONFIRM_MAX 512U

/** Most rows that one end may offer. */
#define PHW_AGREEMENT_ROWS_MAX (1U << 22)

/** Most components with a number of bits of their own. */
#define PHW_AGREEMENT_COMPONENTS_MAX 1024

/** Bytes of a configuration's digest. */
#define PHW_AGREEMENT_DIGEST_SIZE 32

/** How rows of the two ends find each other. */
typedef enum phw_pairing {
    PHW_PAIRING_SEQUENCE = 0, /**< equal sequence numbers */
    PHW_PAIRING_TIME,         /**< Bob's series read at Alice's instants */
    PHW_N_PAIRINGS
} phw_pairing;

/** What of the reconciliation is charged (Tupkary and Lutkenhaus, arXiv 2307.00576: the
 * bits of one end alone are not enough where the other's answers tell which bits
 * differed). Bob's bits stand in the ledger beside, whichever it is. */
typedef enum phw_accounting {
    PHW_ACCOUNTING_ERROR_KNOWN = 0, /**< Alice's bits, and what the positions of the
                                         errors tell, which Eve is given: as much as
                                         Bob's answers can tell her; where nobody is
                                         told the errors (phw_reconciler.silent, blocks
                                         that failed), Bob's answers themselves */
    PHW_ACCOUNTING_ONE_WAY, /**< Alice's bits alone: optimistic, Eve is taken not to
                                 listen to Bob */
    PHW_ACCOUNTING_TWO_WAY, /**< with known errors, and each of Bob's bits like one of
                                 Alice's: pessimistic */
    PHW_N_ACCOUNTINGS
} phw_accounting;

/** Everything but the traces and the randomness. Must be the same at both ends; the
 * first messages compare digests. What it points to outlives the machines. */
typedef struct phw_agreement_config {
    phw_pipeline pipeline;            /**< what of a trace is quantized */
    phw_pairing pairing;              /**< by sequence number, or by time */
    phw_interpolation between;        /**< of rows; by time only */
    const phw_randomizer *randomizer; /**< of the air: what was done before the traces
                                           were taken, here but a name */
    phw_params randomizer_params;
    bool eve_knows_channels; /**< of the air: whether Eve is charged as one who knows
                                  her own channels, and so what the ends drew */
    const phw_quantizer *quantizer;
    phw_params quantizer_params;
    const uint8_t *component_bits; /**< bits a symbol of each component after the
                                        transform, 0 unused; NULL: what the quantizer's
                                        parameters say, for all */
    size_t n_component_bits;   /**< entries of it, <= PHW_AGREEMENT_COMPONENTS_MAX */
    double sample_fraction;    /**< of the raw bits, compared in public and dropped, to
                                    estimate error rates; 0 .. 0.5 */
    phw_loading loading;       /**< which planes of a component go on */
    double assumed_error_rate; /**< where nothing is sampled, 0 .. 0.25 */
    const phw_reconciler *reconciler;
    phw_params reconciler_params;
    size_t reconcile_block_bits;    /**< bits are reconciled in blocks of at most so
                                         many, side by side; those that still differ are
                                         dropped. 0: all as one block, which is dropped
                                         whole; else from PHW_AGREEMENT_BLOCK_MIN on */
    phw_accounting accounting;      /**< what of the reconciliation is charged */
    unsigned tag_bits;              /**< of the verification hash, 32 .. 64 */
    phw_assessment_kind assessment; /**< where the min-entropy figure comes from */
    double eve_information_bits;    /**< what the eavesdropper is taken to know of the
                                         raw bits from her own observations, >= 0 */
    unsigned security_bits;         /**< eps = 2^-security_bits, 1 .. 256 */
    const phw_amplifier *amplifier;
    phw_params amplifier_params;
    size_t confirm_bits; /**< bits of their own, certified like the key's and charged,
                              that key the confirmation. 0: it is keyed by a hash of the
                              key, whose secrecy rests on that hash from then on; else
                              PHW_AGREEMENT_CONFIRM_MIN .. _MAX */
    size_t key_bits_min; /**< fewer is no key; at least 1 */
    size_t key_bits_max; /**< the key is cut to this; 0: as long as certified */
} phw_agreement_config;

/** The defaults: one block, amplitude, no filters, by sequence, dct, nothing random, an
 * Eve who knows her channels, cdf, a twentieth sampled, yan with 16 passes, known
 * errors charged, 64-bit tag, counted entropy, eps = 2^-64, toeplitz, at least 128
 * bits. PHW_EARG when an entry is not there. */
PHW_API PHW_MUST_USE phw_status phw_agreement_preset(phw_agreement_config *out);

/** PHW_EARG, with the field's name, for a value out of range. */
PHW_API PHW_MUST_USE phw_status phw_agreement_check(const phw_agreement_config *config);

/** BLAKE2b over every field: what the hellos compare. */
PHW_API void phw_agreement_digest(uint8_t out[PHW_AGREEMENT_DIGEST_SIZE],
                                  const phw_agreement_config *config);

PHW_END_C

#endif
