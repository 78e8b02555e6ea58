/** @file
 * The inside of an agreement's machine: what its states keep, and the steps that both
 * ends have in common.
 */
#ifndef PHW_KGEN_AGREEMENT_MACHINE_H
#define PHW_KGEN_AGREEMENT_MACHINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/entropy.h"
#include "core/ledger.h"
#include "core/status.h"
#include "kgen/agreement_config.h"
#include "kgen/agreement_report.h"
#include "kgen/blocks.h"
#include "kgen/features.h"
#include "kgen/labels.h"
#include "kgen/message.h"
#include "kgen/public_facts.h"
#include "kgen/randomization.h"
#include "kgen/raw.h"
#include "kgen/role.h"
#include "kgen/rows.h"
#include "kgen/sampling.h"
#include "kgen/transcript.h"
#include "kgen/verify.h"

PHW_BEGIN_C

/** Types of the messages (the table of who says what when is in kgen/agreement.h). */
typedef enum phw_message_kind {
    PHW_MESSAGE_NONE = 0, /**< no message: Alice's first step */
    PHW_MESSAGE_HELLO,
    PHW_MESSAGE_ROWS,
    PHW_MESSAGE_HAVE,
    PHW_MESSAGE_LABELS,
    PHW_MESSAGE_KEEP,
    PHW_MESSAGE_SAMPLE,
    PHW_MESSAGE_SAMPLED,
    PHW_MESSAGE_LOADING,
    PHW_MESSAGE_LOADED,
    PHW_MESSAGE_PARITY,
    PHW_MESSAGE_REPLY,
    PHW_MESSAGE_VERIFY,
    PHW_MESSAGE_VERDICT,
    PHW_MESSAGE_AMPLIFY,
    PHW_MESSAGE_NOKEY,
    PHW_MESSAGE_CONFIRM,
    PHW_MESSAGE_ABORT,
    PHW_MESSAGE_BLOCKS,
    PHW_MESSAGE_BLOCKED,
    PHW_N_MESSAGE_KINDS
} phw_message_kind;

/** What an end waits for. */
typedef enum phw_agreement_state {
    PHW_ALICE_START = 0, /**< for leave to speak */
    PHW_ALICE_HELLO,
    PHW_ALICE_HAVE,
    PHW_ALICE_KEEP,
    PHW_ALICE_SAMPLED,
    PHW_ALICE_LOADED,
    PHW_ALICE_REPLY,
    PHW_ALICE_VERDICT,
    PHW_ALICE_BLOCKED,
    PHW_ALICE_CONFIRM,
    PHW_BOB_HELLO,
    PHW_BOB_ROWS,
    PHW_BOB_LABELS,
    PHW_BOB_SAMPLE,
    PHW_BOB_LOADING,
    PHW_BOB_PARITY,
    PHW_BOB_VERIFY,
    PHW_BOB_BLOCKS,
    PHW_BOB_AMPLIFY,
    PHW_BOB_CONFIRM,
    PHW_AGREEMENT_OVER, /**< nothing */
    PHW_N_AGREEMENT_STATES
} phw_agreement_state;

/** One end. */
typedef struct phw_agreement {
    phw_role role;
    phw_agreement_config config;
    phw_entropy *entropy; /**< borrowed */
    phw_agreement_state state;
    phw_agreement_report report;
    phw_status late; /**< what was found wrong with the own trace at the start */
    bool peer_told;  /**< the peer knows, or is told by this very message */
    uint32_t n_in;   /**< frames taken */
    uint32_t n_out;  /**< frames given */
    phw_transcript *transcript;
    uint8_t before[PHW_TRANSCRIPT_SIZE]; /**< its digest before the frame in hand */

    phw_features own;     /**< the end's series */
    size_t n_offered;     /**< Alice's rows told so far */
    phw_rows offered;     /**< Alice's rows as Bob heard them */
    phw_features aligned; /**< at the rows that both have */
    phw_features values;  /**< transformed; those that are quantized */
    phw_randomization random;
    phw_labels labels;
    phw_raw raw;
    phw_public_facts facts;
    phw_bits sample; /**< own sampled bits */
    phw_bits differ; /**< where the sampled ones differ */
    phw_selection selection;
    phw_raw coarse; /**< what is assessed; of the raw bits that go on */
    phw_blocks *blocks;
    bool reconciled; /**< Alice: her machines are done */
    phw_ledger ledger;
    phw_bits key;     /**< the final one */
    phw_bits confirm; /**< what keys the confirmation, when it has bits of its own */
} phw_agreement;

/** Handles a message in a state: reads the whole of `in`, changes the state, begins
 * `out` when there is something to say. `frame` is the whole frame. */
typedef phw_status phw_agreement_handler(phw_agreement *a, phw_message *out,
                                         phw_reader *in, const phw_message *frame);

/** A row of the table: any other pair of state and message is an error. */
typedef struct phw_agreement_rule {
    phw_agreement_state state;
    phw_message_kind kind;
    phw_agreement_handler *handle;
} phw_agreement_rule;

/** Draws a nonce and appends it to `out`. */
PHW_API void phw_agreement_put_nonce(phw_agreement *a, uint8_t *nonce,
                                     phw_message *out);

/** How this agreement quantizes; borrowed. */
PHW_API phw_labelling phw_agreement_labelling(const phw_agreement *a);

/** Makes values from the aligned series and the public basis. */
PHW_API PHW_MUST_USE phw_status phw_agreement_transform(phw_agreement *a);

/** Picks which of the values are quantized, when a randomizer does, its seed from a
 * digest. */
PHW_API PHW_MUST_USE phw_status
phw_agreement_randomize(phw_agreement *a, const uint8_t digest[PHW_TRANSCRIPT_SIZE]);

/** Makes labels from the values and what Alice said of hers. */
PHW_API PHW_MUST_USE phw_status phw_agreement_quantize(phw_agreement *a);

/** Fixes the raw bits by the final keep mask, which is taken over. */
PHW_API PHW_MUST_USE phw_status phw_agreement_fix(phw_agreement *a, phw_bits *keep);

/** Draws which bits are sampled from a digest and Alice's nonce, and picks the own. */
PHW_API PHW_MUST_USE phw_status phw_agreement_sample(
    phw_agreement *a, const uint8_t digest[PHW_TRANSCRIPT_SIZE], const uint8_t *nonce);

/** Takes the peer's sampled bits (freed) and settles which bits go on. PHW_ENOKEY. */
PHW_API PHW_MUST_USE phw_status phw_agreement_select(phw_agreement *a,
                                                     phw_bits *theirs);

/** Leaves out all but n_planes[c] planes of each raw component and charges what Alice's
 * choice tells. PHW_ENOKEY when nothing remains. */
PHW_API PHW_MUST_USE phw_status phw_agreement_cut(phw_agreement *a,
                                                  const uint8_t *n_planes);

/** Makes the reconciler's machine, its seed from a digest. */
PHW_API PHW_MUST_USE phw_status
phw_agreement_reconcile(phw_agreement *a, const uint8_t digest[PHW_TRANSCRIPT_SIZE]);

/** One step of the reconciler's machines. PHW_ENOCONV when so much was disclosed that
 * nothing can be left, far beyond what the error rates ask for. */
PHW_API PHW_MUST_USE phw_status phw_agreement_exchange(phw_agreement *a,
                                                       phw_message *out, bool *done,
                                                       const phw_message *frame);

/** Whether blocks that differ can be dropped one by one. */
PHW_API bool phw_agreement_can_drop(const phw_agreement *a);

/** The tags of all blocks under a key, phw_blocks_n() of them, to be freed; enters
 * them, and a bit of Bob's for each, into the ledger. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_agreement_tags(uint64_t **out, phw_agreement *a,
                                                   const phw_verify_key *key);

/** Drops the blocks without a bit in `good`, and charges what Bob answered about them.
 * PHW_ENOCONV when that are all. */
PHW_API PHW_MUST_USE phw_status phw_agreement_drop(phw_agreement *a,
                                                   const phw_bits *good);

/** Bits that are amplified: those reconciled that were not dropped. */
PHW_API size_t phw_agreement_kept(const phw_agreement *a);

/** Enters what reconciliation and verification disclosed into the ledger. */
PHW_API PHW_MUST_USE phw_status phw_agreement_account(phw_agreement *a);

/** Assesses the own raw bits; what is left of them is in the report, and the number of
 * bits to amplify to is given: of the key that the ledger allows, and of those that key
 * the confirmation; 0 when there is none. PHW_ESHORT and others of phw_assess(). */
PHW_API PHW_MUST_USE phw_status phw_agreement_assess(phw_agreement *a,
                                                     size_t *key_bits);

/** Makes m bits from the own reconciled ones: the final key, and what keys the
 * confirmation. */
PHW_API PHW_MUST_USE phw_status phw_agreement_amplify(phw_agreement *a,
                                                      const phw_bits *seed, size_t m);

/** Writes the confirmation of this end, `role`: a tag under a key of the final key's,
 * over the transcript so far. */
PHW_API PHW_MUST_USE phw_status phw_agreement_confirm(const phw_agreement *a,
                                                      phw_message *out, phw_role role);

/** Reads the confirmation of the other end, `role`. PHW_EAUTH, and nothing more, when
 * it is not that of this end's key and transcript. */
PHW_API PHW_MUST_USE phw_status phw_agreement_confirmed(const phw_agreement *a,
                                                        phw_reader *in, phw_role role);

PHW_END_C

#endif
