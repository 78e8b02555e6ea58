#include "kgen/reconciler_ldpc.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/entropy.h"

#include "wire.h"

/* One frame of n bits; the ends' own randomness from `trial`. */
static outcome run(const char *text, size_t n, double rate, double estimate,
                   uint32_t trial)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "ldpc", text);
    const phw_reconcile_segment all = {.from = 0, .to = n, .error_rate = estimate};
    phw_entropy entropy;
    cr_assert_eq(phw_entropy_seeded(&entropy, trial, "alice"), PHW_OK);
    const phw_reconcile_task task = {.n = n,
                                     .segment = &all,
                                     .n_segments = n > 0 ? 1 : 0,
                                     .seed = trial,
                                     .params = params,
                                     .entropy = &entropy};
    phw_bits a = random_bits(n, trial);
    phw_bits b = noisy_bits(&a, rate, trial);
    outcome o = converse(r, &task, &a, &b);
    cr_assert_eq(o.status, PHW_OK, "%s", phw_error_message());
    cr_expect_eq(phw_bits_count(&o.corrected), 0);
    cr_expect_eq(o.alice.leak_bits, o.bob.leak_bits);
    cr_expect_eq(o.alice.reply_bits, o.bob.reply_bits);
    cr_expect_eq(o.alice.bytes_sent, o.bob.bytes_received);
    cr_expect_eq(o.alice.bytes_received, o.bob.bytes_sent);
    cr_expect_eq(o.bob.n_messages, o.messages[0] + o.messages[1]);
    cr_expect_leq(o.alice.leak_bits, 8 * o.payload[PHW_ALICE]);
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_bits_free(&o.corrected);
    return o;
}

Test(reconciler_ldpc, every_size_and_estimate_ends)
{
    static const size_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 129, 1000};
    static const double estimates[] = {0, 1e-5, 0.01, 0.05, 0.25};
    static const char *const texts[] = {"", "decoder=min-sum", "rounds=0"};
    for (unsigned v = 0; v < 3; ++v) {
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i)
            for (size_t j = 0; j < sizeof estimates / sizeof *estimates; ++j)
                for (uint32_t rate = 0; rate < 3; ++rate) {
                    const outcome o =
                        run(texts[v], sizes[i], 0.1 * rate, estimates[j], rate);
                    cr_expect_leq(o.alice.leak_bits, sizes[i]);
                    cr_expect(rate > 0 || o.n_left == 0);
                }
    }
}

Test(reconciler_ldpc, frames_agree_where_the_estimate_is_right_or_wrong_by_three)
{
    for (uint32_t trial = 0; trial < 5; ++trial) {
        cr_expect_eq(run("", 5000, 0.05, 0.05, trial).n_left, 0);
        cr_expect_eq(run("", 5000, 0.05, 0.15, trial).n_left, 0);
        cr_expect_eq(run("", 5000, 0.05, 0.0167, trial).n_left, 0);
    }
}
