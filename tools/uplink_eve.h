/** @file
 * What Eve learns of an uplink: every attack's soft values over all bits, what was made
 * of them, and what theory says of the same reads.
 */
#ifndef PHW_TOOLS_UPLINK_EVE_H
#define PHW_TOOLS_UPLINK_EVE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "encrypt/uplink_attack.h"
#include "encrypt/uplink_leakage.h"
#include "tools/interval.h"
#include "tools/result.h"

/** Room for why an attack was left out. */
#define PHW_UPLINK_REASON_SIZE 160

/** One attack's outcome. */
typedef struct phw_uplink_outcome {
    const phw_uplink_attack *attack;
    float *soft;                         /**< every bit's, NULL when it was left out */
    char reason[PHW_UPLINK_REASON_SIZE]; /**< why it was */
    phw_uplink_leakage leakage;
    phw_interval ber;          /**< 95 % */
    phw_interval information;  /**< of the mutual information; likewise */
    double theory_ber;         /**< of the same reads, NaN where there is none */
    double theory_information; /**< likewise, bits a bit */
} phw_uplink_outcome;

/** All attacks. A zeroed one may be freed. */
typedef struct phw_uplink_eve {
    phw_uplink_outcome *outcome;
    size_t n_outcomes;
    size_t n_bits;
    uint8_t *bit; /**< the true ones */
} phw_uplink_eve;

/** Room for `n_bits` of all attacks. PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_eve_alloc(phw_uplink_eve *out, size_t n_bits);

/** Gives back; the struct is zero afterwards. */
void phw_uplink_eve_free(phw_uplink_eve *eve);

/** Leaves an attack out, for this thread's message. */
void phw_uplink_eve_leave_out(phw_uplink_outcome *outcome);

/** Makes figures of all soft values. PHW_ESHORT for fewer than 4 bits; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_eve_measure(phw_uplink_eve *eve);

/** The attack that learned most: the greatest mutual information, and of those that
 * learned nothing measurable the least error rate. NULL when all were left out. */
const phw_uplink_outcome *phw_uplink_eve_strongest(const phw_uplink_eve *eve);

/** Names into `text`, "slicer, edge", the attacks whose 95 % interval of the mutual
 * information overlaps that of the strongest: these bits do not tell which of them is
 * the stronger. "" when it stands alone. */
void phw_uplink_eve_rivals(char *text, size_t size, const phw_uplink_eve *eve);

/** Adds `strongest`, `strongest_information`, its `_interval`, `strongest_is_clear` and
 * `not_told_apart`. */
void phw_uplink_eve_tell(phw_result *r, const phw_uplink_eve *eve);

/** Rows `attack`, `ber`, `ber_low`, `ber_high`, `theory_ber`, `mutual_information`,
 * `bias`, `theory_information`, `min_entropy`, `errors`, `bits`; NULL without
 * memory. */
json_t *phw_uplink_eve_json(const phw_uplink_eve *eve);

/** Rows `attack`, `reason` of those left out; likewise. */
json_t *phw_uplink_eve_left_out_json(const phw_uplink_eve *eve);

#endif
