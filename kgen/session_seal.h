/** @file
 * What the two ends of a session know each other by: the keys, the record of all that
 * was said, and the tags over it. The inside of kgen/session.h, which has the rules.
 */
#ifndef PHW_KGEN_SESSION_SEAL_H
#define PHW_KGEN_SESSION_SEAL_H

#include <stddef.h>
#include <stdint.h>

#include "core/entropy.h"
#include "core/key.h"
#include "core/status.h"
#include "kgen/key_pool.h"
#include "kgen/message.h"
#include "kgen/role.h"
#include "kgen/session_config.h"
#include "kgen/session_frame.h"
#include "kgen/session_keys.h"
#include "kgen/transcript.h"

PHW_BEGIN_C

/** One end's. A zeroed one may be freed. */
typedef struct phw_session_seal {
    phw_role role;
    phw_session_config config;
    uint8_t id[PHW_TRANSCRIPT_SIZE];       /**< zero until both nonces are known */
    uint8_t nonce[2][PHW_TRANSCRIPT_SIZE]; /**< by role */
    phw_session_keys keys;                 /**< a copy */
    const phw_key *used;        /**< of those, or the pool's control key; NULL before */
    phw_key frame_key[2];       /**< by the speaker's role */
    phw_key_pool_match match;   /**< what the pools have in common */
    phw_key one_time[2];        /**< by the speaker's role */
    phw_transcript *transcript; /**< of all frames */
    uint8_t *said;    /**< with one-time tags: the frames, one after another */
    size_t said_size; /**< bytes of it in use */
    size_t said_capacity;
} phw_session_seal;

/** Before the first frame. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_session_seal_make(phw_session_seal *out,
                                                      phw_role role,
                                                      const phw_session_config *config);

/** Wipes the secrets and what was said; the transcript's hash stays. */
PHW_API void phw_session_seal_wipe(phw_session_seal *s);

/** Wipes and gives back all; the struct is zero afterwards. */
PHW_API void phw_session_seal_free(phw_session_seal *s);

/** The one status of whatever is not the other end's next frame. */
PHW_API PHW_MUST_USE phw_status phw_session_seal_stranger(const phw_session_seal *s);

/** Draws the own nonce. */
PHW_API void phw_session_seal_draw(phw_session_seal *s, phw_entropy *entropy);

/** Takes the peer's first frame: from it on there are an identity and keys. Bob's nonce
 * is drawn before. */
PHW_API PHW_MUST_USE phw_status phw_session_seal_open(phw_session_seal *s,
                                                      const phw_session_frame *f,
                                                      const phw_message *in);

/** Whether a frame is of this session and the peer's. */
PHW_API PHW_MUST_USE phw_status phw_session_seal_check(const phw_session_seal *s,
                                                       const phw_session_frame *f,
                                                       const phw_message *in);

/** Writes a frame down, whole, whoever spoke it. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_session_seal_record(phw_session_seal *s,
                                                        const phw_message *frame);

/** What this end says of its keys when it opens. */
PHW_API void phw_session_seal_terms(phw_session_frame *f, const phw_session_seal *s);

/** Puts the tags into a frame of this end's that was written. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_session_seal_sign(phw_session_seal *s,
                                                      const phw_session_frame *f,
                                                      phw_message *out);

/** Takes the one-time keys out of the pool: from here on they are spent, whatever
 * comes. As phw_key_pool_take(). */
PHW_API PHW_MUST_USE phw_status phw_session_seal_take(phw_session_seal *s);

/** Puts this end's one-time tag over all that was said, its own frame up to the tag
 * included, and gives how many bytes that were. */
PHW_API uint64_t phw_session_seal_close(phw_session_seal *s, const phw_session_frame *f,
                                        phw_message *out);

/** Whether the peer's one-time tag in `in`, which is recorded, is that over what this
 * end has of the conversation. PHW_EAUTH. */
PHW_API PHW_MUST_USE phw_status phw_session_seal_closed(phw_session_seal *s,
                                                        const phw_session_frame *f,
                                                        const phw_message *in);

PHW_END_C

#endif
