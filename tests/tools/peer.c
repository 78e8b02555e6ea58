#include "tools/peer.h"

#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "tools/deadline.h"

static void open_pair(phw_peer end[2], double idle_s, double total_s)
{
    int line[2];
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, line), 0);
    for (unsigned i = 0; i < 2; ++i)
        phw_peer_open(&end[i], line[i], idle_s, total_s);
}

static phw_message frame(uint8_t type, size_t payload)
{
    phw_message m = {0};
    phw_message_begin(&m, type, 0);
    for (size_t i = 0; i < payload; ++i)
        phw_message_put_u8(&m, (uint8_t)i);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    return m;
}

Test(peer, frames_arrive_in_order_and_are_counted)
{
    phw_peer end[2];
    open_pair(end, 1, 5);
    for (size_t i = 0; i < 4; ++i) {
        const phw_message *got = NULL;
        phw_message m = frame((uint8_t)i, 1000 * i);
        cr_assert_eq(phw_peer_send(&end[i % 2], &m), PHW_OK);
        cr_assert_eq(phw_peer_receive(&end[1 - i % 2], &got), PHW_OK);
        cr_expect_eq(got->size, m.size);
        cr_expect_eq(phw_message_type(got), i);
        phw_message_free(&m);
    }
    cr_expect_eq(end[0].n_sent, 2);
    cr_expect_eq(end[0].n_received, 2);
    cr_expect_eq(end[0].bytes_sent, end[1].bytes_received);
    cr_expect_eq(end[1].bytes_sent, 1000 + 3000 + 2 * PHW_MESSAGE_HEADER_SIZE);
    phw_peer_close(&end[1], NULL);
    phw_peer_close(&end[0], NULL);
}

static double elapsed(double from_s)
{
    return phw_deadline_now() - from_s;
}

/* Bounds above are for a machine that is busy: the failure is what is tested. */
Test(peer, silence_ends_by_the_deadline)
{
    phw_peer end[2];
    const phw_message *got = NULL;
    open_pair(end, 0.2, 5);
    double from_s = phw_deadline_now();
    cr_expect_eq(phw_peer_receive(&end[0], &got), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "--timeout"));
    cr_expect_geq(elapsed(from_s), 0.2);
    end[0].end_s = phw_deadline_now() + 0.1;
    from_s = phw_deadline_now();
    cr_expect_eq(phw_peer_receive(&end[0], &got), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "--total-timeout"));
    cr_expect_lt(elapsed(from_s), 2);
    phw_peer_close(&end[1], NULL);
    phw_peer_close(&end[0], NULL);
}

/* A byte now and then does not hold the deadline up: the frame counts, not its bytes.
 */
Test(peer, dribble_is_silence)
{
    phw_peer end[2];
    const phw_message *got = NULL;
    phw_message m = frame(1, 100);
    open_pair(end, 0.3, 5);
    cr_assert_eq(write(end[1].socket, m.byte, 50), 50);
    cr_expect_eq(phw_peer_receive(&end[0], &got), PHW_EIO);
    cr_expect_null(got);
    phw_message_free(&m);
    phw_peer_close(&end[1], NULL);
    phw_peer_close(&end[0], NULL);
}

Test(peer, who_takes_nothing_is_given_up)
{
    phw_peer end[2];
    phw_message m = frame(1, 1000000);
    phw_status s = PHW_OK;
    open_pair(end, 0.2, 5);
    for (unsigned i = 0; i < 20 && !s; ++i)
        s = phw_peer_send(&end[0], &m);
    cr_expect_eq(s, PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "took nothing"));
    phw_message_free(&m);
    (void)close(end[1].socket);
    phw_peer_close(&end[0], NULL);
}

Test(peer, a_goodbye_says_why)
{
    static const phw_status want[PHW_N_GOODBYES] = {
        [PHW_GOODBYE_INTERRUPTED] = PHW_EPEER, [PHW_GOODBYE_BUSY] = PHW_EIO,
        [PHW_GOODBYE_TIMEOUT] = PHW_EIO,       [PHW_GOODBYE_MISMATCH] = PHW_EPEER,
        [PHW_GOODBYE_REFUSED] = PHW_EAUTH,     [PHW_GOODBYE_FAILED] = PHW_EPEER,
    };
    for (unsigned i = 0; i < PHW_N_GOODBYES; ++i) {
        phw_peer end[2];
        const phw_message *got = NULL;
        const phw_goodbye why = (phw_goodbye)i;
        open_pair(end, 1, 5);
        phw_goodbye_send(end[1].socket, why);
        (void)close(end[1].socket);
        cr_expect_eq(phw_peer_receive(&end[0], &got), want[i], "%u", i);
        phw_peer_close(&end[0], NULL);
    }
}

/* The other end has left with a word; this one finds out when it speaks itself. */
Test(peer, a_goodbye_is_read_even_when_the_line_is_cut)
{
    phw_peer end[2];
    phw_message m = frame(1, 1000);
    open_pair(end, 1, 5);
    phw_goodbye_send(end[1].socket, PHW_GOODBYE_INTERRUPTED);
    (void)close(end[1].socket);
    cr_expect_eq(phw_peer_send(&end[0], &m), PHW_EPEER);
    cr_expect_not_null(strstr(phw_error_message(), "stopped by its user"));
    phw_peer_close(&end[0], NULL);
    phw_message_free(&m);
}

Test(peer, a_closed_line_is_told)
{
    phw_peer end[2];
    const phw_message *got = NULL;
    open_pair(end, 1, 5);
    (void)close(end[1].socket);
    cr_expect_eq(phw_peer_receive(&end[0], &got), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "closed"));
    phw_peer_close(&end[0], NULL);
}

Test(peer, a_conversation_without_end_has_one)
{
    phw_peer end[2];
    const phw_message *got = NULL;
    phw_message m = frame(1, 0);
    open_pair(end, 1, 5);
    end[0].n_received = PHW_PEER_FRAMES_MAX - 1;
    cr_expect_eq(phw_peer_send(&end[0], &m), PHW_OK);
    cr_expect_eq(phw_peer_send(&end[0], &m), PHW_EPEER);
    cr_expect_eq(phw_peer_receive(&end[0], &got), PHW_EPEER);
    phw_message_free(&m);
    phw_peer_close(&end[1], NULL);
    phw_peer_close(&end[0], NULL);
}
