#include "kgen/trial.h"

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
