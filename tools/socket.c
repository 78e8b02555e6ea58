#include "tools/socket.h"

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tools/cancel.h"
#include "tools/deadline.h"

/* The addresses of a host, to be given back with freeaddrinfo(). */
static phw_status resolve(struct addrinfo **out, const phw_address *a, bool to_listen)
{
    const struct addrinfo hints = {.ai_family = AF_UNSPEC,
                                   .ai_socktype = SOCK_STREAM,
                                   .ai_flags = to_listen ? AI_PASSIVE : 0};
    const int error =
        getaddrinfo(a->host[0] != '\0' ? a->host : NULL, a->port, &hints, out);
    if (error != 0)
        return phw_fail(PHW_EIO, "%s: the host is not known: %s", a->host,
                        gai_strerror(error));
    return PHW_OK;
}

/* Messages are waited for: none is kept back in the hope of a fuller packet. */
static void set_up(int fd)
{
    const int yes = 1;
    (void)fcntl(fd, F_SETFL, O_NONBLOCK);
    (void)fcntl(fd, F_SETFD, FD_CLOEXEC);
    (void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
}

static int open_socket(const struct addrinfo *at)
{
    const int fd = socket(at->ai_family, at->ai_socktype, at->ai_protocol);
    if (fd >= 0)
        set_up(fd);
    return fd;
}

static int listen_at(const struct addrinfo *at)
{
    const int yes = 1;
    const int fd = open_socket(at);
    if (fd < 0)
        return -1;
    (void)setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (bind(fd, at->ai_addr, at->ai_addrlen) == 0 && listen(fd, SOMAXCONN) == 0)
        return fd;
    const int error = errno;
    (void)close(fd);
    errno = error;
    return -1;
}

phw_status phw_socket_listen(int *out, const phw_address *at)
{
    struct addrinfo *list = NULL;
    int fd = -1;
    PHW_TRY(resolve(&list, at, true));
    for (const struct addrinfo *a = list; a != NULL && fd < 0; a = a->ai_next)
        fd = listen_at(a);
    const int error = errno;
    freeaddrinfo(list);
    if (fd < 0)
        return phw_fail(PHW_EIO, "can't listen at %s port %s: %s", at->host, at->port,
                        strerror(error));
    *out = fd;
    return PHW_OK;
}

int phw_socket_accept(int listener)
{
    const int fd = accept(listener, NULL, NULL);
    if (fd >= 0)
        set_up(fd);
    return fd;
}

/* Waits until the attempt has come to something; errno otherwise. */
static bool finished(int fd, double deadline_s)
{
    struct pollfd wait = {.fd = fd, .events = POLLOUT};
    int n = 0;
    do {
        n = poll(&wait, 1, phw_deadline_slice(deadline_s));
    } while (n <= 0 && phw_deadline_now() < deadline_s && !phw_cancel_asked());
    int error = ETIMEDOUT;
    socklen_t size = sizeof error;
    if (n > 0)
        (void)getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
    errno = error;
    return error == 0;
}

static int try_once(const struct addrinfo *to, double deadline_s)
{
    const int fd = open_socket(to);
    if (fd < 0)
        return -1;
    const double attempt_s = phw_deadline_now() + PHW_SOCKET_ATTEMPT_S;
    if (connect(fd, to->ai_addr, to->ai_addrlen) == 0 ||
        (errno == EINPROGRESS &&
         finished(fd, attempt_s < deadline_s ? attempt_s : deadline_s)))
        return fd;
    const int error = errno;
    (void)close(fd);
    errno = error;
    return -1;
}

phw_status phw_socket_connect(int *out, const phw_address *to, double deadline_s)
{
    struct addrinfo *list = NULL;
    int fd = -1;
    int error = 0;
    PHW_TRY(resolve(&list, to, false));
    for (;;) {
        for (const struct addrinfo *a = list; a != NULL && fd < 0; a = a->ai_next) {
            fd = try_once(a, deadline_s);
            error = errno;
        }
        if (fd >= 0 || phw_deadline_now() >= deadline_s || phw_cancel_asked())
            break;
        (void)poll(NULL, 0, PHW_SOCKET_PAUSE_MS);
    }
    freeaddrinfo(list);
    if (fd < 0) {
        PHW_TRY(phw_cancel_check());
        return phw_fail(
            PHW_EIO,
            "nobody answers at %s port %s (%s); start the listening end, or "
            "give it longer by --wait",
            to->host, to->port, strerror(error));
    }
    *out = fd;
    return PHW_OK;
}

void phw_socket_name(char out[PHW_SOCKET_NAME_SIZE], int socket, bool other_end)
{
    struct sockaddr_storage at;
    socklen_t size = sizeof at;
    char host[NI_MAXHOST];
    char port[NI_MAXSERV];
    const int bad = other_end ? getpeername(socket, (struct sockaddr *)&at, &size)
                              : getsockname(socket, (struct sockaddr *)&at, &size);
    if (bad != 0 || getnameinfo((struct sockaddr *)&at, size, host, sizeof host, port,
                                sizeof port, NI_NUMERICHOST | NI_NUMERICSERV) != 0) {
        (void)snprintf(out, PHW_SOCKET_NAME_SIZE, "unknown");
        return;
    }
    const bool v6 = strchr(host, ':') != NULL;
    (void)snprintf(out, PHW_SOCKET_NAME_SIZE, "%s%.46s%s:%.6s", v6 ? "[" : "", host,
                   v6 ? "]" : "", port);
}
