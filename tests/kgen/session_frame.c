#include "kgen/session_frame.h"

#include <string.h>

#include <criterion/criterion.h>

#include "kgen/frame_auth.h"

static const uint8_t inner[] = {1, 2, 3, 4, 5};

/* Every form that a frame can have. */
static phw_session_frame example(unsigned i)
{
    phw_session_frame f = {
        .kind = i / 3 == 0   ? PHW_SESSION_OPEN
                : i / 3 == 3 ? PHW_SESSION_CLOSE
                             : PHW_SESSION_DATA,
        .auth = (phw_session_auth)(i % 3),
        .from = i % 2 != 0 ? PHW_BOB : PHW_ALICE,
        .closing = i / 3 >= 2,
        .inner = i / 3 == 3 ? NULL : inner,
        .inner_size = i / 3 == 3 ? 0 : sizeof inner,
        .terms = {.n_names = 2, .name = {{1}, {2}}, .top_up_bytes = 77},
    };
    f.terms.claim.spent = 5;
    f.terms.claim.mark[1].end = UINT64_MAX;
    memset(f.id, 0x1d, sizeof f.id);
    memset(f.nonce, 0x40, sizeof f.nonce);
    return f;
}

/* Only one-time frames close. */
static bool is_possible(const phw_session_frame *f)
{
    return !f->closing || f->auth == PHW_SESSION_AUTH_ONE_TIME;
}

Test(session_frame, what_is_written_is_read)
{
    for (unsigned i = 0; i < 12; ++i) {
        phw_session_frame f = example(i);
        phw_session_frame g = {0};
        phw_message m = {0};
        if (!is_possible(&f))
            continue;
        cr_assert_eq(phw_session_frame_write(&m, &f, 9), PHW_OK);
        cr_assert_eq(phw_session_frame_read(&g, &m), PHW_OK, "%u: %s", i,
                     phw_error_message());
        cr_expect_eq(g.kind, f.kind);
        cr_expect_eq(g.auth, f.auth);
        cr_expect_eq(g.from, f.from);
        cr_expect_eq(g.closing, f.closing);
        cr_expect_eq(memcmp(g.id, f.id, sizeof f.id), 0);
        cr_expect_eq(g.inner_size, f.inner_size);
        cr_expect(g.inner_size == 0 || memcmp(g.inner, inner, sizeof inner) == 0);
        cr_expect_eq(g.one_time_at, f.one_time_at);
        cr_expect_eq(g.tag_at, f.tag_at);
        cr_expect_eq(g.n_tags, f.n_tags);
        cr_expect_eq(m.size, f.tag_at + f.n_tags * (size_t)PHW_FRAME_TAG_SIZE);
        if (f.kind == PHW_SESSION_OPEN) {
            cr_expect_eq(memcmp(g.nonce, f.nonce, sizeof f.nonce), 0);
            if (f.auth == PHW_SESSION_AUTH_PSK)
                cr_expect_eq(memcmp(g.terms.name, f.terms.name, sizeof f.terms.name),
                             0);
            if (f.auth == PHW_SESSION_AUTH_ONE_TIME) {
                cr_expect_eq(g.terms.top_up_bytes, 77);
                cr_expect_eq(g.terms.claim.spent, 5);
                cr_expect_eq(g.terms.claim.mark[1].end, UINT64_MAX);
            }
        }
        phw_message_free(&m);
    }
}

Test(session_frame, a_frame_cut_anywhere_is_refused_or_has_less_in_it)
{
    for (unsigned i = 0; i < 12; ++i) {
        phw_session_frame f = example(i);
        phw_session_frame g = {0};
        phw_message m = {0};
        if (!is_possible(&f))
            continue;
        cr_assert_eq(phw_session_frame_write(&m, &f, 9), PHW_OK);
        const size_t whole = m.size;
        for (size_t size = 0; size < whole; ++size) {
            m.size = size;
            cr_expect_eq(phw_session_frame_read(&g, &m), PHW_EPEER);
            if (size < PHW_MESSAGE_HEADER_SIZE)
                continue;
            m.byte[8] = (uint8_t)(size - PHW_MESSAGE_HEADER_SIZE); /* the length */
            if (phw_session_frame_read(&g, &m) == PHW_OK)
                cr_expect_lt(g.inner_size, f.inner_size);
            m.byte[8] = (uint8_t)(whole - PHW_MESSAGE_HEADER_SIZE);
        }
        phw_message_free(&m);
    }
}
