#include "tools/socket.h"

#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "tools/deadline.h"

static phw_address address(const char *text)
{
    phw_address a;
    cr_assert_eq(phw_address_read(&a, text), PHW_OK);
    return a;
}

static void meet(const char *text, const char *prefix)
{
    char name[PHW_SOCKET_NAME_SIZE];
    char other[PHW_SOCKET_NAME_SIZE];
    phw_address at = address(text);
    int listener = -1;
    int fd = -1;
    cr_assert_eq(phw_socket_listen(&listener, &at), PHW_OK, "%s", phw_error_message());
    cr_expect_eq(phw_socket_accept(listener), -1, "nobody is there, and nothing waits");
    phw_socket_name(name, listener, false);
    cr_expect(strncmp(name, prefix, strlen(prefix)) == 0, "%s", name);
    at = address(name);
    cr_assert_eq(phw_socket_connect(&fd, &at, phw_deadline_now() + 2), PHW_OK);
    phw_socket_name(other, fd, true);
    cr_expect_str_eq(other, name);
    const int accepted = phw_socket_accept(listener);
    cr_expect_geq(accepted, 0);
    (void)close(accepted);
    (void)close(fd);
    (void)close(listener);
}

Test(socket, ends_meet_by_ipv4)
{
    meet("127.0.0.1:0", "127.0.0.1:");
}

/* Containers may have no IPv6 at all: then there is nothing to test. */
Test(socket, ends_meet_by_ipv6_where_there_is_any)
{
    const phw_address at = address("[::1]:0");
    int fd = -1;
    if (phw_socket_listen(&fd, &at) != PHW_OK)
        return;
    (void)close(fd);
    meet("[::1]:0", "[::1]:");
}

Test(socket, a_place_that_is_taken_is_told)
{
    char name[PHW_SOCKET_NAME_SIZE];
    phw_address at = address("127.0.0.1:0");
    int first = -1;
    int second = -1;
    cr_assert_eq(phw_socket_listen(&first, &at), PHW_OK);
    phw_socket_name(name, first, false);
    at = address(name);
    cr_expect_eq(phw_socket_listen(&second, &at), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "in use"), "%s",
                       phw_error_message());
    cr_expect_eq(second, -1);
    (void)close(first);
}

Test(socket, where_nobody_answers_it_gives_up_in_time)
{
    char name[PHW_SOCKET_NAME_SIZE];
    phw_address at = address("127.0.0.1:0");
    int fd = -1;
    cr_assert_eq(phw_socket_listen(&fd, &at), PHW_OK);
    phw_socket_name(name, fd, false);
    (void)close(fd);
    fd = -1;
    at = address(name);
    const double from_s = phw_deadline_now();
    cr_expect_eq(phw_socket_connect(&fd, &at, from_s + 0.25), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "nobody answers"));
    cr_expect_geq(phw_deadline_now() - from_s, 0.2, "it tries again meanwhile");
    cr_expect_eq(fd, -1);
}

Test(socket, a_name_that_nobody_knows_is_told)
{
    const phw_address at = address("no-such-host.invalid:7700");
    int fd = -1;
    cr_expect_eq(phw_socket_connect(&fd, &at, phw_deadline_now() + 0.1), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "not known"), "%s",
                       phw_error_message());
}
