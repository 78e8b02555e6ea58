/** @file
 * What both ends of an asymmetric agreement do with every frame: number it, check it,
 * and enter it into the transcript.
 *
 *     Reader                                     Device
 *     PROBE    digest, probe numbers      ->               (repeated until all are
 * told)
 *                                         <-     LABELS    digest, which it has, kept
 *     SAMPLE   where comparing starts     ->
 *                                         <-     SAMPLED   those bits
 *     CODE     errors to correct a plane  ->
 *                                         <-     SYNDROME  n - k bits a block
 *     VERIFY   blocks to drop, nonce      ->
 *                                         <-     TAG       64 bits
 *     AMPLIFY  length, seed               ->               (or NOKEY, and both end)
 *                                         <-     CONFIRM   MAC
 *     CONFIRM  MAC                        ->
 *
 * The device draws no random numbers, decodes nothing and estimates nothing. The
 * reference key is the device's: what the reader says of its own bits is which blocks
 * did not decode, and that is in the ledger. The messages are not authenticated: the
 * carrier has to see to that.
 */
#ifndef PHW_KGEN_ZERO_POWER_SESSION_H
#define PHW_KGEN_ZERO_POWER_SESSION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/message.h"
#include "kgen/transcript.h"

PHW_BEGIN_C

/** Types of the messages. */
typedef enum phw_zero_power_message {
    PHW_ZERO_POWER_NONE = 0, /**< no message: the reader's first step */
    PHW_ZERO_POWER_PROBE,
    PHW_ZERO_POWER_LABELS,
    PHW_ZERO_POWER_SAMPLE,
    PHW_ZERO_POWER_SAMPLED,
    PHW_ZERO_POWER_CODE,
    PHW_ZERO_POWER_SYNDROME,
    PHW_ZERO_POWER_VERIFY,
    PHW_ZERO_POWER_TAG,
    PHW_ZERO_POWER_AMPLIFY,
    PHW_ZERO_POWER_NOKEY,
    PHW_ZERO_POWER_CONFIRM,
    PHW_ZERO_POWER_ABORT,
    PHW_N_ZERO_POWER_MESSAGES
} phw_zero_power_message;

/** Counters and the transcript of one end. */
typedef struct phw_zero_power_session {
    phw_transcript *transcript;
    uint8_t before[PHW_TRANSCRIPT_SIZE]; /**< its digest before the frame in hand */
    uint32_t n_in;                       /**< frames taken */
    uint32_t n_out;                      /**< frames given */
    uint64_t bytes_in;
    uint64_t bytes_out;
    bool peer_told; /**< the peer knows that it is over, or this message tells it */
} phw_zero_power_session;

/** PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_session_open(phw_zero_power_session *s);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_zero_power_session_close(phw_zero_power_session *s);

/** A frame that is whole and the next in order enters the transcript. PHW_EPEER. */
PHW_API PHW_MUST_USE phw_status phw_zero_power_session_take(phw_zero_power_session *s,
                                                            const phw_message *in);

/** Numbers a frame, closes it and enters it; nothing for an empty one. PHW_ENOMEM,
 * PHW_EARG as phw_message_end(). */
PHW_API PHW_MUST_USE phw_status phw_zero_power_session_give(phw_zero_power_session *s,
                                                            phw_message *out);

/** Makes `out` the message that this end gives up with status `s`, unless the peer
 * knows: a kind of its own for what is nobody's fault, PHW_EPEER for the rest. */
PHW_API void phw_zero_power_session_abort(phw_zero_power_session *session,
                                          phw_message *out, phw_status s);

/** Reads such a message: the status that this end ends with. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_session_aborted(phw_zero_power_session *s, phw_reader *in);

PHW_END_C

#endif
