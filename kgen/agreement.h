/** @file
 * Two ends agree on a key: a pair of state machines, Alice (initiator, reference bits)
 * and Bob (responder), that trade messages and do nothing else: no input or output, no
 * clock, nothing shared.
 *
 *     Alice                                  Bob
 *     HELLO   digest, nonce           ->
 *                                     <-     HELLO    digest, nonce
 *     ROWS    numbers (and times)     ->     (repeated until all are told)
 *                                     <-     HAVE     which he has too
 *     LABELS  basis, sayings,         ->
 *             kept samples
 *                                     <-     KEEP     kept samples, nonce
 *     SAMPLE  nonce, sampled bits     ->
 *                                     <-     SAMPLED  his
 *     LOADING planes that go on       ->     (only with loading by gain)
 *                                     <-     LOADED
 *     PARITY  the reconciler's        ->     (repeated)
 *                                     <-     REPLY
 *     VERIFY  hash key, tag           ->
 *                                     <-     VERDICT
 *     BLOCKS  hash key, a tag each    ->     (only after a VERDICT that several blocks
 *                                     <-     BLOCKED which are good    differ
 * somewhere) AMPLIFY length, seed            ->     (or NOKEY, and both end)
 *                                     <-     CONFIRM  MAC
 *     CONFIRM MAC                     ->
 *
 * Which bits are sampled and how the reconciler permutes follows from the nonces of
 * both ends that were sent after the bits were fixed. Every frame enters a running hash
 * (BLAKE2b); the MACs (HMAC-SHA-512-256, keys derived from the final key) are over that
 * hash. A message that is not the one next in this table ends the agreement and wipes.
 * An end that fails on its own says ABORT.
 *
 * The length that Alice announces is a function of her raw bits, through the entropy
 * estimate: an observer learns it, at most log2 of the number of raw bits, which is not
 * in the ledger. Her other figures stay with her; Bob's report has his own estimate.
 *
 * The messages are not authenticated: the carrier has to see to that.
 */
#ifndef PHW_KGEN_AGREEMENT_H
#define PHW_KGEN_AGREEMENT_H

#include <stdbool.h>

#include "core/bits.h"
#include "core/entropy.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement_config.h"
#include "kgen/agreement_report.h"
#include "kgen/message.h"
#include "kgen/public_facts.h"
#include "kgen/raw.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** One end. */
typedef struct phw_agreement phw_agreement;

/** A machine for one end's trace. The trace and `config` are read here and need not
 * outlive the call (what config points to does); `entropy` is used until the end.
 * PHW_EARG for a configuration out of range, PHW_ENOMEM, PHW_EINPUT when the trace has
 * no such feature. A trace too short or constant is an agreement that ends without a
 * key: no error here. */
PHW_API PHW_MUST_USE phw_status phw_agreement_create(phw_agreement **out, phw_role role,
                                                     const phw_trace *trace,
                                                     const phw_agreement_config *config,
                                                     phw_entropy *entropy);

/** Takes NULL; wipes. */
PHW_API void phw_agreement_destroy(phw_agreement *a);

/** One message. `in` is NULL for Alice's first step alone. Whatever the status, a
 * message in `out` (size > 0) is to be sent. PHW_OK while the agreement goes on and
 * when it has ended with a key (`done`). Any other status ends it (`done` is set):
 * PHW_ESHORT, PHW_ENOKEY: not enough in it; PHW_EPEER: the peer broke the protocol or
 * is configured differently; PHW_ENOCONV: the reconciled bits still differ; PHW_EAUTH:
 * the confirmation does not match. */
PHW_API PHW_MUST_USE phw_status phw_agreement_step(phw_agreement *a, phw_message *out,
                                                   bool *done, const phw_message *in);

/** How it stands, or ended. */
PHW_API void phw_agreement_report_read(phw_agreement_report *out,
                                       const phw_agreement *a);

/** The key, of report.key_bits bits; no bits until done with PHW_OK. Borrowed. */
PHW_API const phw_bits *phw_agreement_key(const phw_agreement *a);

/** For analysis: this end's raw bits before anything was dropped or corrected; empty
 * until they are fixed. Secret. Borrowed. */
PHW_API const phw_raw *phw_agreement_raw(const phw_agreement *a);

/** For analysis: what the transcript tells of how they were made. Borrowed. */
PHW_API const phw_public_facts *phw_agreement_facts(const phw_agreement *a);

PHW_END_C

#endif
