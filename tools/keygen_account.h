/** @file
 * Where the bits of a run of key generation went, and what the two ends share to begin
 * with: fields of its result.
 */
#ifndef PHW_TOOLS_KEYGEN_ACCOUNT_H
#define PHW_TOOLS_KEYGEN_ACCOUNT_H

#include "tools/keygen.h"
#include "tools/result.h"

/** The field "account": rows of raw bits, min-entropy, agreed bits, what is taken off,
 * and the net key at epsilon. Rows but "raw" and "agreed" add up: min_entropy less
 * sampled, eve, disclosed, verification and epsilon is net, or the shortfall. */
void phw_keygen_account(phw_result *out, const phw_keygen *k);

/** The fields "net_key_bits_per_probe", "net_key_bits_per_second" (messages taking no
 * time; 0 without a key) and, bits a probe of Gaussian features as they are before the
 * transform, "mutual_information_bits" (phw_information_gaussian_vector) and
 * "mutual_information_rate_bits" (phw_information_coherence, which charges memory; of
 * several components not more than the other). Null where they can't be told. */
void phw_keygen_rates(phw_result *out, const phw_keygen *k);

#endif
