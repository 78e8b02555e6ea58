#include "kgen/reconcilers.h"

#include <math.h>

#include <criterion/criterion.h>

#include "wire.h"

static outcome run(const char *name, const char *text, size_t n, double rate,
                   double estimate, uint32_t trial)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, name, text);
    const phw_reconcile_segment all = {.from = 0, .to = n, .error_rate = estimate};
    const phw_reconcile_task task = {.n = n,
                                     .segment = &all,
                                     .n_segments = n > 0 ? 1 : 0,
                                     .seed = 1000 + trial,
                                     .params = params};
    phw_bits a = random_bits(n, trial);
    phw_bits b = noisy_bits(&a, rate, trial);
    outcome o = converse(r, &task, &a, &b);
    cr_assert_eq(o.status, PHW_OK, "%s", phw_error_message());
    /* No wrong flip: what was corrected did differ. */
    cr_assert_eq(o.n_left + phw_bits_count(&o.corrected), o.n_errors);
    cr_assert_eq(o.bob.n_corrected, o.alice.n_corrected);
    phw_bits_xor(&a, &b);
    for (size_t w = 0; w < phw_bits_words(n); ++w)
        cr_assert_eq(o.corrected.word[w] & ~a.word[w], 0);
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_bits_free(&o.corrected);
    return o;
}

Test(reconcilers, are_found_by_name)
{
    size_t n = 0;
    const phw_reconciler *const *list = phw_reconciler_list(&n);
    cr_assert_geq(n, 2);
    for (size_t i = 0; i < n; ++i) {
        const phw_reconciler *found = NULL;
        cr_expect_eq(phw_reconciler_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
    const phw_reconciler *none = NULL;
    cr_expect_eq(phw_reconciler_find(&none, "winnow"), PHW_EARG);
    cr_expect_null(none);
}

/* Each message is padded to a byte: the wire carries the counted bits and at most seven
 * more a message. Bob's parities are as many as Alice's. */
Test(reconcilers, leak_is_what_crossed_the_wire)
{
    static const char *const names[] = {"yan", "original", "soft"};
    for (unsigned i = 0; i < 3; ++i) {
        for (uint32_t trial = 0; trial < 20; ++trial) {
            const outcome o = run(names[i], "", 500 + 37 * trial, 0.05, 0.05, trial);
            cr_expect_eq(o.alice.leak_bits, o.bob.leak_bits);
            cr_expect_eq(o.alice.reply_bits, o.alice.leak_bits);
            for (int role = 0; role < 2; ++role) {
                cr_expect_leq(o.alice.leak_bits, 8 * o.payload[role]);
                cr_expect_geq(o.alice.leak_bits + 7 * o.messages[role],
                              8 * o.payload[role]);
            }
            cr_expect_eq(o.alice.n_messages, o.messages[0] + o.messages[1]);
            cr_expect_eq(o.alice.n_rounds, o.messages[PHW_ALICE]);
            cr_expect_eq(o.alice.bytes_sent, o.bob.bytes_received);
        }
    }
}

Test(reconcilers, every_size_and_estimate_ends)
{
    static const size_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 129, 1000};
    static const double estimates[] = {0, 1e-5, 0.01, 0.05, 0.25};
    static const char *const names[] = {"yan", "yan", "original", "soft"};
    static const char *const texts[] = {"", "masks=0", "infer=0", "order=one"};
    for (unsigned v = 0; v < 4; ++v)
        for (size_t i = 0; i < sizeof sizes / sizeof *sizes; ++i)
            for (size_t j = 0; j < sizeof estimates / sizeof *estimates; ++j)
                for (uint32_t rate = 0; rate < 3; ++rate) {
                    const outcome o = run(names[v], texts[v], sizes[i], 0.2 * rate,
                                          estimates[j], rate);
                    cr_expect_eq(o.n_left % 2, 0, "what is left is even");
                }
}

Test(reconcilers, estimates_above_the_limit_are_refused)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    phw_reconciliation *machine = NULL;
    phw_bits key = random_bits(100, 1);
    phw_reconcile_segment all = {.from = 0, .to = 100, .error_rate = 0.2501};
    const phw_reconcile_task task = {
        .n = 100, .segment = &all, .n_segments = 1, .params = params};
    cr_expect_eq(r->create(&machine, PHW_BOB, &task, &key), PHW_ENOKEY);
    all.error_rate = -1;
    cr_expect_eq(r->create(&machine, PHW_BOB, &task, &key), PHW_EARG);
    all.error_rate = (double)NAN;
    cr_expect_eq(r->create(&machine, PHW_BOB, &task, &key), PHW_EARG);
    all.error_rate = 0.1;
    all.to = 99;
    cr_expect_eq(r->create(&machine, PHW_BOB, &task, &key), PHW_EARG);
    cr_expect_null(machine);
    phw_bits_free(&key);
}

static double mean_leak(const char *name, const char *text, size_t n, double rate,
                        double estimate, uint32_t n_frames, unsigned *n_failed)
{
    double sum = 0;
    *n_failed = 0;
    for (uint32_t i = 0; i < n_frames; ++i) {
        const outcome o = run(name, text, n, rate, estimate, i);
        sum += (double)o.alice.leak_bits;
        *n_failed += o.n_left > 0;
    }
    return sum / n_frames;
}

static double entropy(double p)
{
    return -p * log2(p) - (1 - p) * log2(1 - p);
}

/* n = 256, 5 %: f 1.24 over 20000 frames elsewhere (reference: 1.229 to 1.244), the
 * standard deviation of a frame's leak 19.4 bits: 400 frames give 1 bit, 5 sigma
 * 0.066 of f. The frame error rate is near .003: more than 8 of 400 has probability
 * below 1e-4. */
Test(reconcilers, short_frames_leak_what_is_known)
{
    unsigned n_failed;
    const double leak = mean_leak("yan", "", 256, 0.05, 0.05, 400, &n_failed);
    cr_expect_float_eq(leak / (256 * entropy(0.05)), 1.237, 0.066 + 0.008);
    cr_expect_leq(n_failed, 8);
}

/* Wrong by three either way: still equal keys, and at most twice the leak. */
Test(reconcilers, wrong_estimates_still_end_with_equal_keys)
{
    static const char *const names[] = {"yan", "original"};
    for (unsigned i = 0; i < 2; ++i) {
        unsigned n_failed;
        const double right = mean_leak(names[i], "", 4096, 0.05, 0.05, 30, &n_failed);
        cr_expect_leq(n_failed, 1);
        const double high = mean_leak(names[i], "", 4096, 0.05, 0.15, 30, &n_failed);
        cr_expect_leq(n_failed, 1);
        const double low = mean_leak(names[i], "", 4096, 0.05, 0.0167, 30, &n_failed);
        cr_expect_leq(n_failed, 1);
        cr_expect_gt(high, right);
        cr_expect_lt(high, 2 * right);
        cr_expect_lt(low, 2 * right);
    }
}

/* Two halves of 1 % and 15 %, told apart, leak less than under their mean of 8 %: a
 * saving of h(8 %) - (h(1 %) + h(15 %)) / 2 = 0.057 bit a bit. */
Test(reconcilers, segments_get_blocks_of_their_own_size)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    const size_t n = 8000;
    const phw_reconcile_segment apart[] = {
        {0, 1000, 0.01},    {1000, 2000, 0.15}, {2000, 4000, 0.01},
        {4000, 7000, 0.15}, {7000, 8000, 0.01},
    };
    const phw_reconcile_segment same = {0, n, 0.08};
    double leak[2] = {0};
    for (uint32_t trial = 0; trial < 10; ++trial) {
        phw_bits a = random_bits(n, trial);
        phw_bits low = noisy_bits(&a, 0.01, 2 * trial);
        phw_bits high = noisy_bits(&a, 0.15, 2 * trial + 1);
        for (unsigned g = 1; g < 5; g += 2)
            for (size_t i = apart[g].from; i < apart[g].to; ++i)
                phw_bits_set(&low, i, phw_bits_get(&high, i));
        for (unsigned v = 0; v < 2; ++v) {
            const phw_reconcile_task task = {.n = n,
                                             .segment = v == 0 ? &same : apart,
                                             .n_segments = v == 0 ? 1 : 5,
                                             .seed = trial,
                                             .params = params};
            outcome o = converse(r, &task, &a, &low);
            cr_assert_eq(o.status, PHW_OK);
            cr_expect_eq(o.n_left % 2, 0);
            leak[v] += (double)o.alice.leak_bits / 10;
            phw_bits_free(&o.corrected);
        }
        phw_bits_free(&a);
        phw_bits_free(&low);
        phw_bits_free(&high);
    }
    cr_expect_lt(leak[1], leak[0] - 0.03 * (double)n, "%g %g", leak[0], leak[1]);
}

/* Every byte of every message of Alice inverted in turn: Bob ends with an error or goes
 * on; he never writes past anything and always ends. */
Test(reconcilers, hostile_messages_end_cleanly)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    const phw_reconcile_segment all = {0, 300, 0.05};
    const phw_reconcile_task task = {
        .n = 300, .segment = &all, .n_segments = 1, .params = params};
    phw_bits key = random_bits(300, 1);
    const phw_rng rng = {17, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776b), 0};
    unsigned n_refused = 0;
    for (uint32_t trial = 0; trial < 200; ++trial) {
        phw_reconciliation *bob = NULL;
        phw_message in = {0};
        phw_message out = {0};
        bool done = false;
        phw_status s = r->create(&bob, PHW_BOB, &task, &key);
        size_t size = 3; /* 19 roots of the first pass */
        unsigned n_steps = 0;
        while (!s && !done) {
            uint32_t noise[64];
            phw_rng_words(noise, &rng, 100000 * trial + 64 * n_steps, 64);
            phw_message_begin(&in, 0, 0);
            for (size_t i = 0; i < size; ++i)
                phw_message_put_u8(&in, (uint8_t)(noise[i] >> 8));
            cr_assert_eq(phw_message_end(&in), PHW_OK);
            s = r->step(bob, &out, &done, &in);
            /* A liar who knows the lengths: those of Bob's own answers. */
            if (s && n_steps == 0 && size < 60) {
                r->destroy(bob);
                cr_assert_eq(r->create(&bob, PHW_BOB, &task, &key), PHW_OK);
                s = PHW_OK;
                ++size;
                continue;
            }
            cr_assert_lt(++n_steps, 64 * 10 * 9 + 1);
        }
        n_refused += s == PHW_EPEER;
        cr_expect(s == PHW_OK || s == PHW_EPEER);
        r->destroy(bob);
        phw_message_free(&in);
        phw_message_free(&out);
    }
    cr_expect_gt(n_refused, 0);
    phw_bits_free(&key);
}

/* Lengths known, contents arbitrary: Alice talks to a Bob whose parities are noise. The
 * trees never take more finds than there are bits, and the rounds are bounded. */
Test(reconcilers, lying_parities_end_cleanly)
{
    static const char *const texts[] = {"", "masks=0", "order=all", "order=lowest"};
    const phw_rng rng = {17, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776c), 0};
    phw_bits key = random_bits(300, 1);
    unsigned n_refused = 0;
    for (uint32_t trial = 0; trial < 400; ++trial) {
        phw_params params;
        const phw_reconciler *r = entry(&params, "yan", texts[trial % 4]);
        const phw_reconcile_segment all = {0, 300, 0.05};
        const phw_reconcile_task task = {
            .n = 300, .segment = &all, .n_segments = 1, .params = params};
        phw_reconciliation *alice = NULL;
        phw_message in = {0};
        phw_message out = {0};
        bool done = false;
        cr_assert_eq(r->create(&alice, PHW_ALICE, &task, &key), PHW_OK);
        phw_status s = r->step(alice, &out, &done, NULL);
        for (unsigned n = 0; !s && !done; ++n) {
            phw_message_begin(&in, 0, 0);
            for (size_t i = PHW_MESSAGE_HEADER_SIZE; i < out.size; ++i) {
                /* Mostly the truth, so that it goes on; bit 0 is never padding.
                 */
                const uint32_t dice =
                    phw_rng_below(&rng, 10000 * trial + 50 * n + i, 3);
                const bool whole = i + 1 < out.size;
                phw_message_put_u8(
                    &in, out.byte[i] ^ (uint8_t)(dice == 0 ? (whole ? 0x5a : 1) : 0));
            }
            cr_assert_eq(phw_message_end(&in), PHW_OK);
            s = r->step(alice, &out, &done, &in);
            cr_assert_lt(n, 64 * 10 * 9 + 1);
        }
        n_refused += s == PHW_EPEER;
        cr_expect(s == PHW_OK || s == PHW_EPEER);
        r->destroy(alice);
        phw_message_free(&in);
        phw_message_free(&out);
    }
    cr_expect_gt(n_refused, 0);
    phw_bits_free(&key);
}

Test(reconcilers, messages_of_a_wrong_length_are_refused)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "original", "");
    const phw_reconcile_segment all = {0, 1000, 0.05};
    const phw_reconcile_task task = {
        .n = 1000, .segment = &all, .n_segments = 1, .params = params};
    phw_bits key = random_bits(1000, 1);
    for (int change = -1; change <= 1; change += 2) {
        phw_reconciliation *alice = NULL;
        phw_reconciliation *bob = NULL;
        phw_message frame = {0};
        phw_message in = {0};
        phw_message out = {0};
        bool done = false;
        cr_assert_eq(r->create(&alice, PHW_ALICE, &task, &key), PHW_OK);
        cr_assert_eq(r->create(&bob, PHW_BOB, &task, &key), PHW_OK);
        cr_assert_eq(r->step(alice, &frame, &done, NULL), PHW_OK);
        cr_expect_eq(r->step(bob, &out, &done, NULL), PHW_EARG);
        phw_message_begin(&in, 0, 0);
        for (size_t i = 0; i < frame.size - PHW_MESSAGE_HEADER_SIZE + (size_t)change;
             ++i)
            phw_message_put_u8(&in, 0);
        cr_assert_eq(phw_message_end(&in), PHW_OK);
        cr_expect_eq(r->step(alice, &out, &done, &in), PHW_EPEER);
        cr_expect_eq(out.size, 0);
        cr_expect_eq(r->step(alice, &out, &done, &in), PHW_EPEER, "it stays dead");
        r->destroy(alice);
        r->destroy(bob);
        phw_message_free(&frame);
        phw_message_free(&in);
        phw_message_free(&out);
    }
    phw_bits_free(&key);
}
