/** @file
 * An agreement between two ends over a channel that anybody may write to: the machine
 * of kgen/agreement.h, each of its messages carried in a frame that is numbered, bound
 * to this session and to everything said before, and authenticated. The same step, a
 * message in and a message out.
 *
 *     Alice                                     Bob
 *     OPEN  nonce, terms, HELLO, tags   ->
 *                                       <-      OPEN  nonce, terms, HELLO, tag
 *     DATA  ROWS, tag                   ->      (and so on: one agreement message each)
 *     DATA  CONFIRM, tag                ->      (with one-time authentication: and her
 *                                       <-      CLOSE  his one-time tag, tag)
 *
 * A frame is a message of kgen/message.h. Its payload: version 1, way of
 * authentication, direction (the speaker's role), 1 when a one-time tag is in it; the
 * session's identity (zero in Alice's first); in OPEN the nonce (32 bytes) and the
 * terms; the agreement's message; the one-time tag (16 bytes); tags of the frame (32
 * bytes each). The identity is BLAKE2b over both nonces.
 *
 * psk: every frame carries a tag, under a key for its direction and session, over all
 * that was said before and the frame. A frame that is not exactly the next one of the
 * other end (altered, cut, repeated, out of order, one's own, a stranger's) ends the
 * session at once with PHW_EAUTH: nothing is answered. Alice names the keys that she
 * has and tags her first frame with each; Bob uses the first that he has.
 *
 * one-time: the same, by the pool's control key, which keeps strangers out and the pool
 * from being drained, as far as they can't compute HMAC-SHA-512-256. And in the end
 * each end tags the whole conversation, both directions in order as it saw it, with a
 * one-time key out of the pool. Neither end gives its key away before the other's tag
 * was right, so whoever altered any message before, whatever he can compute, ends up
 * with no key at either end but with the probability that the report tells. What he may
 * do before: see the parities of raw bits that never become a key, and cost both ends
 * PHW_KEY_POOL_TAKE bytes by spoiling the end. Who stops Bob's last word alone leaves
 * him with the key and Alice without: a last message can't be confirmed. The
 * confirmation has key bits of its own here (confirm_bits of the agreement): no hash of
 * the key, and of what the pool gets of it, crosses the wire.
 *
 * none: no tags. Broken frames end it with PHW_EPEER. Who sits in the middle and talks
 * to both shares a key with each: `authenticated` is false.
 */
#ifndef PHW_KGEN_SESSION_H
#define PHW_KGEN_SESSION_H

#include <stdbool.h>
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
#include "kgen/role.h"
#include "kgen/session_config.h"
#include "kgen/session_keys.h"
#include "kgen/transcript.h"

PHW_BEGIN_C

/** Most frames that an end gives or takes. */
#define PHW_SESSION_FRAMES_MAX 100000U

/** Bits that key the confirmation of a session with one-time tags, unless the agreement
 * has it otherwise: no hash of the key itself crosses the wire. */
#define PHW_SESSION_CONFIRM_BITS 128

/** Most bytes that a frame adds to the agreement's message. */
#define PHW_SESSION_OVERHEAD 256

/** Plain values; what was not reached is zero. */
typedef struct phw_session_report {
    phw_status status; /**< PHW_OK with a key; else why there is none */
    char reason[192];  /**< why there is none; "" with a key */
    phw_session_auth auth;
    bool authenticated; /**< with a key: that it is shared with the other holder of the
                             pre-shared key or pool, and nobody else had a say */
    uint8_t id[PHW_TRANSCRIPT_SIZE];         /**< the session's identity; public */
    uint8_t transcript[PHW_TRANSCRIPT_SIZE]; /**< hash of all frames; public. The same
                                                  at both ends after a success */
    size_t key_bits;     /**< of the key, what the pool got taken off */
    size_t pool_spent;   /**< bytes of the pool that this session used up */
    size_t pool_added;   /**< bytes of the new key that the pool got */
    size_t pool_left;    /**< bytes in the pool now */
    double forging_log2; /**< one-time: log2 of the bound on forging a tag by keys that
                              are uniform; to be added where the pool was topped up:
                              2^-security_bits for each key that its bytes came from */
    uint64_t n_tagged;   /**< one-time: bytes under the last tag */
    uint64_t n_frames_sent;
    uint64_t n_frames_received;
    uint64_t bytes_sent; /**< whole frames */
    uint64_t bytes_received;
    phw_agreement_report agreement; /**< of the machine inside; its bytes and messages
                                         are those without the session's own */
} phw_session_report;

/** One end. */
typedef struct phw_session phw_session;

/** A machine for one end's trace, as phw_agreement_create(). The keys are copied; the
 * pool is used until the end. PHW_EARG, PHW_ENOKEY as phw_session_config_check(). */
PHW_API PHW_MUST_USE phw_status
phw_session_create(phw_session **out, phw_role role, const phw_trace *trace,
                   const phw_agreement_config *agreement,
                   const phw_session_config *config, phw_entropy *entropy);

/** Takes NULL; wipes. */
PHW_API void phw_session_destroy(phw_session *s);

/** One message, as phw_agreement_step(): `in` is NULL for Alice's first step alone;
 * whatever the status, a message in `out` (size > 0) is to be sent. Besides its
 * statuses: PHW_EAUTH (with none: PHW_EPEER) for a frame that is not the other end's
 * next one, and nothing is sent then; PHW_ENOKEY when the pool can't pay, PHW_EIO when
 * it can't be written. */
PHW_API PHW_MUST_USE phw_status phw_session_step(phw_session *s, phw_message *out,
                                                 bool *done, const phw_message *in);

/** How it stands, or ended. */
PHW_API void phw_session_report_read(phw_session_report *out, const phw_session *s);

/** The key, of report.key_bits bits; no bits until done with PHW_OK. Borrowed. */
PHW_API const phw_bits *phw_session_key(const phw_session *s);

/** With psk, after success: what this end's keys are from now on; else empty. Make them
 * last (phw_session_keys_write()) before the key is used. Borrowed. */
PHW_API const phw_session_keys *phw_session_refreshed(const phw_session *s);

PHW_END_C

#endif
