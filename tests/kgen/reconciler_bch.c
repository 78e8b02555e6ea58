#include "kgen/reconciler_bch.h"

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/bch_plan.h"

#include "wire.h"

static outcome run(const char *text, size_t n, double rate, double estimate,
                   uint32_t trial)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "bch", text);
    const phw_reconcile_segment all = {.from = 0, .to = n, .error_rate = estimate};
    const phw_reconcile_task task = {
        .n = n, .segment = &all, .n_segments = n > 0, .params = params};
    phw_bits a = random_bits(n, trial);
    phw_bits b = noisy_bits(&a, rate, trial);
    outcome o = converse(r, &task, &a, &b);
    cr_assert_eq(o.status, PHW_OK, "%s", phw_error_message());
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_bits_free(&o.corrected);
    return o;
}

/* A block of 127 with t = 5 at 4 %: P(X > 5) = 0.41. A frame is right exactly when it
 * has no more errors than t, and the share of wrong ones is the binomial tail: 5 sigma
 * of 1000 frames are 0.078. Nearly all say so: a pattern beyond t lies within t of
 * another with the sketch of at most 2^-35 sum C(127, i <= 5) = 0.0077 of all. */
Test(reconciler_bch, blocks_fail_as_the_binomial_tail_says)
{
    const unsigned n_frames = 1000;
    unsigned n_failed = 0;
    unsigned n_silent = 0;
    for (uint32_t i = 0; i < n_frames; ++i) {
        const outcome o = run("length=127:t=5", 127, 0.04, 0.04, i);
        cr_expect_eq(o.n_left > 0, o.n_errors > 5);
        cr_expect_eq(o.alice.gave_up, o.bob.gave_up);
        cr_expect(!o.bob.gave_up || o.n_left == o.n_errors);
        n_failed += o.n_left > 0;
        n_silent += o.n_left > 0 && !o.bob.gave_up;
    }
    const double tail = phw_bch_failure(127, 5, 0.04);
    cr_expect_float_eq((double)n_failed / n_frames, tail,
                       5 * sqrt(tail * (1 - tail) / n_frames));
    cr_expect_leq(n_silent, 5 + 5 * sqrt(0.0077 * n_frames));
}

/* Ten blocks of 255: the frame fails as 1 - (1 - tail)^10 does. */
Test(reconciler_bch, frames_fail_when_any_block_does)
{
    const unsigned n_frames = 400;
    unsigned n_failed = 0;
    for (uint32_t i = 0; i < n_frames; ++i) {
        const outcome o = run("length=255:t=18", 2550, 0.05, 0.05, i);
        cr_expect_eq(o.alice.leak_bits, 10 * 124);
        cr_expect_eq(o.bob.gave_up, o.n_left > 0);
        n_failed += o.n_left > 0;
    }
    const double want = 1 - pow(1 - phw_bch_failure(255, 18, 0.05), 10);
    cr_expect_float_eq((double)n_failed / n_frames, want,
                       5 * sqrt(want * (1 - want) / n_frames));
}

/* Frames aimed at 1e-3 by default: of 600, more than 6 fail with probability 4e-6. */
Test(reconciler_bch, frames_fail_no_more_than_asked)
{
    static const size_t sizes[] = {64, 256, 1000};
    unsigned n_failed = 0;
    for (uint32_t i = 0; i < 600; ++i)
        n_failed += run("", sizes[i % 3], 0.05, 0.05, i).n_left > 0;
    cr_expect_leq(n_failed, 6);
}

Test(reconciler_bch, every_size_and_estimate_ends)
{
    static const size_t sizes[] = {0, 1, 2, 63, 64, 65, 127, 128, 1023, 1024, 5000};
    static const double estimates[] = {0, 0.01, 0.05, 0.25};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
        for (size_t j = 0; j < sizeof estimates / sizeof *estimates; ++j) {
            for (uint32_t rate = 0; rate < 3; ++rate) {
                const outcome o = run("", sizes[i], 0.1 * rate, estimates[j], rate + 1);
                cr_expect_eq(o.bob.leak_bits, o.alice.leak_bits);
                cr_expect_leq(o.alice.leak_bits, sizes[i]);
                cr_expect_leq(o.alice.leak_bits, 8 * o.payload[PHW_ALICE]);
                cr_expect_geq(o.alice.leak_bits + 7, 8 * o.payload[PHW_ALICE]);
                cr_expect_eq(o.bob.n_messages, sizes[i] > 0 ? 2 : 0);
                if (rate == 0)
                    cr_expect_eq(o.n_left, 0);
            }
        }
    }
}

/* Segments at 1 % and 15 %: the blocks take their shares of both, and the frame is
 * right. */
Test(reconciler_bch, unlike_segments_share_the_blocks)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "bch", "");
    const size_t n = 3000;
    const phw_reconcile_segment g[] = {{0, 1500, 0.01}, {1500, n, 0.15}};
    const phw_reconcile_task task = {
        .n = n, .segment = g, .n_segments = 2, .params = params};
    for (uint32_t trial = 0; trial < 20; ++trial) {
        phw_bits a = random_bits(n, trial);
        phw_bits low = noisy_bits(&a, 0.01, 2 * trial);
        phw_bits high = noisy_bits(&a, 0.15, 2 * trial + 1);
        for (size_t i = 1500; i < n; ++i)
            phw_bits_set(&low, i, phw_bits_get(&high, i));
        outcome o = converse(r, &task, &a, &low);
        cr_expect_eq(o.n_left, 0);
        cr_expect_eq(o.bob.n_corrected, o.n_errors);
        phw_bits_free(&o.corrected);
        phw_bits_free(&a);
        phw_bits_free(&low);
        phw_bits_free(&high);
    }
}

Test(reconciler_bch, a_t_beyond_the_length_is_refused)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "bch", "length=127:t=64");
    const phw_reconcile_segment all = {0, 100, 0.05};
    const phw_reconcile_task task = {
        .n = 100, .segment = &all, .n_segments = 1, .params = params};
    phw_bits key = random_bits(100, 1);
    phw_reconciliation *m = NULL;
    cr_expect_eq(r->create(&m, PHW_BOB, &task, &key), PHW_EARG);
    cr_expect_null(m);
    phw_bits_free(&key);
}
