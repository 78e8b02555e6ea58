/** @file
 * Many frames of one reconciler side by side, one end of them: in a round there is one
 * message, with the parts of all frames that still speak, so that a hundred frames wait
 * for the network no more often than the slowest of them.
 *
 * On the wire a message has, for every frame that the listener still works at, in their
 * order, a number s (phw_message_put_varint()) and, for s > 0, a part of s - 1 bytes:
 * the payload of the frame's own message. 0, that a frame has nothing to be reconciled,
 * is said in Alice's opening alone. Frames that are done say nothing more.
 *
 * Like a reconciler, a flight sees nothing of the other end but messages; what bounds
 * the rounds of a frame bounds those of the flight.
 */
#ifndef PHW_KGEN_FLIGHT_H
#define PHW_KGEN_FLIGHT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/message.h"
#include "kgen/reconciler.h"
#include "kgen/role.h"

PHW_BEGIN_C

/** Most frames of a flight. */
#define PHW_FLIGHT_FRAMES_MAX 4096

/** Most bits of all its frames together: parts of as many bits fit into one message. */
#define PHW_FLIGHT_BITS_MAX PHW_RECONCILE_BITS_MAX

/** One end. */
typedef struct phw_flight phw_flight;

/** Machines for `n_frames` frames, one for each task (frames whose tasks are alike
 * share their tables where the reconciler lets them); `key`, as long as the tasks
 * together (PHW_EARG), holds their bits one after the other and is copied. What the
 * tasks point to need not outlive the call, but for their entropy. PHW_EARG for more
 * frames or bits than a flight has; the statuses of the reconciler's create. */
PHW_API PHW_MUST_USE phw_status phw_flight_create(phw_flight **out, phw_role role,
                                                  const phw_reconciler *reconciler,
                                                  const phw_reconcile_task *task,
                                                  size_t n_frames, const phw_bits *key);

/** Another flight of the same end and tasks, at work beside `with`, whose tables it
 * uses: `with` must outlive it. PHW_EARG when the reconciler's machines don't share
 * theirs. */
PHW_API PHW_MUST_USE phw_status phw_flight_share(phw_flight **out,
                                                 const phw_flight *with,
                                                 const phw_bits *key);

/** Takes NULL; wipes. */
PHW_API void phw_flight_destroy(phw_flight *f);

/** The same tables for the next flight, as a reconciler's reset. */
PHW_API PHW_MUST_USE phw_status phw_flight_reset(phw_flight *f, const phw_bits *key);

/** As a reconciler's step. PHW_EPEER also for a message whose parts are not those that
 * are due. PHW_EARG when the parts of one message exceed PHW_MESSAGE_SIZE_MAX: then
 * fewer frames at once are wanted. */
PHW_API PHW_MUST_USE phw_status phw_flight_step(phw_flight *f, phw_message *out,
                                                bool *done, const phw_message *in);

/** What the flight cost so far: bits and corrections of all frames together, the rounds
 * of the slowest, messages and bytes of the flight itself; `gave_up` when any did. */
PHW_API phw_reconcile_figures phw_flight_figures(const phw_flight *f);

/** The bits of all frames, Bob's as corrected so far, a copy to be freed. PHW_ENOMEM.
 */
PHW_API PHW_MUST_USE phw_status phw_flight_key(phw_bits *out, const phw_flight *f);

/** One where the parties' bits were found to differ, of all frames, a copy to be freed.
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_flight_corrected(phw_bits *out,
                                                     const phw_flight *f);

/** How many frames there are. */
PHW_API size_t phw_flight_n_frames(const phw_flight *f);

/** Frame i's bits, as a reconciler's key; borrowed; i < phw_flight_n_frames(). */
PHW_API const phw_bits *phw_flight_frame_key(const phw_flight *f, size_t i);

/** Frame i's corrections, as a reconciler's; borrowed. */
PHW_API const phw_bits *phw_flight_frame_corrected(const phw_flight *f, size_t i);

/** Frame i's figures; its messages and bytes are those of its parts, each with a header
 * that only a frame alone would send. */
PHW_API phw_reconcile_figures phw_flight_frame_figures(const phw_flight *f, size_t i);

PHW_END_C

#endif
