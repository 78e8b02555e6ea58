#include "kgen/trial.h"

#include <math.h>

#include <criterion/criterion.h>

#include "kgen/reconcilers.h"

static phw_trial_config config(size_t n, double rate, bool fixed)
{
    phw_trial_config c = {.n = n,
                          .error_rate = rate,
                          .estimated_rate = rate,
                          .fixed_weight = fixed,
                          .seed = 3};
    cr_assert_eq(phw_reconciler_find(&c.reconciler, "yan"), PHW_OK);
    phw_params_preset(&c.params, c.reconciler->params, c.reconciler->n_params);
    return c;
}

Test(trial, frames_are_addressed_and_not_advanced)
{
    const phw_trial_config c = config(1000, 0.05, false);
    phw_trial *t = NULL;
    phw_trial_result first;
    phw_trial_result again;
    phw_trial_result other;
    cr_assert_eq(phw_trial_create(&t, &c), PHW_OK);
    cr_assert_eq(phw_trial_draw(t, 5), PHW_OK);
    cr_assert_eq(phw_trial_run(t, &first), PHW_OK);
    cr_assert_eq(phw_trial_draw(t, 6), PHW_OK);
    cr_assert_eq(phw_trial_run(t, &other), PHW_OK);
    cr_assert_eq(phw_trial_draw(t, 5), PHW_OK);
    cr_assert_eq(phw_trial_run(t, &again), PHW_OK);
    cr_expect_eq(first.n_errors, again.n_errors);
    cr_expect_eq(first.figures.leak_bits, again.figures.leak_bits);
    cr_expect_eq(first.figures.n_rounds, again.figures.n_rounds);
    cr_expect_neq(first.figures.leak_bits, other.figures.leak_bits);
    cr_expect_eq(first.figures.n_messages, 2 * first.figures.n_rounds);
    cr_expect_gt(first.figures.bytes_sent, 0);
    phw_trial_destroy(t);
}

/* Fixed: exactly round(n p). Independent: the mean of 200 frames within 5 sigma. */
Test(trial, errors_are_as_many_as_asked)
{
    for (unsigned fixed = 0; fixed < 2; ++fixed) {
        const phw_trial_config c = config(999, 0.05, fixed != 0);
        phw_trial *t = NULL;
        double mean = 0;
        cr_assert_eq(phw_trial_create(&t, &c), PHW_OK);
        for (uint32_t i = 0; i < 200; ++i) {
            phw_trial_result r;
            cr_assert_eq(phw_trial_draw(t, i), PHW_OK);
            cr_assert_eq(phw_trial_run(t, &r), PHW_OK);
            if (fixed != 0)
                cr_expect_eq(r.n_errors, 50);
            mean += (double)r.n_errors / 200;
        }
        cr_expect_float_eq(mean, 49.95, 5 * 6.9 / 14.1 + 0.06);
        phw_trial_destroy(t);
    }
}

static bool same_figures(const phw_reconcile_figures *x, const phw_reconcile_figures *y)
{
    return x->leak_bits == y->leak_bits && x->reply_bits == y->reply_bits &&
           x->n_rounds == y->n_rounds && x->n_messages == y->n_messages &&
           x->bytes_sent == y->bytes_sent && x->bytes_received == y->bytes_received &&
           x->n_corrected == y->n_corrected && x->gave_up == y->gave_up;
}

static bool same(const phw_trial_result *x, const phw_trial_result *y)
{
    return same_figures(&x->figures, &y->figures) &&
           same_figures(&x->alice, &y->alice) && x->n_errors == y->n_errors &&
           x->n_left == y->n_left && x->failed == y->failed;
}

Test(trial, frames_drawn_ahead_are_those_drawn_alone)
{
    const phw_trial_config c = config(500, 0.05, false);
    phw_trial *t = NULL;
    phw_trial_result alone[5];
    phw_trial_result ahead;
    cr_assert_eq(phw_trial_create(&t, &c), PHW_OK);
    cr_expect_eq(phw_trial_run(t, &ahead), PHW_EARG, "nothing was drawn");
    for (uint32_t i = 0; i < 5; ++i) {
        cr_assert_eq(phw_trial_draw(t, 7 + i), PHW_OK);
        cr_assert_eq(phw_trial_run(t, &alone[i]), PHW_OK);
    }
    cr_assert_eq(phw_trial_draw_ahead(t, 7, 5), PHW_OK);
    for (uint32_t i = 0; i < 10; ++i) {
        cr_assert_eq(phw_trial_run(t, &ahead), PHW_OK);
        cr_expect(same(&ahead, &alone[i % 5]), "run %u", i);
    }
    cr_expect_eq(phw_trial_draw_ahead(t, 0, 0), PHW_EARG);
    cr_expect_eq(phw_trial_draw_ahead(t, 0, PHW_TRIAL_AHEAD_MAX + 1), PHW_EARG);
    phw_trial_destroy(t);
}

/* What the machines say of themselves is what was counted on the wire. */
Test(trial, figures_are_those_of_the_wire)
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_trial_config c = config(1000, 0.04, false);
        c.reconciler = list[i];
        phw_params_preset(&c.params, list[i]->params, list[i]->n_params);
        phw_trial *t = NULL;
        cr_assert_eq(phw_trial_create(&t, &c), PHW_OK, "%s: %s", list[i]->name,
                     phw_error_message());
        for (uint32_t frame = 0; frame < 10; ++frame) {
            phw_trial_result r;
            cr_assert_eq(phw_trial_draw(t, frame), PHW_OK);
            cr_assert_eq(phw_trial_run(t, &r), PHW_OK);
            const phw_reconcile_figures *const f[2] = {&r.alice, &r.figures};
            for (int role = 0; role < 2; ++role) {
                cr_expect_eq(f[role]->n_messages, r.n_messages[0] + r.n_messages[1]);
                cr_expect_eq(f[role]->bytes_sent, r.n_bytes[role]);
                cr_expect_eq(f[role]->bytes_received, r.n_bytes[1 - role]);
                const uint64_t payload =
                    r.n_bytes[role] - PHW_MESSAGE_HEADER_SIZE * r.n_messages[role];
                const uint64_t told =
                    role == PHW_ALICE ? r.alice.leak_bits : r.alice.reply_bits;
                cr_expect_leq(told, 8 * payload, "%s", list[i]->name);
            }
            cr_expect_eq(r.alice.leak_bits, r.figures.leak_bits);
        }
        phw_trial_destroy(t);
    }
}

Test(trial, one_end_alone_says_the_same_to_the_same_messages)
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_trial_config c = config(700, 0.05, false);
        c.reconciler = list[i];
        phw_params_preset(&c.params, list[i]->params, list[i]->n_params);
        phw_trial *t = NULL;
        phw_trial_result r;
        cr_assert_eq(phw_trial_create(&t, &c), PHW_OK);
        cr_assert_eq(phw_trial_draw_ahead(t, 0, 6), PHW_OK);
        phw_trial_keep(t, 3);
        for (uint32_t frame = 0; frame < 5; ++frame)
            cr_assert_eq(phw_trial_run(t, &r), PHW_OK);
        for (unsigned again = 0; again < 2; ++again) {
            cr_expect_eq(phw_trial_replay(t, PHW_BOB), PHW_OK, "%s: %s", list[i]->name,
                         phw_error_message());
            cr_expect_eq(phw_trial_replay(t, PHW_ALICE), PHW_OK, "%s: %s",
                         list[i]->name, phw_error_message());
        }
        phw_trial_destroy(t);
    }
}

/* One bit without errors, where a scheme may have nothing at all to say, and the other
 * end of what they take. */
Test(trial, the_shortest_and_the_noisiest_frames_end)
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    for (size_t i = 0; i < 4 * n; ++i) {
        phw_trial_config c =
            config(i % 2 == 0 ? 1 : 64, i / 2 % 2 == 0 ? 0 : 0.25, false);
        c.reconciler = list[i / 4];
        phw_params_preset(&c.params, c.reconciler->params, c.reconciler->n_params);
        phw_trial *t = NULL;
        const phw_status s = phw_trial_create(&t, &c);
        cr_assert(s == PHW_OK || s == PHW_EARG || s == PHW_ENOKEY);
        for (uint32_t frame = 0; frame < 5 && !s; ++frame) {
            phw_trial_result r;
            phw_trial_keep(t, 1);
            cr_assert_eq(phw_trial_draw(t, frame), PHW_OK);
            cr_expect_eq(phw_trial_run(t, &r), PHW_OK, "%s: %s", c.reconciler->name,
                         phw_error_message());
            cr_expect_eq(phw_trial_replay(t, PHW_ALICE), PHW_OK);
            cr_expect_eq(phw_trial_replay(t, PHW_BOB), PHW_OK);
        }
        phw_trial_destroy(t);
    }
}

/* Two passes and no masks leave pairs of errors that no end knows of: they count all
 * the same. */
Test(trial, a_frame_that_differs_has_failed_though_no_end_gave_up)
{
    phw_trial_config c = config(300, 0.05, false);
    cr_assert_eq(phw_params_read(&c.params, c.reconciler->params,
                                 c.reconciler->n_params, "passes=2"),
                 PHW_OK);
    phw_trial *t = NULL;
    unsigned n_failed = 0;
    cr_assert_eq(phw_trial_create(&t, &c), PHW_OK);
    for (uint32_t i = 0; i < 60; ++i) {
        phw_trial_result r;
        cr_assert_eq(phw_trial_draw(t, i), PHW_OK);
        cr_assert_eq(phw_trial_run(t, &r), PHW_OK);
        cr_expect_not(r.figures.gave_up);
        cr_expect_eq(r.failed, r.n_left > 0);
        n_failed += r.failed;
    }
    cr_expect_gt(n_failed, 0);
    cr_expect_lt(n_failed, 60);
    phw_trial_destroy(t);
}

/* Another connection has other permutations and the same bits. */
Test(trial, sessions_are_drawn_afresh)
{
    phw_trial_result r[3];
    for (uint32_t i = 0; i < 3; ++i) {
        phw_trial_config c = config(1000, 0.05, false);
        phw_trial *t = NULL;
        c.session = i % 2;
        cr_assert_eq(phw_trial_create(&t, &c), PHW_OK);
        cr_assert_eq(phw_trial_draw(t, 0), PHW_OK);
        cr_assert_eq(phw_trial_run(t, &r[i]), PHW_OK);
        phw_trial_destroy(t);
    }
    cr_expect(same(&r[0], &r[2]));
    cr_expect(!same(&r[0], &r[1]));
    cr_expect_eq(r[0].n_errors, r[1].n_errors);
}

Test(trial, values_out_of_range_are_refused)
{
    phw_trial *t = NULL;
    phw_trial_config c = config(0, 0.05, false);
    cr_expect_eq(phw_trial_create(&t, &c), PHW_EARG);
    c = config(100, 0.6, false);
    c.estimated_rate = 0.1;
    cr_expect_eq(phw_trial_create(&t, &c), PHW_EARG);
    c = config(100, 0.3, false);
    cr_expect_eq(phw_trial_create(&t, &c), PHW_ENOKEY);
    c.estimated_rate = (double)NAN;
    cr_expect_eq(phw_trial_create(&t, &c), PHW_EARG);
    cr_expect_null(t);
    phw_trial_destroy(NULL);
}

/* h(5 %) = .286397; values of the reference's table 3 to its two or three digits. */
Test(trial, figures_of_merit_match_the_tables)
{
    cr_expect_float_eq(phw_trial_efficiency(2863.97, 10000, 0.05), 1, 1e-5);
    cr_expect_eq(phw_trial_efficiency(10, 100, 0), 0);
    cr_expect_float_eq(phw_trial_one_way_limit(128, 0.05, 1e-2), 1.57, 0.005);
    cr_expect_float_eq(phw_trial_one_way_limit(10000, 0.05, 1e-2), 1.073, 0.0006);
    cr_expect_float_eq(phw_trial_one_way_limit(10000, 0.01, 1e-3), 1.244, 0.0006);
    cr_expect_float_eq(phw_trial_one_way_limit(1000000, 0.2, 1e-3), 1.003, 0.0006);
}
