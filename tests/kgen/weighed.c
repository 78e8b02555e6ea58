#include "kgen/weighed.h"

#include <math.h>

#include "tests/kgen/wire.h"

enum {
    N = 600
};

/* Error rates from 0.002 to 0.25, as those of reliable and of doubtful signs. */
static double rate_of(size_t i)
{
    return 0.25 * pow(0.85, (double)(i * 7 % 31));
}

static void unlike_segments(phw_reconcile_segment *out)
{
    for (size_t i = 0; i < N; ++i)
        out[i] = (phw_reconcile_segment){i, i + 1, rate_of(i)};
}

static outcome run(const char *name, const char *text, uint32_t trial)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, name, text);
    phw_reconcile_segment segment[N];
    unlike_segments(segment);
    const phw_reconcile_task task = {
        .n = N, .segment = segment, .n_segments = N, .seed = trial, .params = params};
    phw_bits a = random_bits(N, trial);
    phw_bits b = {0};
    cr_assert_eq(phw_bits_copy(&b, &a), PHW_OK);
    const phw_rng rng = {13, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776b), trial};
    for (size_t i = 0; i < N; ++i) {
        uint32_t word;
        phw_rng_words(&word, &rng, i, 1);
        if ((double)word < rate_of(i) * 0x1p32)
            phw_bits_flip(&b, i);
    }
    outcome o = converse(r, &task, &a, &b);
    cr_assert_eq(o.status, PHW_OK, "%s", phw_error_message());
    cr_assert_eq(o.n_left + phw_bits_count(&o.corrected), o.n_errors);
    cr_assert_eq(o.alice.leak_bits, o.bob.leak_bits);
    cr_assert_leq(o.alice.leak_bits, 8 * o.payload[PHW_ALICE]);
    phw_bits_free(&a);
    phw_bits_free(&b);
    phw_bits_free(&o.corrected);
    return o;
}

/* Frames with eight checks fail at a rate of 2^-8 at most: more than 3 of 60 has
 * probability 1e-4. Shannon's limit of these rates is 243 bits a frame. */
Test(weighed, unlike_bits_are_corrected_near_their_entropy)
{
    double entropy = 0;
    for (size_t i = 0; i < N; ++i)
        entropy -=
            rate_of(i) * log2(rate_of(i)) + (1 - rate_of(i)) * log2(1 - rate_of(i));
    double one = 0;
    double pass = 0;
    double yan = 0;
    unsigned n_failed = 0;
    for (uint32_t trial = 0; trial < 30; ++trial) {
        const outcome o = run("soft", "order=one", trial);
        const outcome p = run("soft", "order=pass", trial);
        one += (double)o.alice.leak_bits / 30;
        pass += (double)p.alice.leak_bits / 30;
        yan += (double)run("yan", "", trial).alice.leak_bits / 30;
        n_failed += (o.n_left > 0) + (p.n_left > 0);
        cr_expect_lt(p.alice.n_rounds, o.alice.n_rounds);
    }
    cr_expect_leq(n_failed, 3);
    cr_expect_lt(one, 1.25 * entropy, "%g of %g", one, entropy);
    cr_expect_lt(one, pass);
    cr_expect_lt(pass, yan, "%g, yan %g", pass, yan);
}

Test(weighed, schemes_out_of_range_are_refused)
{
    phw_weighed *w = NULL;
    const phw_reconcile_segment all = {.from = 0, .to = 10, .error_rate = 0.1};
    const phw_reconcile_task task = {.n = 10, .segment = &all, .n_segments = 1};
    phw_bits key = random_bits(10, 1);
    phw_weighed_scheme s = {.first = 0, .later = 1, .checks = 8};
    cr_expect_eq(phw_weighed_create(&w, PHW_ALICE, &s, &task, &key), PHW_EARG);
    s = (phw_weighed_scheme){.first = 1, .later = 1, .checks = 0};
    cr_expect_eq(phw_weighed_create(&w, PHW_ALICE, &s, &task, &key), PHW_EARG);
    cr_expect_null(w);
    phw_bits_free(&key);
}

/* Whatever a peer answers, it ends. */
Test(weighed, random_answers_end)
{
    for (uint32_t trial = 0; trial < 50; ++trial) {
        phw_reconcile_segment segment[N];
        unlike_segments(segment);
        const phw_reconcile_task task = {
            .n = N, .segment = segment, .n_segments = N, .seed = trial};
        const phw_weighed_scheme s = {.first = 0.7, .later = 0.7, .checks = 8};
        phw_bits key = random_bits(N, trial);
        phw_weighed *alice = NULL;
        cr_assert_eq(phw_weighed_create(&alice, PHW_ALICE, &s, &task, &key), PHW_OK);
        const phw_rng rng = {13, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776c), trial};
        phw_message said = {0};
        phw_message answer = {0};
        bool done = false;
        phw_status status = phw_weighed_step(alice, &said, &done, NULL);
        size_t n = 0;
        for (; !status && !done && n < 100000; ++n) {
            phw_message_begin(&answer, 0, 0);
            for (size_t i = PHW_MESSAGE_HEADER_SIZE; i < said.size; ++i)
                phw_message_put_u8(&answer, i + 1 < said.size
                                                ? (uint8_t)phw_rng_below(&rng, n, 256)
                                                : 0);
            cr_assert_eq(phw_message_end(&answer), PHW_OK);
            status = phw_weighed_step(alice, &said, &done, &answer);
        }
        cr_expect_lt(n, 100000);
        cr_expect(status == PHW_OK || status == PHW_EPEER);
        phw_weighed_destroy(alice);
        phw_message_free(&said);
        phw_message_free(&answer);
        phw_bits_free(&key);
    }
}
