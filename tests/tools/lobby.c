#include "tools/lobby.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "kgen/message.h"
#include "tools/carrier.h"
#include "tools/deadline.h"
#include "tools/goodbye.h"
#include "tools/intake.h"

static phw_lobby *open_lobby(phw_address *at, const char *text)
{
    phw_lobby *l = NULL;
    char name[PHW_SOCKET_NAME_SIZE];
    cr_assert_eq(phw_address_read(at, text), PHW_OK);
    cr_assert_eq(phw_lobby_create(&l, at), PHW_OK, "%s", phw_error_message());
    phw_lobby_name(name, l);
    cr_assert_eq(phw_address_read(at, name), PHW_OK, "%s", name);
    cr_expect_str_neq(at->port, "0");
    return l;
}

static int visit(const phw_address *at)
{
    int fd = -1;
    cr_assert_eq(phw_socket_connect(&fd, at, phw_deadline_now() + 2), PHW_OK);
    return fd;
}

static void say_preface(int fd, phw_role role)
{
    const phw_preface p = {.role = role, .authentication = "none"};
    phw_message m = {0};
    cr_assert_eq(phw_preface_write(&m, &p), PHW_OK);
    cr_assert_eq(write(fd, m.byte, m.size), (ssize_t)m.size);
    phw_message_free(&m);
}

static phw_status hear(int fd)
{
    phw_intake in = {0};
    bool whole = false;
    phw_status s = PHW_OK;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (!s && !whole && poll(&wait, 1, 2000) > 0)
        s = phw_intake_read(&in, &whole, fd, 1000);
    if (!s && whole)
        s = phw_goodbye_status(&in.frame, "it");
    phw_intake_free(&in);
    return s;
}

Test(lobby, the_first_that_speaks_is_let_in_and_the_others_are_told)
{
    static const char *const places[] = {"127.0.0.1:0", "localhost:0"};
    for (unsigned i = 0; i < 2; ++i) {
        phw_address at;
        phw_preface p;
        int fd = -1;
        phw_lobby *l = open_lobby(&at, places[i]);
        const int silent = visit(&at);
        const int noisy = visit(&at);
        const int right = visit(&at);
        cr_assert_eq(write(noisy, "GET / HTTP/1.1\r\n\r\n", 18), 18);
        say_preface(right, PHW_BOB);
        cr_assert_eq(phw_lobby_wait(l, &fd, &p, phw_deadline_now() + 2), PHW_OK);
        cr_expect_eq(p.role, PHW_BOB);
        cr_expect_geq(fd, 0);
        cr_expect_eq(hear(silent), PHW_EIO);
        cr_expect_not_null(strstr(phw_error_message(), "talks to another end"));
        const int late = visit(&at);
        struct pollfd wait = {.fd = phw_lobby_socket(l), .events = POLLIN};
        cr_expect_eq(poll(&wait, 1, 2000), 1);
        phw_lobby_refuse(l);
        cr_expect_eq(hear(late), PHW_EIO);
        cr_expect_not_null(strstr(phw_error_message(), "talks to another end"));
        phw_lobby_destroy(l);
        (void)close(silent);
        (void)close(noisy);
        (void)close(right);
        (void)close(late);
        (void)close(fd);
    }
}

/* A hundred that say nothing, and then the peer. */
Test(lobby, a_crowd_that_says_nothing_keeps_nobody_out)
{
    enum {
        CROWD = 100
    };

    int crowd[CROWD];
    phw_address at;
    phw_preface p;
    int fd = -1;
    phw_lobby *l = open_lobby(&at, "127.0.0.1:0");
    for (unsigned i = 0; i < CROWD; ++i)
        crowd[i] = visit(&at);
    const int right = visit(&at);
    say_preface(right, PHW_ALICE);
    cr_expect_eq(phw_lobby_wait(l, &fd, &p, phw_deadline_now() + 5), PHW_OK);
    cr_expect_eq(p.role, PHW_ALICE);
    phw_lobby_destroy(l);
    for (unsigned i = 0; i < CROWD; ++i)
        (void)close(crowd[i]);
    (void)close(right);
    (void)close(fd);
}

Test(lobby, says_who_was_turned_away_when_nobody_comes)
{
    phw_address at;
    phw_preface p;
    int fd = -1;
    phw_lobby *l = open_lobby(&at, "127.0.0.1:0");
    cr_expect_eq(phw_lobby_wait(l, &fd, &p, phw_deadline_now() + 0.1), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "nobody came"));
    const int noisy = visit(&at);
    cr_assert_eq(write(noisy, "\x01\xf0\x00\x00\x00\x00\x00\x00\xff\xff\xff\x7f", 12),
                 12);
    cr_expect_eq(phw_lobby_wait(l, &fd, &p, phw_deadline_now() + 0.3), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "1 turned away"), "%s",
                       phw_error_message());
    cr_expect_not_null(strstr(phw_error_message(), "exceeds the frame limit"));
    cr_expect_eq(fd, -1);
    phw_lobby_destroy(l);
    (void)close(noisy);
    phw_lobby_destroy(NULL);
}
