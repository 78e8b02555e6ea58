#include "kgen/reconciler_cascade.h"

#include <stdio.h>

#include "wire.h"

/* One frame of n bits through an entry; what it gives back is to be freed. */
static outcome run(const char *name, const char *text, size_t n, double rate,
                   double estimate, uint32_t trial)
{
    const phw_reconciler *r = NULL;
    cr_assert_eq(phw_reconciler_find(&r, name), PHW_OK);
    const phw_reconcile_segment all = {0, n, estimate};
    phw_reconcile_task task = {
        .n = n, .segment = &all, .n_segments = 1, .seed = 77 + trial};
    cr_assert_eq(phw_params_read(&task.params, r->params, r->n_params, text), PHW_OK,
                 "%s", phw_error_message());
    phw_bits a = random_bits(n, trial);
    phw_bits b = noisy_bits(&a, rate, trial);
    const outcome o = converse(r, &task, &a, &b);
    phw_bits_free(&a);
    phw_bits_free(&b);
    return o;
}

static size_t roots(size_t n, size_t k)
{
    return (n + k - 1) / k;
}

/* Where log2 k1 is odd: a = 4.56 at 3 %, 2^5 and 2^ceil(8.28); and 64 above 1 / 0.03,
 * 4 times that. */
Test(reconciler_cascade, powers_of_two_are_rounded_up)
{
    outcome o = run("option8", "infer=0", 10000, 0, 0.03, 1);
    cr_expect_eq(o.alice.leak_bits, roots(10000, 32) + roots(10000, 512) +
                                        roots(10000, 4096) + 2 * (size_t)11);
    phw_bits_free(&o.corrected);
    o = run("option7", "", 10000, 0, 0.03, 1);
    cr_expect_eq(o.alice.leak_bits,
                 roots(10000, 64) + roots(10000, 256) + 2 * (size_t)12);
    phw_bits_free(&o.corrected);
}

/* Without errors a frame costs its top blocks: every entry's sizes, at 5 % and 10^4
 * bits, from its source, worked out by hand: ceil(.73 / .05) = 15, 16 = ceil(.8 / .05),
 * 19 = ceil(.92 / .05), 20; the powers of two above 20 and above 20 / sqrt 2, 32 and
 * 16; and 256 = 2^ceil((3.82 + 12) / 2). */
Test(reconciler_cascade, no_error_costs_the_top_blocks_of_the_publication)
{
    const size_t n = 10000;

    static const struct {
        const char *name;
        const char *text;
        size_t k[4];
        unsigned n_halves;
        unsigned n_inferred;
    } row[] = {
        {"original", "", {15, 30, 60, 120}, 0, 0},
        {"original", "infer=1", {15, 30, 60, 120}, 0, 3},
        {"original", "passes=2", {15, 30}, 0, 0},
        {"original", "first=1:second=3:passes=3", {20, 60, 180}, 0, 0},
        {"biconf", "", {19, 57}, 10, 0},
        {"biconf", "quiet=4:infer=1", {19, 57}, 4, 5},
        {"yan", "", {16, 80}, 8, 0},
        {"yan", "infer=1", {16, 80}, 8, 9},
        {"yan", "masks=1:infer=1:passes=16", {16, 80}, 14, 15},
        {"option3", "", {20, 40}, 14, 0},
        {"option4", "", {20, 40}, 14, 0},
        {"option7", "", {32, 128}, 12, 0},
        {"option8", "", {16, 256, 4096}, 11, 13},
        {"option8", "infer=0:third=1000", {16, 256, 1000}, 11, 0},
    };

    for (size_t i = 0; i < sizeof row / sizeof *row; ++i) {
        size_t leak = 0;
        for (size_t j = 0; j < 4 && row[i].k[j] > 0; ++j)
            leak += roots(n, row[i].k[j]);
        leak = leak + 2 * (size_t)row[i].n_halves - row[i].n_inferred;
        outcome o = run(row[i].name, row[i].text, n, 0, 0.05, 1);
        cr_expect_eq(o.status, PHW_OK);
        cr_expect_eq(o.alice.leak_bits, leak, "%s:%s: %zu, expected %zu", row[i].name,
                     row[i].text, (size_t)o.alice.leak_bits, leak);
        phw_bits_free(&o.corrected);
    }
}

/* Masks that find nothing are told in one round each, or together. */
Test(reconciler_cascade, masks_are_opened_together)
{
    for (unsigned together = 1; together <= 8; ++together) {
        char text[64];
        snprintf(text, sizeof text, "masks=1:together=%u", together);
        outcome o = run("yan", text, 1000, 0, 0.05, 3);
        cr_expect_eq(o.alice.n_rounds, 2 + (8 + together - 1) / together);
        cr_expect_eq(o.alice.leak_bits, roots(1000, 16) + roots(1000, 80) + 16);
        phw_bits_free(&o.corrected);
    }
}

/* Every entry's every switch: what both ends find is the same, never a false one, and
 * what is left is even. */
Test(reconciler_cascade, switches_keep_both_ends_together)
{
    static const char *const names[] = {"original", "biconf",  "yan",    "option3",
                                        "option4",  "option7", "option8"};
    static const char *const texts[] = {
        "infer=1:reuse=1:order=mixed",
        "infer=0:reuse=0:order=lowest",
        "infer=1:reuse=0:clamp=0",
        "infer=0:reuse=1:order=all:adapt=1",
        "reuse=0:adapt=1",
    };
    for (size_t v = 0; v < 7; ++v) {
        for (uint32_t t = 0; t < 5; ++t) {
            outcome o = run(names[v], texts[t], 3001, 0.07, 0.05, t);
            cr_assert_eq(o.status, PHW_OK, "%s", phw_error_message());
            cr_expect_eq(o.alice.leak_bits, o.bob.leak_bits);
            cr_expect_eq(o.bob.n_corrected + o.n_left, o.n_errors);
            cr_expect_eq(phw_bits_count(&o.corrected), o.bob.n_corrected);
            phw_bits_free(&o.corrected);
        }
    }
}

/* BICONF ends only after ten quiet masks; with back=1 what it finds leads to more. */
Test(reconciler_cascade, biconf_goes_on_until_ten_masks_are_quiet)
{
    double rounds[2] = {0, 0};
    for (uint32_t t = 0; t < 20; ++t) {
        static const char *const texts[] = {"", "back=1"};
        for (unsigned v = 0; v < 2; ++v) {
            outcome o = run("biconf", texts[v], 4000, 0.05, 0.05, t);
            cr_expect_eq(o.n_left, 0);
            rounds[v] += (double)o.alice.n_rounds / 20;
            phw_bits_free(&o.corrected);
        }
    }
    cr_expect_lt(rounds[1], rounds[0], "%g and %g", rounds[1], rounds[0]);
}

/* Nearly half of the bits differ where 5 % were told: the first pass shows it, both
 * ends say so, and no more than half of the bits were told; without adapt more than all
 * of them are. Option 7 has first blocks so large, 32 bits, that even 5 % makes almost
 * half of them odd: the census may take that for what it expects, and the frame then
 * ends when all bits would be told. 20 % from a third of it is not refused. */
Test(reconciler_cascade, a_rate_beyond_a_quarter_is_refused_in_time)
{
    static const char *const names[] = {"original", "biconf",  "yan",    "option3",
                                        "option4",  "option8", "option7"};
    for (size_t v = 0; v < 7; ++v) {
        outcome o = run(names[v], "adapt=1", 10000, 0.45, 0.05, 1);
        cr_expect_eq(o.status, PHW_ENOKEY, "%s", names[v]);
        cr_expect_not_null(
            strstr(phw_error_message(), v < 6 ? "more than 0.25" : "more"), "%s",
            phw_error_message());
        cr_expect_leq(o.bob.leak_bits, v < 6 ? 5000 : 10000);
        phw_bits_free(&o.corrected);
    }
    outcome o = run("yan", "adapt=0", 10000, 0.45, 0.05, 1);
    cr_expect_gt(o.bob.leak_bits, 10000);
    phw_bits_free(&o.corrected);
    o = run("yan", "adapt=1", 10000, 0.2, 0.067, 1);
    cr_expect_eq(o.status, PHW_OK);
    cr_expect_eq(o.n_left, 0);
    phw_bits_free(&o.corrected);
}

/* Bob, whose answer shows it, ends when he is spoken to again; the next frame is none
 * the worse. */
Test(reconciler_cascade, who_refused_says_so_and_starts_afresh)
{
    const phw_reconciler *r = NULL;
    cr_assert_eq(phw_reconciler_find(&r, "yan"), PHW_OK);
    const phw_reconcile_segment all = {0, 10000, 0.05};
    phw_reconcile_task task = {.n = 10000, .segment = &all, .n_segments = 1};
    cr_assert_eq(phw_params_read(&task.params, r->params, r->n_params, "adapt=1"),
                 PHW_OK);
    phw_bits a = random_bits(10000, 1);
    phw_bits b = noisy_bits(&a, 0.45, 1);
    phw_bits good = noisy_bits(&a, 0.1, 2);
    phw_reconciliation *end[2] = {NULL, NULL};
    phw_message frame[2] = {{0}};
    bool done[2] = {false, false};
    cr_assert_eq(r->create(&end[0], PHW_ALICE, &task, &a), PHW_OK);
    cr_assert_eq(r->create(&end[1], PHW_BOB, &task, &b), PHW_OK);
    phw_status status = r->step(end[0], &frame[0], &done[0], NULL);
    while (!status) {
        cr_assert_eq(r->step(end[1], &frame[1], &done[1], &frame[0]), PHW_OK);
        cr_assert_not(done[1]);
        status = r->step(end[0], &frame[0], &done[0], &frame[1]);
    }
    cr_expect_eq(status, PHW_ENOKEY);
    cr_expect_eq(r->step(end[1], &frame[1], &done[1], &frame[0]), PHW_ENOKEY);
    cr_assert_eq(r->reset(end[0], &a), PHW_OK);
    cr_assert_eq(r->reset(end[1], &good), PHW_OK);
    const phw_message *in = NULL;
    done[0] = done[1] = false;
    for (unsigned i = 0; !(done[0] && done[1]); i = 1 - i) {
        cr_assert_eq(r->step(end[i], &frame[i], &done[i], in), PHW_OK);
        in = &frame[i];
    }
    cr_expect(phw_bits_equal(r->key(end[0]), r->key(end[1])));
    for (unsigned i = 0; i < 2; ++i) {
        r->destroy(end[i]);
        phw_message_free(&frame[i]);
    }
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_bits_free(&good);
}

/* A frame whose estimate was mended leaves the next one as it would have been. */
Test(reconciler_cascade, a_mended_estimate_is_the_frames_own)
{
    phw_reconcile_figures figures[2];
    for (unsigned mended = 0; mended < 2; ++mended) {
        const phw_reconciler *r = NULL;
        cr_assert_eq(phw_reconciler_find(&r, "biconf"), PHW_OK);
        const phw_reconcile_segment all = {0, 5000, 0.05};
        phw_reconcile_task task = {.n = 5000, .segment = &all, .n_segments = 1};
        cr_assert_eq(phw_params_read(&task.params, r->params, r->n_params, "adapt=1"),
                     PHW_OK);
        phw_bits a = random_bits(5000, 1);
        phw_bits first = noisy_bits(&a, mended ? 0.2 : 0.05, 1);
        phw_bits second = noisy_bits(&a, 0.05, 2);
        phw_reconciliation *end[2] = {NULL, NULL};
        phw_message frame[2] = {{0}};
        cr_assert_eq(r->create(&end[0], PHW_ALICE, &task, &a), PHW_OK);
        cr_assert_eq(r->create(&end[1], PHW_BOB, &task, &first), PHW_OK);
        for (unsigned f = 0; f < 2; ++f) {
            bool done[2] = {false, false};
            const phw_message *in = NULL;
            for (unsigned i = 0; !(done[0] && done[1]); i = 1 - i) {
                cr_assert_eq(r->step(end[i], &frame[i], &done[i], in), PHW_OK);
                in = &frame[i];
            }
            figures[mended] = r->figures(end[1]);
            cr_assert_eq(r->reset(end[0], &a), PHW_OK);
            cr_assert_eq(r->reset(end[1], &second), PHW_OK);
        }
        for (unsigned i = 0; i < 2; ++i) {
            r->destroy(end[i]);
            phw_message_free(&frame[i]);
        }
        phw_bits_free(&a);
        phw_bits_free(&first);
        phw_bits_free(&second);
    }
    cr_expect_eq(figures[0].leak_bits, figures[1].leak_bits);
    cr_expect_eq(figures[0].n_rounds, figures[1].n_rounds);
}
