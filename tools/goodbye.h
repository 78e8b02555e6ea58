/** @file
 * The last frame of an end that leaves before the end: why. Nobody vouches for it, so
 * it ends a conversation, as cutting the line would, and does no more.
 */
#ifndef PHW_TOOLS_GOODBYE_H
#define PHW_TOOLS_GOODBYE_H

#include "core/status.h"
#include "kgen/message.h"

/** Why. */
typedef enum phw_goodbye {
    PHW_GOODBYE_INTERRUPTED = 0, /**< its user stopped it */
    PHW_GOODBYE_BUSY,            /**< it talks to another end */
    PHW_GOODBYE_TIMEOUT,         /**< it waited too long */
    PHW_GOODBYE_MISMATCH,        /**< the ends are configured differently */
    PHW_GOODBYE_REFUSED,         /**< a tag was not this end's; no word of which */
    PHW_GOODBYE_FAILED,          /**< it could not go on */
    PHW_N_GOODBYES
} phw_goodbye;

/** Sends it as far as the socket takes it at once. */
void phw_goodbye_send(int socket, phw_goodbye why);

/** The reason of an end whose conversation failed with `s`. */
phw_goodbye phw_goodbye_of(phw_status s);

/** What the peer's goodbye is to this end: PHW_EIO when it was busy or has waited too
 * long, PHW_EAUTH when it refused this end's tags, else PHW_EPEER. */
PHW_MUST_USE phw_status phw_goodbye_status(const phw_message *frame, const char *peer);

#endif
