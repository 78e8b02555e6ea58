#include "tools/pulse.h"

#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "tools/carrier.h"
#include "tools/intake.h"
#include "tools/peer.h"

static void rest(long ms)
{
    const struct timespec t = {0, 1000000 * ms};
    (void)nanosleep(&t, NULL);
}

/* How many signs there are, all of them whole and empty. */
static unsigned count(int fd)
{
    phw_intake in = {0};
    bool whole = true;
    unsigned n = 0;
    for (; whole; ++n) {
        phw_intake_reset(&in);
        cr_assert_eq(phw_intake_read(&in, &whole, fd, 1000), PHW_OK);
        if (whole) {
            cr_expect_eq(phw_message_type(&in.frame), PHW_CARRIER_WORKING);
            cr_expect_eq(in.frame.size, PHW_MESSAGE_HEADER_SIZE);
        }
    }
    cr_expect_eq(in.n, 0, "no half ones");
    phw_intake_free(&in);
    return n - 1;
}

Test(pulse, beats_while_the_end_computes_and_not_otherwise)
{
    int line[2];
    phw_pulse *p = NULL;
    struct pollfd wait = {.events = POLLIN};
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, line), 0);
    wait.fd = line[1];
    cr_assert_eq(phw_pulse_create(&p, line[0], 0.02), PHW_OK);
    rest(100);
    cr_expect_eq(count(line[1]), 0, "nothing to say yet");
    phw_pulse_begin(p);
    for (unsigned i = 0; i < 3; ++i) {
        cr_expect_eq(poll(&wait, 1, 5000), 1, "a sign comes");
        cr_expect_geq(count(line[1]), 1);
    }
    phw_pulse_end(p);
    (void)count(line[1]);
    rest(100);
    cr_expect_eq(count(line[1]), 0, "silent again");
    phw_pulse_destroy(p);
    phw_pulse_destroy(NULL);
    (void)close(line[0]);
    (void)close(line[1]);
}

/* Work that ends within a period is not told. */
Test(pulse, short_work_is_silent)
{
    int line[2];
    phw_pulse *p = NULL;
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, line), 0);
    cr_assert_eq(phw_pulse_create(&p, line[0], 30), PHW_OK);
    for (unsigned i = 0; i < 1000; ++i) {
        phw_pulse_begin(p);
        phw_pulse_end(p);
    }
    cr_expect_eq(count(line[1]), 0);
    phw_pulse_destroy(p);
    (void)close(line[0]);
    (void)close(line[1]);
}

/* A peer that is heard to work may take its time: five times the patience here. */
Test(pulse, a_sign_renews_the_patience_of_the_peer)
{
    int line[2];
    phw_peer peer;
    phw_pulse *p = NULL;
    const phw_message *got = NULL;
    cr_assert_eq(socketpair(AF_UNIX, SOCK_STREAM, 0, line), 0);
    phw_peer_open(&peer, line[1], 0.3, 1.2);
    cr_assert_eq(phw_pulse_create(&p, line[0], 0.05), PHW_OK);
    phw_pulse_begin(p);
    cr_expect_eq(phw_peer_receive(&peer, &got), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "--total-timeout"), "%s",
                       phw_error_message());
    cr_expect_eq(peer.n_received, 0, "signs are not messages");
    phw_pulse_destroy(p);
    (void)close(line[0]);
    phw_peer_close(&peer, NULL);
}
