#include "kgen/session.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/session_frame.h"

#include "talk.h"

enum {
    ROWS = 500,
    POOL = 4096
};

static const phw_session_auth ways[] = {
    PHW_SESSION_AUTH_NONE,
    PHW_SESSION_AUTH_PSK,
    PHW_SESSION_AUTH_ONE_TIME,
};

enum {
    N_WAYS = sizeof ways / sizeof *ways
};

/* Both have the same key. */
static void expect_key(const talk *t)
{
    for (int i = 0; i < 2; ++i) {
        cr_assert_eq(t->status[i], PHW_OK, "%s", talk_report(t, i).reason);
        cr_assert(t->done[i]);
    }
    const phw_bits *a = phw_session_key(t->end[PHW_ALICE]);
    const phw_bits *b = phw_session_key(t->end[PHW_BOB]);
    cr_assert_gt(a->n, 0);
    cr_assert_eq(a->n, b->n);
    cr_expect(phw_bits_equal(a, b));
}

Test(session, both_ends_get_the_key_of_the_agreement_and_say_by_what)
{
    for (int w = 0; w < N_WAYS; ++w) {
        talk *t = talk_start(ways[w], ROWS, POOL);
        talk_over(t);
        expect_key(t);
        for (int i = 0; i < 2; ++i) {
            const phw_session_report r = talk_report(t, i);
            cr_expect_eq(r.status, PHW_OK);
            cr_expect_eq(r.authenticated, ways[w] != PHW_SESSION_AUTH_NONE);
            cr_expect_eq(r.key_bits, phw_session_key(t->end[i])->n);
            cr_expect_eq(r.agreement.status, PHW_OK);
            cr_expect_eq(r.agreement.key_bits, r.key_bits + 8 * r.pool_added);
            cr_expect_str_empty(r.reason);
        }
        cr_expect_eq(memcmp(talk_report(t, 0).transcript, talk_report(t, 1).transcript,
                            PHW_TRANSCRIPT_SIZE),
                     0);
        talk_free(t);
    }
}
