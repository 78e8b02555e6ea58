/** @file
 * One run of key generation with both ends in memory, and every figure of it.
 */
#ifndef PHW_TOOLS_KEYGEN_H
#define PHW_TOOLS_KEYGEN_H

#include <stddef.h>
#include <stdint.h>

#include "core/entropy.h"
#include "core/key.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/rehearsal.h"
#include "tools/matched.h"
#include "tools/progress.h"

/** What came of it; a zeroed one may be freed. */
typedef struct phw_keygen {
    phw_rehearsal rehearsal;
    phw_matched matched;
    phw_status status;        /**< PHW_OK with a key, else why there is none */
    size_t n_raw;             /**< raw bits of either end */
    size_t n_disagreements;   /**< of them, differ */
    double disagreement_rate; /**< NaN without raw bits */
    double reconciled_rate; /**< the same over the bits that were reconciled, or NaN */
    double correlation;     /**< of the features; NaN when unknown */
    double efficiency;      /**< disclosed in reconciliation over the sum of
                                n h(p) of the planes, p their true rates, or NaN */
    size_t certified_bits;  /**< what could be certified, wanted or not */
    double duration_s;      /**< of the probing; NaN when unknown */
    size_t n_exchanges;     /**< probes of Alice in that time */
    double eve_rate;        /**< Eve's bits against Alice's, over those
                                that were reconciled, or NaN */
    double eve_correlation; /**< of her features with Alice's, or NaN */
    double eve_multiple_correlation; /**< of Alice's features with all views of Eve's
                                          trace, 99 % upper bound; NaN when unknown */
    char fingerprint[PHW_FINGERPRINT_SIZE]; /**< of the key wanted; "" without one */
} phw_keygen;

/** Both ends' sources of a simulated session: streams of (seed, `what`, the end's name,
 * index), `what` "" or a word that ends with a blank. */
PHW_MUST_USE phw_status phw_keygen_sources(phw_entropy entropy[2], uint64_t seed,
                                           const char *what, size_t index);

/** Runs it; `eve` may be NULL. A randomizer of the air is put over the traces first
 * (phw_emulate()). What her trace tells of the planes that were reconciled
 * (phw_eavesdropper_measure(), phw_eavesdropper_bits()) is charged, or
 * config->eve_information_bits when that is more. PHW_OK also without a key: `status`
 * says so. `progress`, which may be NULL, is told how far it is. PHW_ECANCEL when the
 * user asks to stop, between two messages; PHW_EINPUT when Eve's trace has no usable
 * probe; other statuses as phw_rehearse(), and as the measuring of Eve where there
 * would be a key without her. To be freed. */
PHW_MUST_USE phw_status phw_keygen_run(phw_keygen *out, const phw_trace *alice,
                                       const phw_trace *bob, const phw_trace *eve,
                                       const phw_agreement_config *config,
                                       phw_entropy entropy[2], phw_progress *progress);

/** Wipes and gives back. */
void phw_keygen_free(phw_keygen *k);

/** The key wanted, key_bits_min of it, to be freed; status is PHW_OK. */
PHW_MUST_USE phw_status phw_keygen_key(phw_key *out, const phw_keygen *k,
                                       const phw_agreement_config *config);

/** Certified bits a second of probing and of waiting for the messages' round trips of
 * `round_trip_s` each; NaN when the duration is unknown. */
double phw_keygen_rate(const phw_keygen *k, double round_trip_s);

#endif
