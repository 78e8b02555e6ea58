#include "tools/intake.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <criterion/criterion.h>

enum {
    MOST = 100000
};

static void open_line(int line[2])
{
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, line), 0);
}

static void say(int fd, const void *bytes, size_t size)
{
    cr_assert_eq(write(fd, bytes, size), (ssize_t)size);
}

static phw_message frame(size_t payload)
{
    phw_message m = {0};
    phw_message_begin(&m, 7, 9);
    for (size_t i = 0; i < payload; ++i)
        phw_message_put_u8(&m, (uint8_t)(3 * i));
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    return m;
}

static void expect_same(const phw_message *got, const phw_message *want)
{
    cr_assert_eq(got->size, want->size);
    cr_expect(memcmp(got->byte, want->byte, want->size) == 0);
}

Test(intake, a_frame_comes_whole_in_whatever_pieces)
{
    static const size_t payloads[] = {0, 1, 100, 4095, 4096, 4097, 20000};
    static const size_t pieces[] = {1, 5, 12, 13, 1000, 30000};
    int line[2];
    phw_intake in = {0};
    open_line(line);
    for (size_t i = 0; i < sizeof payloads / sizeof *payloads; ++i) {
        for (size_t j = i > 2 ? 3 : 0; j < sizeof pieces / sizeof *pieces; ++j) {
            phw_message m = frame(payloads[i]);
            bool whole = false;
            for (size_t at = 0; at < m.size; at += pieces[j]) {
                cr_assert(!whole);
                const size_t left = m.size - at;
                say(line[1], m.byte + at, left < pieces[j] ? left : pieces[j]);
                cr_assert_eq(phw_intake_read(&in, &whole, line[0], MOST), PHW_OK);
            }
            cr_assert(whole);
            expect_same(&in.frame, &m);
            phw_intake_reset(&in);
            phw_message_free(&m);
        }
    }
    phw_intake_free(&in);
    (void)close(line[0]);
    (void)close(line[1]);
}

Test(intake, what_comes_behind_a_frame_is_left_for_the_next)
{
    int line[2];
    phw_intake in = {0};
    open_line(line);
    for (size_t i = 0; i < 3; ++i) {
        phw_message m = frame(10 * i);
        say(line[1], m.byte, m.size);
        phw_message_free(&m);
    }
    for (size_t i = 0; i < 3; ++i) {
        bool whole = false;
        phw_message m = frame(10 * i);
        cr_assert_eq(phw_intake_read(&in, &whole, line[0], MOST), PHW_OK);
        cr_assert(whole);
        expect_same(&in.frame, &m);
        phw_intake_reset(&in);
        phw_message_free(&m);
    }
    phw_intake_free(&in);
    (void)close(line[0]);
    (void)close(line[1]);
}

/* A header may claim what it wants: memory is for bytes that came. */
Test(intake, nothing_is_allocated_for_what_a_header_claims)
{
    static const uint8_t header[PHW_MESSAGE_HEADER_SIZE] = {1, 7, 0, 0, 0,  0,
                                                            0, 0, 0, 0, 15, 0};
    int line[2];
    bool whole = true;
    phw_intake in = {0};
    open_line(line);
    say(line[1], header, sizeof header);
    cr_expect_eq(phw_intake_read(&in, &whole, line[0], PHW_MESSAGE_SIZE_MAX), PHW_OK);
    cr_expect(!whole);
    cr_expect_leq(in.frame.capacity, 1024);
    say(line[1], "0123456789", 10);
    cr_expect_eq(phw_intake_read(&in, &whole, line[0], PHW_MESSAGE_SIZE_MAX), PHW_OK);
    cr_expect_leq(in.frame.capacity, 1024);
    phw_intake_reset(&in);
    say(line[1], header, sizeof header);
    cr_expect_eq(phw_intake_read(&in, &whole, line[0], 1000), PHW_EPEER,
                 "too long here");
    phw_intake_free(&in);
    (void)close(line[0]);
    (void)close(line[1]);
}

Test(intake, what_is_no_frame_is_refused_and_an_end_is_told)
{
    static const char *const bad[] = {
        "GET / HTTP/1.1\r\n\r\n",       /* another protocol */
        "\x01\x07\x01\x00zzzzzzzzzzzz", /* spare bytes that are not zero */
        "\x01\x07\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff",
    };
    for (size_t i = 0; i <= sizeof bad / sizeof *bad; ++i) {
        int line[2];
        bool whole = false;
        phw_intake in = {0};
        open_line(line);
        if (i < sizeof bad / sizeof *bad)
            say(line[1], bad[i], 12);
        else
            say(line[1], "\x01\x07\x00", 3);
        (void)close(line[1]);
        phw_status s = phw_intake_read(&in, &whole, line[0], MOST);
        cr_expect_eq(s, i < sizeof bad / sizeof *bad ? PHW_EPEER : PHW_EIO);
        cr_expect(!whole);
        phw_intake_free(&in);
        (void)close(line[0]);
    }
}
