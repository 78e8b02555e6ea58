#include "tests/bench/relay.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    PIECE = 65536
};

/* Bytes on their way, first in, first out. */
typedef struct piece {
    struct piece *next;
    double due_s;
    size_t size;
    size_t sent;
    uint8_t byte[PIECE];
} piece;

/* One direction. */
typedef struct way {
    int from, to;
    piece *first;
    piece **last;
    bool ended; /* nothing more comes in */
    bool blocked;
    bool over;
} way;

static double clock_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

int relay_connect(int end[2])
{
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof at;
    const int yes = 1;
    const int listener = socket(AF_INET, SOCK_STREAM, 0);
    if (listener < 0 || bind(listener, (struct sockaddr *)&at, size) != 0 ||
        listen(listener, 1) != 0 ||
        getsockname(listener, (struct sockaddr *)&at, &size) != 0)
        return -1;
    end[0] = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(end[0], (struct sockaddr *)&at, size) != 0)
        return -1;
    end[1] = accept(listener, NULL, NULL);
    (void)close(listener);
    for (unsigned i = 0; i < 2; ++i)
        (void)setsockopt(end[i], IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    return end[1] < 0 ? -1 : 0;
}

static void take(way *w, double delay_s)
{
    piece *p = malloc(sizeof *p);
    if (p == NULL)
        return;
    const ssize_t n = recv(w->from, p->byte, sizeof p->byte, MSG_DONTWAIT);
    if (n <= 0) {
        w->ended = w->ended || n == 0;
        free(p);
        return;
    }
    p->next = NULL;
    p->size = (size_t)n;
    p->sent = 0;
    p->due_s = clock_s() + delay_s;
    *w->last = p;
    w->last = &p->next;
}

/* All that is due, as far as it can be sent. */
static void give(way *w)
{
    w->blocked = false;
    while (w->first != NULL && w->first->due_s <= clock_s()) {
        piece *p = w->first;
        const ssize_t n = send(w->to, p->byte + p->sent, p->size - p->sent,
                               MSG_NOSIGNAL | MSG_DONTWAIT);
        w->blocked = n < 0;
        if (n < 0)
            return;
        p->sent += (size_t)n;
        if (p->sent < p->size)
            continue;
        w->first = p->next;
        if (w->first == NULL)
            w->last = &w->first;
        free(p);
    }
    if (w->ended && w->first == NULL && !w->over) {
        (void)shutdown(w->to, SHUT_WR);
        w->over = true;
    }
}

static void wait_for(const way line[2])
{
    struct pollfd all[4];
    double due_s = clock_s() + 1;
    for (unsigned i = 0; i < 2; ++i) {
        const way *w = &line[i];
        all[i] = (struct pollfd){.fd = w->ended ? -1 : w->from, .events = POLLIN};
        all[2 + i] = (struct pollfd){.fd = w->blocked ? w->to : -1, .events = POLLOUT};
        if (w->first != NULL && !w->blocked && w->first->due_s < due_s)
            due_s = w->first->due_s;
    }
    const double left_s = due_s - clock_s();
    struct timespec time = {0, left_s > 0 ? (long)(1e9 * (left_s < 0.9 ? left_s : 0.9))
                                          : 0};
    (void)ppoll(all, 4, &time, NULL);
}

void *relay_run(void *context)
{
    const relay *r = context;
    way line[2] = {{.from = r->socket[0], .to = r->socket[1]},
                   {.from = r->socket[1], .to = r->socket[0]}};
    for (unsigned i = 0; i < 2; ++i)
        line[i].last = &line[i].first;
    while (!line[0].over || !line[1].over) {
        wait_for(line);
        for (unsigned i = 0; i < 2; ++i) {
            if (!line[i].ended)
                take(&line[i], r->delay_s);
            give(&line[i]);
        }
    }
    (void)close(r->socket[0]);
    (void)close(r->socket[1]);
    return NULL;
}
