#include "tools/peer.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/cancel.h"
#include "tools/carrier.h"
#include "tools/deadline.h"

void phw_peer_open(phw_peer *out, int socket, double idle_s, double total_s)
{
    *out = (phw_peer){
        .socket = socket, .idle_s = idle_s, .end_s = phw_deadline_now() + total_s};
    phw_socket_name(out->name, socket, true);
}

/* When the frame in hand has to be through. */
static double frame_deadline(const phw_peer *p)
{
    const double idle_s = phw_deadline_now() + p->idle_s;
    return idle_s < p->end_s ? idle_s : p->end_s;
}

static phw_status too_late(const phw_peer *p, const char *what)
{
    if (phw_deadline_now() >= p->end_s)
        return phw_fail(PHW_EIO,
                        "%s: the agreement is not over in time; --total-timeout gives "
                        "it longer",
                        p->name);
    return phw_fail(PHW_EIO, "%s %s for %g s; --timeout gives it longer", p->name, what,
                    p->idle_s);
}

/* One slice of waiting for the socket; others at the door are told to go. */
static void wait_for(phw_peer *p, short events, double deadline_s)
{
    struct pollfd all[2] = {
        {.fd = p->socket, .events = events},
        {.fd = p->lobby != NULL ? phw_lobby_socket(p->lobby) : -1, .events = POLLIN}};
    (void)poll(all, 2, phw_deadline_slice(deadline_s));
    if (all[1].revents != 0)
        phw_lobby_refuse(p->lobby);
    if (p->progress != NULL)
        phw_progress_show(p->progress, 0);
}

static phw_status count(const phw_peer *p)
{
    return p->n_sent + p->n_received < PHW_PEER_FRAMES_MAX
               ? PHW_OK
               : phw_fail(PHW_EPEER, "%s: no end after %u messages", p->name,
                          PHW_PEER_FRAMES_MAX);
}

/* The peer takes no more: because it has left, and said why? */
static phw_status broken(phw_peer *p, int error)
{
    bool whole = false;
    phw_intake_reset(&p->intake);
    if (phw_intake_read(&p->intake, &whole, p->socket, PHW_MESSAGE_SIZE_MAX) ==
            PHW_OK &&
        whole && phw_message_type(&p->intake.frame) == PHW_CARRIER_GOODBYE)
        return phw_goodbye_status(&p->intake.frame, p->name);
    return phw_fail(PHW_EIO, "%s: the connection broke: %s", p->name, strerror(error));
}

phw_status phw_peer_send(phw_peer *p, const phw_message *frame)
{
    const double deadline_s = frame_deadline(p);
    PHW_TRY(count(p));
    for (size_t at = 0; at < frame->size;) {
        PHW_TRY(phw_cancel_check());
        const ssize_t n = send(p->socket, frame->byte + at, frame->size - at,
                               MSG_NOSIGNAL | MSG_DONTWAIT);
        if (n >= 0) {
            at += (size_t)n;
            continue;
        }
        if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)
            return broken(p, errno);
        if (phw_deadline_now() >= deadline_s)
            return too_late(p, "took nothing");
        wait_for(p, POLLOUT, deadline_s);
    }
    ++p->n_sent;
    p->bytes_sent += frame->size;
    return PHW_OK;
}

/* The next frame, whatever it is. */
static phw_status wait_whole(phw_peer *p)
{
    const double deadline_s = frame_deadline(p);
    bool whole = false;
    PHW_TRY(count(p));
    phw_intake_reset(&p->intake);
    for (;;) {
        PHW_TRY(phw_cancel_check());
        const phw_status s =
            phw_intake_read(&p->intake, &whole, p->socket, PHW_MESSAGE_SIZE_MAX);
        if (s)
            return phw_fail_within(s, "%s", p->name);
        if (whole)
            break;
        if (phw_deadline_now() >= deadline_s)
            return too_late(p, "said nothing whole");
        wait_for(p, POLLIN, deadline_s);
    }
    ++p->n_received;
    p->bytes_received += p->intake.frame.size;
    return PHW_OK;
}

/* Past the signs of life, which are not counted: how many there are depends on nothing
 * but how busy the peer's machine is. They end with the conversation's own deadline. */
static phw_status wait_for_word(phw_peer *p)
{
    PHW_TRY(wait_whole(p));
    while (phw_message_type(&p->intake.frame) == PHW_CARRIER_WORKING) {
        --p->n_received;
        p->bytes_received -= p->intake.frame.size;
        if (p->intake.frame.size != PHW_MESSAGE_HEADER_SIZE)
            return phw_fail(PHW_EPEER, "%s: a sign of life with something in it",
                            p->name);
        if (phw_deadline_now() >= p->end_s) /* there may always be a next one */
            return too_late(p, "only says that it works");
        PHW_TRY(wait_whole(p));
    }
    return PHW_OK;
}

phw_status phw_peer_receive(phw_peer *p, const phw_message **frame)
{
    const double from_s = phw_deadline_now();
    const phw_status s = wait_for_word(p);
    p->waited_s += phw_deadline_now() - from_s;
    PHW_TRY(s);
    if (phw_message_type(&p->intake.frame) == PHW_CARRIER_GOODBYE)
        return phw_goodbye_status(&p->intake.frame, p->name);
    *frame = &p->intake.frame;
    return PHW_OK;
}

/* Closing with bytes unread resets the connection, and the last word with it. */
static void part(int socket)
{
    const double deadline_s = phw_deadline_now() + PHW_PEER_PARTING_S;
    char waste[4096];
    (void)shutdown(socket, SHUT_WR);
    while (phw_deadline_now() < deadline_s) {
        struct pollfd wait = {.fd = socket, .events = POLLIN};
        (void)poll(&wait, 1, phw_deadline_slice(deadline_s));
        const ssize_t n = recv(socket, waste, sizeof waste, MSG_DONTWAIT);
        if (n == 0 ||
            (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR))
            return;
    }
}

void phw_peer_close(phw_peer *p, const phw_goodbye *why)
{
    if (why != NULL)
        phw_goodbye_send(p->socket, *why);
    part(p->socket);
    (void)close(p->socket);
    phw_intake_free(&p->intake);
    p->socket = -1;
}
