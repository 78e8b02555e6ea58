#include "tools/meeting.h"

#include <stdio.h>

#include "tools/deadline.h"

phw_status phw_meeting_read(phw_meeting_place *out, const phw_arguments *arguments)
{
    phw_meeting_place place = {0};
    const char *listen = phw_argument_text(arguments, "listen");
    const char *connect = phw_argument_text(arguments, "connect");
    if ((listen == NULL) == (connect == NULL))
        return phw_fail(PHW_EARG, "expected one of --listen HOST:PORT and "
                                  "--connect HOST:PORT; the peer gives the other");
    place.listens = listen != NULL;
    const phw_status s =
        phw_address_read(&place.address, place.listens ? listen : connect);
    if (s)
        return phw_fail_within(s, place.listens ? "--listen" : "--connect");
    if (phw_argument_given(arguments, "wait"))
        place.wait_s = phw_argument_number(arguments, "wait");
    else
        place.wait_s = place.listens ? PHW_MEETING_LISTEN_S : PHW_MEETING_CONNECT_S;
    place.idle_s = phw_argument_number(arguments, "timeout");
    place.total_s = phw_argument_number(arguments, "total-timeout");
    place.quiet = phw_argument_given(arguments, "quiet");
    *out = place;
    return PHW_OK;
}

static phw_status say(phw_peer *p, const phw_preface *own)
{
    phw_message m = {0};
    phw_status s = phw_preface_write(&m, own);
    if (!s)
        s = phw_peer_send(p, &m);
    phw_message_free(&m);
    return s;
}

/* The one that comes speaks first: to others a listening end says nothing. */
static phw_status visit(phw_peer *p, phw_preface *theirs,
                        const phw_meeting_place *place, const phw_preface *own)
{
    int socket = -1;
    const phw_message *answer = NULL;
    PHW_TRY(phw_socket_connect(&socket, &place->address,
                               phw_deadline_now() + place->wait_s));
    phw_peer_open(p, socket, place->idle_s, place->total_s);
    phw_status s = say(p, own);
    if (!s)
        s = phw_peer_receive(p, &answer);
    return s ? s : phw_preface_read(theirs, answer);
}

static phw_status receive(phw_meeting *m, phw_preface *theirs,
                          const phw_meeting_place *place, const phw_preface *own)
{
    char name[PHW_SOCKET_NAME_SIZE];
    int socket = -1;
    PHW_TRY(phw_lobby_create(&m->lobby, &place->address));
    phw_lobby_name(name, m->lobby);
    if (!place->quiet)
        (void)fprintf(stderr, "phyward agree: listening at %s\n", name);
    PHW_TRY(
        phw_lobby_wait(m->lobby, &socket, theirs, phw_deadline_now() + place->wait_s));
    phw_peer_open(&m->peer, socket, place->idle_s, place->total_s);
    m->peer.lobby = m->lobby;
    ++m->peer.n_received;
    m->peer.bytes_received += theirs->size;
    return say(&m->peer, own);
}

phw_status phw_meeting_open(phw_meeting *out, const phw_meeting_place *place,
                            const phw_preface *own)
{
    char reason[512];
    phw_meeting m = {.peer = {.socket = -1}};
    phw_preface theirs;
    phw_status s = place->listens ? receive(&m, &theirs, place, own)
                                  : visit(&m.peer, &theirs, place, own);
    phw_goodbye why = phw_goodbye_of(s);
    if (!s) {
        s = phw_preface_compare(own, &theirs);
        why = PHW_GOODBYE_MISMATCH;
    }
    if (!s) {
        *out = m;
        return PHW_OK;
    }
    (void)snprintf(reason, sizeof reason, "%s", phw_error_message());
    if (m.peer.socket >= 0)
        phw_peer_close(&m.peer, &why);
    phw_meeting_close(&m);
    return phw_fail(s, "%s", reason);
}

void phw_meeting_close(phw_meeting *m)
{
    phw_lobby_destroy(m->lobby);
    m->lobby = NULL;
}
