/** @file
 * The reader's end of an asymmetric agreement: it has the channel's estimate, decodes,
 * assesses and says how long the key may be. Which messages:
 * kgen/zero_power_session.h.
 *
 * The reference key is the device's bits. The certified length is
 *
 *     H_min(bits of the planes used) - bits not used - Eve's - ledger
 *
 * The first term is phw_assess() of the device's bits as the reader has corrected them
 * (its own where they are not known), less what fixed shares take
 * (phw_zero_power_balance_bits()). Bits not used, compared in public, left over or of
 * blocks that did not decode, take one bit each with them, however they hang together
 * with the rest (chain rule), and so cover what was said of them. The ledger has n - k
 * bits of each block used; one for each block, whether it was dropped; the tag; and
 * 2 log2(1/eps).
 *
 * With several tones the assessment takes off what tones share as the reader's own
 * values show it.
 */
#ifndef PHW_KGEN_ZERO_POWER_READER_H
#define PHW_KGEN_ZERO_POWER_READER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/entropy.h"
#include "core/ledger.h"
#include "core/status.h"
#include "kgen/assessment.h"
#include "kgen/features.h"
#include "kgen/message.h"
#include "kgen/zero_power_config.h"
#include "kgen/zero_power_correction.h"

PHW_BEGIN_C

/** Plain values; what was not reached is zero. */
typedef struct phw_zero_power_report {
    phw_status status; /**< PHW_OK with a key; else why there is none */
    bool reproducible; /**< a seeded source was used: the key is no secret */
    size_t n_offered;  /**< probes */
    size_t n_rows;     /**< of them, the device has too */
    size_t n_kept;     /**< values kept */
    size_t n_raw;      /**< bits of them */
    phw_zero_power_plane plane[PHW_ZERO_POWER_BITS_MAX];
    size_t n_planes; /**< used */
    size_t n_bits;   /**< hashed */
    bool assessed;
    phw_assessment assessment; /**< of all bits of the planes used */
    double balance_bits;       /**< taken off for fixed shares */
    double min_entropy_bits;   /**< of what is hashed, before the ledger */
    double eve_information_bits;
    phw_ledger ledger;
    unsigned security_bits;
    uint64_t certified_bits; /**< what the ledger leaves, wanted or not */
    size_t key_bits;         /**< of the key; 0: none */
    double shortfall_bits;   /**< missing for the key wanted, when none */
    uint64_t n_messages_sent;
    uint64_t n_messages_received;
    uint64_t bytes_sent;
    uint64_t bytes_received;
} phw_zero_power_report;

/** One reader. */
typedef struct phw_zero_power_reader phw_zero_power_reader;

/** A machine over the reader's values (phw_zero_power_estimate()), which stay the
 * caller's and are used until the end, as is `entropy`. PHW_EARG for a configuration
 * out of range or values that are not of it; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_reader_create(phw_zero_power_reader **out, const phw_features *values,
                             const phw_zero_power_config *config, phw_entropy *entropy);

/** Takes NULL; wipes. */
PHW_API void phw_zero_power_reader_destroy(phw_zero_power_reader *r);

/** One message; `in` is NULL for the first step alone. As
 * phw_zero_power_device_step(), and PHW_ENOCONV: the tags differ, or no block decoded.
 */
PHW_API PHW_MUST_USE phw_status phw_zero_power_reader_step(phw_zero_power_reader *r,
                                                           phw_message *out, bool *done,
                                                           const phw_message *in);

/** How it stands, or ended. */
PHW_API void phw_zero_power_reader_report(phw_zero_power_report *out,
                                          const phw_zero_power_reader *r);

/** The key; no bits until done with PHW_OK. Borrowed. */
PHW_API const phw_bits *phw_zero_power_reader_key(const phw_zero_power_reader *r);

/** For analysis: which of the offered probes both have, a bit each; no bits until they
 * are told. Borrowed. */
PHW_API const phw_bits *phw_zero_power_reader_have(const phw_zero_power_reader *r);

/** For analysis: which values of those were kept, tone by tone, likewise. Borrowed. */
PHW_API const phw_bits *phw_zero_power_reader_kept(const phw_zero_power_reader *r);

/** For analysis: the reader's bits of a plane before any were corrected, as
 * phw_zero_power_device_plane(). Secret. Borrowed. */
PHW_API const phw_bits *phw_zero_power_reader_plane(const phw_zero_power_reader *r,
                                                    unsigned plane);

PHW_END_C

#endif
