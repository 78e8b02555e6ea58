/** @file
 * A session's frames taken apart and put together (the layout is in kgen/session.h);
 * who said them, and whether that is true, is not judged here.
 */
#ifndef PHW_KGEN_SESSION_FRAME_H
#define PHW_KGEN_SESSION_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"
#include "kgen/key_pool.h"
#include "kgen/message.h"
#include "kgen/role.h"
#include "kgen/session_config.h"
#include "kgen/session_keys.h"
#include "kgen/transcript.h"

PHW_BEGIN_C

/** Version of the payload. */
#define PHW_SESSION_VERSION 1

/** Types of the frames; apart from those of a bare agreement. */
typedef enum phw_session_kind {
    PHW_SESSION_OPEN = 0x51,
    PHW_SESSION_DATA = 0x52,
    PHW_SESSION_CLOSE = 0x53
} phw_session_kind;

/** What an end says of its keys when it opens. */
typedef struct phw_session_terms {
    unsigned n_names; /**< psk: keys named, 1 or 2 */
    uint8_t name[2][PHW_SESSION_KEY_NAME_SIZE];
    uint32_t top_up_bytes;    /**< one-time */
    phw_key_pool_claim claim; /**< one-time */
} phw_session_terms;

/** A frame. What is borrowed lives as long as the message. */
typedef struct phw_session_frame {
    phw_session_kind kind;
    phw_session_auth auth;
    phw_role from;
    bool closing;                       /**< a one-time tag is in it */
    uint8_t id[PHW_TRANSCRIPT_SIZE];    /**< the session's identity */
    uint8_t nonce[PHW_TRANSCRIPT_SIZE]; /**< of OPEN alone */
    phw_session_terms terms;            /**< of OPEN alone */
    const uint8_t *inner;               /**< the agreement's frame; borrowed */
    size_t inner_size;                  /**< 0 in CLOSE alone */
    size_t one_time_at;                 /**< where the one-time tag is, if any */
    size_t tag_at;                      /**< where the tags are */
    unsigned n_tags;                    /**< 0 .. 2 */
} phw_session_frame;

/** Tags that a frame carries: of each key named in Alice's first, else one, or none. */
PHW_API unsigned phw_session_frame_tags(const phw_session_frame *f);

/** Writes the frame with zeros for its tags, and says where they are. PHW_EARG when it
 * is longer than a message may be; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_session_frame_write(phw_message *out,
                                                        phw_session_frame *f,
                                                        uint32_t sequence);

/** Takes a whole message apart. PHW_EPEER when it is not a session's frame. */
PHW_API PHW_MUST_USE phw_status phw_session_frame_read(phw_session_frame *out,
                                                       const phw_message *in);

PHW_END_C

#endif
