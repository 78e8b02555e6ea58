/** @file
 * Both ends of an agreement in one process, their messages carried in memory and
 * counted on the way: what `keygen` and `bench` run, and what tests tap.
 */
#ifndef PHW_KGEN_REHEARSAL_H
#define PHW_KGEN_REHEARSAL_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/entropy.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/agreement.h"
#include "kgen/agreement_config.h"
#include "kgen/agreement_report.h"
#include "kgen/message.h"
#include "kgen/public_facts.h"
#include "kgen/raw.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** Sees every frame on the wire and may change it. One cleared is lost: with it the
 * conversation ends, and both reports say how far it came. */
typedef void phw_wire_tap(void *context, phw_role from, phw_message *frame);

/** What came of it; to be freed. */
typedef struct phw_rehearsal {
    phw_agreement_report report[2]; /**< by role */
    phw_bits key[2];                /**< by role; no bits without a key */
    phw_bits raw[2];                /**< by role: raw bits before reconciliation */
    phw_segment *segment;           /**< the bit planes that tile Alice's raw bits */
    size_t n_segments;
    phw_public_facts facts; /**< Bob's view of the transcript */
    uint64_t n_messages;    /**< on the wire, both ways */
    uint64_t n_bytes;       /**< on the wire, both ways */
} phw_rehearsal;

/** Wipes and gives back; the struct is zero afterwards. */
PHW_API void phw_rehearsal_free(phw_rehearsal *r);

/** Runs both ends to their end. PHW_OK also when they end without a key: the reports
 * say so (report[...].status). Other statuses: the machines could not be made. `tap`
 * may be NULL. */
PHW_API PHW_MUST_USE phw_status phw_rehearse(phw_rehearsal *out, const phw_trace *alice,
                                             const phw_trace *bob,
                                             const phw_agreement_config *config,
                                             phw_entropy entropy[2], phw_wire_tap *tap,
                                             void *context);

PHW_END_C

#endif
