#include "kgen/reconciler_polar.h"

#include <math.h>

#include <criterion/criterion.h>

#include "wire.h"

static outcome run(const char *text, size_t n, double rate, double estimate,
                   uint32_t trial)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "polar", text);
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

/* Aimed at 1e-3, measured 0 to 2e-3: of 500 frames at 2e-3 more than 8 fail with
 * probability 2e-6. Those that fail mostly know. */
Test(reconciler_polar, frames_fail_about_as_rarely_as_asked)
{
    static const double rates[] = {0.01, 0.05, 0.1};
    unsigned n_failed = 0;
    for (uint32_t i = 0; i < 500; ++i) {
        const double p = rates[i % 3];
        const outcome o = run("", 1024, p, p, i);
        n_failed += o.n_left > 0;
        cr_expect_eq(o.alice.gave_up, o.bob.gave_up);
        cr_expect(!o.bob.gave_up || o.bob.n_corrected == 0);
        cr_expect_eq(o.bob.n_messages, 2);
    }
    cr_expect_leq(n_failed, 8);
}

/* With twice the errors that were told, nearly nothing is found, and nearly always the
 * checksum says so: eight wrong paths pass with probability 8 / 256. */
Test(reconciler_polar, too_many_errors_are_noticed)
{
    unsigned n_failed = 0;
    unsigned n_silent = 0;
    for (uint32_t i = 0; i < 300; ++i) {
        const outcome o = run("", 1024, 0.1, 0.05, i);
        n_failed += o.n_left > 0;
        n_silent += o.n_left > 0 && !o.bob.gave_up;
    }
    cr_expect_geq(n_failed, 270);
    /* 5 sigma of Bin(300, 1/32). */
    cr_expect_leq(n_silent, 9.4 + 5 * sqrt(9.1), "%u", n_silent);
}

Test(reconciler_polar, every_size_and_estimate_ends)
{
    static const size_t sizes[] = {0, 1, 63, 64, 65, 80, 81, 700, 1024, 1100, 9000};
    static const double estimates[] = {0, 0.01, 0.05, 0.25};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i) {
        for (size_t j = 0; j < sizeof estimates / sizeof *estimates; ++j) {
            for (uint32_t rate = 0; rate < 2; ++rate) {
                const outcome o = run("", sizes[i], 0.1 * rate, estimates[j], rate + 1);
                cr_expect_leq(o.bob.leak_bits, sizes[i]);
                cr_expect_leq(o.alice.leak_bits, 8 * o.payload[PHW_ALICE]);
                cr_expect_geq(o.alice.leak_bits + 7, 8 * o.payload[PHW_ALICE]);
                if (rate == 0)
                    cr_expect_eq(o.n_left, 0);
            }
        }
    }
}

/* Half of the bits at 1 %, half at 14.6 %: 7.8 % in the mean, h(7.8 %) = 0.40 a bit,
 * but 0.34 for who knows which are which; 6 % were told, at which 0.46 a bit is said.
 * Bob who knows fails 25 times less of 100, by 5 sigma: measured are 2 and 52. */
Test(reconciler_polar, reliability_is_taken_into_account)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "polar", "fer=0.1");
    const size_t n = 1024;
    const phw_reconcile_segment all = {0, n, 0.06};
    unsigned n_failed[2] = {0, 0};
    for (uint32_t trial = 0; trial < 100; ++trial) {
        phw_bits a = random_bits(n, trial);
        phw_bits b = noisy_bits(&a, 0.01, 2 * trial);
        phw_bits bad = noisy_bits(&a, 0.146, 2 * trial + 1);
        float reliability[1024];
        for (size_t i = 0; i < n; ++i) {
            reliability[i] = i % 2 != 0 ? 4.6F : 1.77F;
            if (i % 2 == 0)
                phw_bits_set(&b, i, phw_bits_get(&bad, i));
        }
        for (unsigned soft = 0; soft < 2; ++soft) {
            const phw_reconcile_task task = {.n = n,
                                             .segment = &all,
                                             .n_segments = 1,
                                             .params = params,
                                             .reliability =
                                                 soft != 0 ? reliability : NULL};
            outcome o = converse(r, &task, &a, &b);
            n_failed[soft] += o.n_left > 0;
            phw_bits_free(&o.corrected);
        }
        phw_bits_free(&a);
        phw_bits_free(&b);
        phw_bits_free(&bad);
    }
    cr_expect_lt(n_failed[1] + 25, n_failed[0], "%u, %u without", n_failed[1],
                 n_failed[0]);
}
