#include "tools/lobby.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/cancel.h"
#include "tools/deadline.h"
#include "tools/goodbye.h"
#include "tools/intake.h"

/* A connection: being heard, or told that it goes in vain. Closing that one at once
 * could reset it before it has read why. */
typedef struct guest {
    int fd; /* -1: the place is free */
    bool leaving;
    double since_s;
    phw_intake intake;
} guest;

struct phw_lobby {
    int fd;
    guest guest[PHW_LOBBY_GUESTS_MAX];
    unsigned n_dropped;
    char why[160]; /* the last one was */
};

phw_status phw_lobby_create(phw_lobby **out, const phw_address *at)
{
    int fd = -1;
    PHW_TRY(phw_socket_listen(&fd, at));
    phw_lobby *l = calloc(1, sizeof *l);
    if (l == NULL) {
        (void)close(fd);
        return phw_fail(PHW_ENOMEM, "lobby: no memory");
    }
    l->fd = fd;
    for (unsigned i = 0; i < PHW_LOBBY_GUESTS_MAX; ++i)
        l->guest[i].fd = -1;
    *out = l;
    return PHW_OK;
}

static void dismiss(guest *g)
{
    if (g->fd >= 0)
        (void)close(g->fd);
    phw_intake_free(&g->intake);
    g->fd = -1;
}

void phw_lobby_destroy(phw_lobby *lobby)
{
    if (lobby == NULL)
        return;
    for (unsigned i = 0; i < PHW_LOBBY_GUESTS_MAX; ++i)
        dismiss(&lobby->guest[i]);
    (void)close(lobby->fd);
    free(lobby);
}

void phw_lobby_name(char out[PHW_SOCKET_NAME_SIZE], const phw_lobby *lobby)
{
    phw_socket_name(out, lobby->fd, false);
}

int phw_lobby_socket(const phw_lobby *lobby)
{
    return lobby->fd;
}

/* Turned away: the reason is kept for the end's own report. */
static void drop(phw_lobby *l, guest *g, const char *why)
{
    char name[PHW_SOCKET_NAME_SIZE];
    phw_socket_name(name, g->fd, true);
    (void)snprintf(l->why, sizeof l->why, "%s: %s", name, why);
    ++l->n_dropped;
    dismiss(g);
}

/* A free place, or the one of whoever is there longest. */
static guest *find_place(phw_lobby *l)
{
    guest *oldest = &l->guest[0];
    for (unsigned i = 0; i < PHW_LOBBY_GUESTS_MAX; ++i) {
        guest *g = &l->guest[i];
        if (g->fd < 0)
            return g;
        if (g->since_s < oldest->since_s)
            oldest = g;
    }
    if (oldest->leaving)
        dismiss(oldest);
    else
        drop(l, oldest, "others came, and it had said nothing");
    return oldest;
}

static void tell_busy(guest *g)
{
    phw_goodbye_send(g->fd, PHW_GOODBYE_BUSY);
    (void)shutdown(g->fd, SHUT_WR);
    g->leaving = true;
}

/* Whoever waits at the door. */
static void let_in(phw_lobby *l, bool busy)
{
    for (unsigned i = 0; i < PHW_LOBBY_GUESTS_MAX; ++i) {
        const int fd = phw_socket_accept(l->fd);
        if (fd < 0)
            return;
        guest *g = find_place(l);
        *g = (guest){.fd = fd, .since_s = phw_deadline_now()};
        if (busy)
            tell_busy(g);
    }
}

void phw_lobby_refuse(phw_lobby *lobby)
{
    let_in(lobby, true);
}

/* Hears one guest; true when it has said its preface. */
static bool hear(phw_lobby *l, guest *g, phw_preface *preface)
{
    bool whole = false;
    phw_status s = phw_intake_read(&g->intake, &whole, g->fd, PHW_PREFACE_SIZE_MAX);
    if (!s && whole)
        s = phw_preface_read(preface, &g->intake.frame);
    if (!s && !whole && phw_deadline_now() > g->since_s + PHW_LOBBY_PATIENCE_S)
        s = phw_fail(PHW_EIO, "it said nothing whole in %g s", PHW_LOBBY_PATIENCE_S);
    if (s)
        drop(l, g, phw_error_message());
    return !s && whole;
}

static bool hear_all(phw_lobby *l, int *socket, phw_preface *preface)
{
    for (unsigned i = 0; i < PHW_LOBBY_GUESTS_MAX; ++i) {
        guest *g = &l->guest[i];
        if (g->fd < 0 || g->leaving || !hear(l, g, preface))
            continue;
        *socket = g->fd;
        g->fd = -1;
        dismiss(g);
        return true;
    }
    return false;
}

static void wait_a_little(const phw_lobby *l, double deadline_s)
{
    struct pollfd all[PHW_LOBBY_GUESTS_MAX + 1] = {{.fd = l->fd, .events = POLLIN}};
    for (unsigned i = 0; i < PHW_LOBBY_GUESTS_MAX; ++i)
        all[i + 1] = (struct pollfd){.fd = l->guest[i].fd, .events = POLLIN};
    (void)poll(all, PHW_LOBBY_GUESTS_MAX + 1, phw_deadline_slice(deadline_s));
}

static phw_status nobody(const phw_lobby *l)
{
    char name[PHW_SOCKET_NAME_SIZE];
    phw_lobby_name(name, l);
    if (l->n_dropped == 0)
        return phw_fail(PHW_EIO, "nobody came to %s in time; --wait gives it longer",
                        name);
    return phw_fail(PHW_EIO, "no peer came to %s in time; %u turned away, last %s",
                    name, l->n_dropped, l->why);
}

phw_status phw_lobby_wait(phw_lobby *lobby, int *socket, phw_preface *preface,
                          double deadline_s)
{
    int fd = -1;
    while (!hear_all(lobby, &fd, preface)) {
        PHW_TRY(phw_cancel_check());
        if (phw_deadline_now() >= deadline_s)
            return nobody(lobby);
        wait_a_little(lobby, deadline_s);
        let_in(lobby, false);
    }
    for (unsigned i = 0; i < PHW_LOBBY_GUESTS_MAX; ++i)
        if (lobby->guest[i].fd >= 0)
            tell_busy(&lobby->guest[i]);
    *socket = fd;
    return PHW_OK;
}
