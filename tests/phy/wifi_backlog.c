#include "phy/wifi_backlog.h"

#include <criterion/criterion.h>

#include "tests/phy/wifi_air.h"

enum {
    FRAMES = 200,
    LONG_EVERY = 40,
    FIRST = 100
};

/* Frames of 100 bytes at 54 Mb/s, and now and then one of 4000 at 6 Mb/s. */
typedef struct air {
    phw_signal x;
    uint64_t at[FRAMES];
    phw_wifi_frame frame[FRAMES];
} air;

static phw_signal send_one(size_t i, uint8_t *byte)
{
    const bool is_long = i % LONG_EVERY == 3;
    const size_t n = is_long ? 4000 : 100;
    air_bytes(byte, n, (uint32_t)i);
    const phw_wifi_transmission t = {.bandwidth_hz = 20e6,
                                     .rate_mbps = is_long ? 6 : 54,
                                     .seed = 1 + (unsigned)i % 127,
                                     .byte = byte,
                                     .n_bytes = n};
    return air_send(&t);
}

static void build(air *a)
{
    uint8_t byte[4095];
    size_t at = FIRST;
    phw_wifi_estimator *e = NULL;
    cr_assert_eq(phw_wifi_estimator_create(&e, 20e6), PHW_OK);
    cr_assert_eq(phw_signal_alloc(&a->x, 1000000, 20e6, 0), PHW_OK);
    for (size_t i = 0; i < FRAMES; ++i) {
        phw_signal s = send_one(i, byte);
        cr_assert_leq(at + s.n, a->x.n);
        memcpy(a->x.sample + at, s.sample, s.n * sizeof *s.sample);
        a->at[i] = at + PHW_OFDM_LONG_AT;
        phw_wifi_estimator_run(e, &a->frame[i], a->x.sample + a->at[i], 0);
        at += s.n + 37;
        phw_signal_free(&s);
    }
    a->x.n = at;
    phw_wifi_estimator_destroy(e);
}

static void expect_frame(const phw_wifi_data *d, size_t i)
{
    uint8_t byte[4095];
    phw_signal s = send_one(i, byte);
    cr_assert(d->complete && d->decoded && d->fcs_ok, "frame %zu", i);
    cr_assert_eq(d->n_bytes, i % LONG_EVERY == 3 ? 4000 : 100, "frame %zu", i);
    cr_expect_arr_eq(d->byte, byte, d->n_bytes, "frame %zu", i);
    cr_expect_eq(d->scrambler_seed, 1 + i % 127);
    phw_signal_free(&s);
}

/* As a receiver does: windows that overlap, frames told when their training was seen,
 * and some results taken between. */
Test(wifi_backlog, frames_come_back_whole_and_in_order)
{
    static air a;
    build(&a);
    static const size_t block[] = {64, 1000, 300000};
    for (size_t k = 0; k < sizeof block / sizeof *block; ++k) {
        phw_wifi_backlog *b = NULL;
        phw_wifi_data d;
        size_t told = 0;
        size_t taken = 0;
        cr_assert_eq(phw_wifi_backlog_create(&b, 20e6), PHW_OK);
        for (size_t at = 0; at < a.x.n; at += block[k]) {
            const size_t left = a.x.n - at;
            const size_t n = left < block[k] ? left : block[k];
            for (; told < FRAMES && a.at[told] + 208 <= at + n; ++told)
                cr_assert_eq(phw_wifi_backlog_add(b, a.at[told], &a.frame[told]),
                             PHW_OK);
            const size_t from = at < 500 ? 0 : at - 500;
            cr_assert_eq(
                phw_wifi_backlog_push(b, from, a.x.sample + from, at + n - from),
                PHW_OK);
            if (phw_wifi_backlog_take(b, &d))
                expect_frame(&d, taken++);
        }
        cr_assert_eq(phw_wifi_backlog_finish(b), PHW_OK);
        while (phw_wifi_backlog_take(b, &d))
            expect_frame(&d, taken++);
        cr_expect_eq(taken, FRAMES);
        const phw_wifi_backlog_counts c = phw_wifi_backlog_count(b);
        cr_expect_eq(c.n_complete, FRAMES);
        cr_expect_eq(c.n_decoded, FRAMES);
        cr_expect_eq(c.n_check, FRAMES);
        cr_expect_eq(c.n_ht, 0);
        phw_wifi_backlog_destroy(b);
    }
    phw_signal_free(&a.x);
}

Test(wifi_backlog, a_frame_that_is_cut_off_is_told_at_the_end)
{
    static air a;
    build(&a);
    phw_wifi_backlog *b = NULL;
    phw_wifi_data d;
    cr_assert_eq(phw_wifi_backlog_create(&b, 20e6), PHW_OK);
    cr_assert_eq(phw_wifi_backlog_add(b, a.at[0], &a.frame[0]), PHW_OK);
    cr_assert_eq(phw_wifi_backlog_push(b, 0, a.x.sample, a.at[0] + 400), PHW_OK);
    cr_expect_not(phw_wifi_backlog_take(b, &d));
    cr_assert_eq(phw_wifi_backlog_finish(b), PHW_OK);
    cr_assert(phw_wifi_backlog_take(b, &d));
    cr_expect_not(d.complete);
    cr_expect_not(d.decoded);
    cr_expect_null(d.byte);
    cr_expect_not(phw_wifi_backlog_take(b, &d));
    /* Results that nobody takes are given back with it. */
    cr_assert_eq(phw_wifi_backlog_add(b, a.at[1], &a.frame[1]), PHW_OK);
    cr_assert_eq(phw_wifi_backlog_push(b, 0, a.x.sample, a.at[2]), PHW_OK);
    phw_wifi_backlog_destroy(b);
    phw_signal_free(&a.x);
}

/* Each SIGNAL promises the longest frame. */
Test(wifi_backlog, frames_nested_without_end_are_looked_at_but_not_decoded)
{
    enum {
        NESTED = 60,
        EVERY = 500
    };

    static air a;
    build(&a);
    phw_wifi_backlog *b = NULL;
    phw_wifi_data d;
    phw_signal x = {0};
    cr_assert_eq(phw_signal_alloc(&x, 400 + NESTED * EVERY + 1366 * 80, 20e6, 0),
                 PHW_OK);
    cr_assert_eq(phw_wifi_backlog_create(&b, 20e6), PHW_OK);
    a.frame[0].rate_mbps = 6;
    a.frame[0].length = 4095;
    for (size_t i = 0; i < NESTED; ++i)
        cr_assert_eq(phw_wifi_backlog_add(b, FIRST + i * EVERY, &a.frame[0]), PHW_OK);
    cr_assert_eq(phw_wifi_backlog_push(b, 0, x.sample, x.n), PHW_OK);
    for (size_t i = 0; i < NESTED; ++i) {
        cr_assert(phw_wifi_backlog_take(b, &d));
        cr_expect(d.complete);
        cr_expect_eq(d.decoded, i < PHW_WIFI_DECODED_AT_ONCE, "frame %zu", i);
        cr_expect_eq(d.crowded, i >= PHW_WIFI_DECODED_AT_ONCE, "frame %zu", i);
    }
    const phw_wifi_backlog_counts c = phw_wifi_backlog_count(b);
    cr_expect_eq(c.n_complete, NESTED);
    cr_expect_eq(c.n_decoded, PHW_WIFI_DECODED_AT_ONCE);
    cr_expect_eq(c.n_crowded, NESTED - PHW_WIFI_DECODED_AT_ONCE);
    phw_wifi_backlog_destroy(b);
    phw_signal_free(&x);
    phw_signal_free(&a.x);
}

Test(wifi_backlog, a_frame_within_three_that_were_misread_is_decoded)
{
    static air a;
    build(&a);
    phw_wifi_backlog *b = NULL;
    phw_wifi_data d;
    phw_wifi_frame lie = a.frame[0];
    lie.rate_mbps = 6;
    lie.length = 4095;
    cr_assert_eq(phw_wifi_backlog_create(&b, 20e6), PHW_OK);
    for (size_t i = 0; i < 3; ++i)
        cr_assert_eq(phw_wifi_backlog_add(b, a.at[0] + i, &lie), PHW_OK);
    for (size_t i = 1; i < 20; ++i)
        cr_assert_eq(phw_wifi_backlog_add(b, a.at[i], &a.frame[i]), PHW_OK);
    cr_assert_eq(phw_wifi_backlog_push(b, 0, a.x.sample, a.x.n), PHW_OK);
    for (size_t i = 0; i < 3; ++i)
        cr_assert(phw_wifi_backlog_take(b, &d));
    for (size_t i = 1; i < 20; ++i) {
        cr_assert(phw_wifi_backlog_take(b, &d));
        expect_frame(&d, i);
    }
    phw_wifi_backlog_destroy(b);
    phw_signal_free(&a.x);
}
