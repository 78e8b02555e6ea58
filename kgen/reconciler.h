/** @file
 * The interface of reconcilers: two-party message machines that turn Bob's bits into
 * Alice's over a public channel. One entry a scheme (reconciler_NAME.c), listed in
 * reconcilers.h.
 *
 * A machine belongs to one party and sees nothing of the other but messages. Alice's
 * step with no message in opens; from there every step takes the other's message and
 * gives one back, until a step says done. Done with a message out means: send it, then
 * stop.
 */
#ifndef PHW_KGEN_RECONCILER_H
#define PHW_KGEN_RECONCILER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/entropy.h"
#include "core/param.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** Most bits of one frame. */
#define PHW_RECONCILE_BITS_MAX 10000000U

/** The estimated error rate above which reconciliation is refused (PHW_ENOKEY): sending
 * the key itself would be about as cheap. */
#define PHW_RECONCILE_RATE_MAX 0.25

/** The estimated error rate below which it is taken for this. */
#define PHW_RECONCILE_RATE_MIN 1e-5

/** Bits with an error rate of their own (a component's bit plane, say). */
typedef struct phw_reconcile_segment {
    size_t from;       /**< first bit */
    size_t to;         /**< one past the last bit */
    double error_rate; /**< the public estimate, 0 .. PHW_RECONCILE_RATE_MAX */
} phw_reconcile_segment;

/** What both parties know before they start; identical at both ends but for the two
 * fields that say otherwise. */
typedef struct phw_reconcile_task {
    size_t n; /**< bits of a frame, 0 .. PHW_RECONCILE_BITS_MAX */
    const phw_reconcile_segment *segment; /**< rising, without gaps, from 0 to n */
    size_t n_segments;                    /**< 1 .. 4096; 0 only when n is 0 */
    uint64_t seed; /**< public, from fresh randomness of both ends, after the bits were
                        fixed */
    phw_params params;        /**< in the order of the entry's table */
    const float *reliability; /**< of each bit, ln P(the peer has it too) / P(it has
                                   not); this end's own, not shared. NULL: none; an
                                   entry may pass it over */
    phw_entropy *entropy;     /**< this end's private randomness, not shared; borrowed
                                   while the machine lives. NULL: none, which an entry
                                   that fills in unused bits refuses */
} phw_reconcile_task;

/** What one frame cost, seen from one end. */
typedef struct phw_reconcile_figures {
    uint64_t leak_bits;      /**< parities of Alice's key that crossed the wire */
    uint64_t reply_bits;     /**< parities of Bob's bits that crossed the wire */
    uint64_t n_rounds;       /**< question and answer pairs */
    uint64_t n_messages;     /**< messages both ways */
    uint64_t bytes_sent;     /**< whole frames from this end */
    uint64_t bytes_received; /**< whole frames to this end */
    uint64_t n_corrected;    /**< bits found to differ, and corrected by Bob */
    bool gave_up; /**< this end knows that the frame failed: a decoder found no word of
                       its code. The machine still ends in order, and verification
                       would tell the same */
} phw_reconcile_figures;

/** One party's machine; opaque, made by an entry. */
typedef struct phw_reconciliation phw_reconciliation;

/** One scheme. */
typedef struct phw_reconciler {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    bool
        soft; /**< whether `create` reads task->reliability, which costs time to make */
    bool silent; /**< Bob keeps to himself which bits differed: `corrected` has no ones,
                      and what his answers tell has to be charged bit by bit */

    /** A machine with the public tables of `task`; `key` (of task->n bits) is copied.
     * PHW_EARG for a malformed task, PHW_ENOKEY when a segment's error rate is above
     * PHW_RECONCILE_RATE_MAX, PHW_ENOMEM. */
    phw_status (*create)(phw_reconciliation **out, phw_role role,
                         const phw_reconcile_task *task, const phw_bits *key);

    /** Another frame of the same party and task beside the machine `with`, whose public
     * tables it uses: `with` must outlive it, whether it works or not; `key` (of as
     * many bits) is copied. NULL where an entry's tables are not for sharing, and in
     * one that reads the task's reliability or entropy. PHW_EARG, PHW_ENOMEM. */
    phw_status (*share)(phw_reconciliation **out, const phw_reconciliation *with,
                        const phw_bits *key);

    /** Takes NULL; wipes. */
    void (*destroy)(phw_reconciliation *r);

    /** The same tables for the next frame: `key` is copied, the figures start at 0. */
    phw_status (*reset)(phw_reconciliation *r, const phw_bits *key);

    /** One message. `in` is NULL for Alice's first step alone. `out` is a whole frame
     * with type and sequence 0 (phw_message_stamp() them), or empty when there is
     * nothing to send. PHW_EPEER when `in` is not what the schedule asks for, when it
     * contradicts itself, or past the cap on rounds; the machine is then dead and must
     * be destroyed. PHW_ENOKEY from a scheme that finds the error rate to be above
     * PHW_RECONCILE_RATE_MAX; who finds it last sends what is in `out` first. */
    phw_status (*step)(phw_reconciliation *r, phw_message *out, bool *done,
                       const phw_message *in);

    /** This end's bits, Bob's as corrected so far; borrowed. */
    const phw_bits *(*key)(const phw_reconciliation *r);

    /** One where the parties' bits were found to differ, so far; both ends hold the
     * same. Borrowed. */
    const phw_bits *(*corrected)(const phw_reconciliation *r);

    /** What the frame cost so far. */
    phw_reconcile_figures (*figures)(const phw_reconciliation *r);
} phw_reconciler;

PHW_END_C

#endif
