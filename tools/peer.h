/** @file
 * A conversation with one other host: whole frames over a socket that never blocks, by
 * deadlines, within limits, and counted.
 */
#ifndef PHW_TOOLS_PEER_H
#define PHW_TOOLS_PEER_H

#include <stdint.h>

#include "core/status.h"
#include "kgen/message.h"
#include "tools/goodbye.h"
#include "tools/intake.h"
#include "tools/lobby.h"
#include "tools/progress.h"
#include "tools/socket.h"

/** Most frames of a conversation, both ways. */
#define PHW_PEER_FRAMES_MAX 100000U

/** Longest time that an end which leaves stays to see its last word read, s. */
#define PHW_PEER_PARTING_S 1.0

/** One conversation. A zeroed one is none. */
typedef struct phw_peer {
    int socket;
    phw_lobby *lobby; /**< whose guests are refused meanwhile, or NULL; borrowed */
    phw_progress *progress; /**< shown while waiting; borrowed */
    double idle_s;          /**< longest wait for a whole frame, or to get rid of one */
    double end_s;           /**< phw_deadline_now() when all has to be over */
    phw_intake intake;
    uint64_t n_sent; /**< frames */
    uint64_t n_received;
    uint64_t bytes_sent;
    uint64_t bytes_received;
    double waited_s; /**< for the peer's frames */
    char name[PHW_SOCKET_NAME_SIZE];
} phw_peer;

/** Starts one over `socket`, which it takes over; it has to be over in `total_s`. */
void phw_peer_open(phw_peer *out, int socket, double idle_s, double total_s);

/** Sends a whole frame. PHW_EIO when the peer is gone or takes nothing for too long,
 * what its goodbye says if it said one, PHW_EPEER past PHW_PEER_FRAMES_MAX,
 * PHW_ECANCEL.
 */
PHW_MUST_USE phw_status phw_peer_send(phw_peer *p, const phw_message *frame);

/** The next whole frame but signs of life (tools/pulse.h), each of which renews the
 * peer's time; borrowed until the next call. PHW_EIO when the peer is gone or
 * silent for too long; PHW_EPEER for what is no frame and past PHW_PEER_FRAMES_MAX;
 * what a goodbye says; PHW_ECANCEL; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_peer_receive(phw_peer *p, const phw_message **frame);

/** Ends it and closes the socket: with a reason (NULL for none) as the last word, and
 * time to read it. */
void phw_peer_close(phw_peer *p, const phw_goodbye *why);

#endif
