#include "kgen/flight.h"

#include <criterion/criterion.h>

#include "wire.h"

enum {
    N_FRAMES = 12,
    MESSAGES_MAX = 1000
};

/* Frames of unlike sizes and error rates, some of them empty. */
typedef struct batch {
    phw_reconcile_segment segment[N_FRAMES];
    phw_reconcile_task task[N_FRAMES];
    phw_bits a[N_FRAMES];
    phw_bits b[N_FRAMES];
    phw_bits alice;
    phw_bits bob;
} batch;

static void make(batch *out, const phw_params *params)
{
    static const size_t sizes[N_FRAMES] = {0,  300, 64, 1,    0,   65,
                                           63, 700, 2,  1000, 129, 0};
    *out = (batch){0};
    for (uint32_t i = 0; i < N_FRAMES; ++i) {
        const double rate = 0.02 * (i % 5);
        out->segment[i] = (phw_reconcile_segment){0, sizes[i], rate};
        out->task[i] = (phw_reconcile_task){.n = sizes[i],
                                            .segment = &out->segment[i],
                                            .n_segments = sizes[i] > 0,
                                            .seed = 77 + i,
                                            .params = *params};
        out->a[i] = random_bits(sizes[i], i);
        out->b[i] = noisy_bits(&out->a[i], rate, i);
        cr_assert_eq(phw_bits_append(&out->alice, &out->a[i]), PHW_OK);
        cr_assert_eq(phw_bits_append(&out->bob, &out->b[i]), PHW_OK);
    }
}

/* Frames of two tasks, turn and turn about: those of one task share their tables. */
static void make_alike(batch *out, const phw_params *params)
{
    *out = (batch){0};
    for (uint32_t i = 0; i < N_FRAMES; ++i) {
        const size_t n = i % 2 == 0 ? 2500 : 700;
        out->segment[i] = (phw_reconcile_segment){0, n, 0.05};
        out->task[i] = (phw_reconcile_task){.n = n,
                                            .segment = &out->segment[i],
                                            .n_segments = 1,
                                            .seed = 77,
                                            .params = *params};
        out->a[i] = random_bits(n, i);
        out->b[i] = noisy_bits(&out->a[i], 0.05, i);
        cr_assert_eq(phw_bits_append(&out->alice, &out->a[i]), PHW_OK);
        cr_assert_eq(phw_bits_append(&out->bob, &out->b[i]), PHW_OK);
    }
}

static void free_batch(batch *b)
{
    for (unsigned i = 0; i < N_FRAMES; ++i) {
        phw_bits_free(&b->a[i]);
        phw_bits_free(&b->b[i]);
    }
    phw_bits_free(&b->alice);
    phw_bits_free(&b->bob);
}

/* Both ends, and every message that crossed. */
typedef struct flights {
    phw_flight *end[2];
    phw_message said[MESSAGES_MAX];
    unsigned n;
    bool done[2];
} flights;

static void open_flights(flights *out, const phw_reconciler *r, const batch *b)
{
    *out = (flights){0};
    cr_assert_eq(phw_flight_create(&out->end[PHW_ALICE], PHW_ALICE, r, b->task,
                                   N_FRAMES, &b->alice),
                 PHW_OK, "%s", phw_error_message());
    cr_assert_eq(
        phw_flight_create(&out->end[PHW_BOB], PHW_BOB, r, b->task, N_FRAMES, &b->bob),
        PHW_OK);
}

static void fly(flights *f)
{
    const phw_message *in = NULL;
    for (f->n = 0; !(f->done[0] && f->done[1]); ++f->n) {
        cr_assert_lt(f->n, MESSAGES_MAX);
        phw_message *out = &f->said[f->n];
        cr_assert_eq(phw_flight_step(f->end[f->n % 2], out, &f->done[f->n % 2], in),
                     PHW_OK, "%s", phw_error_message());
        if (out->size == 0)
            break;
        in = out;
    }
}

static void free_flights(flights *f)
{
    for (unsigned i = 0; i < MESSAGES_MAX; ++i)
        phw_message_free(&f->said[i]);
    phw_flight_destroy(f->end[0]);
    phw_flight_destroy(f->end[1]);
}

/* The same frames one by one are the measure of everything. */
static void expect_as_alone(const flights *f, const batch *b, const phw_reconciler *r)
{
    phw_reconcile_figures sum = {0};
    for (unsigned i = 0; i < N_FRAMES; ++i) {
        outcome o = converse(r, &b->task[i], &b->a[i], &b->b[i]);
        const phw_reconcile_figures alice = phw_flight_frame_figures(f->end[0], i);
        const phw_reconcile_figures bob = phw_flight_frame_figures(f->end[1], i);
        cr_assert_eq(o.status, PHW_OK);
        cr_expect(memcmp(&alice, &o.alice, sizeof alice) == 0, "frame %u", i);
        cr_expect(memcmp(&bob, &o.bob, sizeof bob) == 0, "frame %u", i);
        cr_expect(
            phw_bits_equal(phw_flight_frame_corrected(f->end[0], i), &o.corrected));
        cr_expect(
            phw_bits_equal(phw_flight_frame_corrected(f->end[1], i), &o.corrected));
        phw_bits_xor(&o.corrected, &b->b[i]);
        cr_expect(phw_bits_equal(phw_flight_frame_key(f->end[1], i), &o.corrected));
        cr_expect(phw_bits_equal(phw_flight_frame_key(f->end[0], i), &b->a[i]));
        sum.leak_bits += o.bob.leak_bits;
        sum.reply_bits += o.bob.reply_bits;
        sum.n_corrected += o.bob.n_corrected;
        if (o.bob.n_rounds > sum.n_rounds)
            sum.n_rounds = o.bob.n_rounds;
        phw_bits_free(&o.corrected);
    }
    const phw_reconcile_figures got = phw_flight_figures(f->end[1]);
    cr_expect_gt(sum.n_corrected, 0);
    cr_expect_eq(got.leak_bits, sum.leak_bits);
    cr_expect_eq(got.reply_bits, sum.reply_bits);
    cr_expect_eq(got.n_corrected, sum.n_corrected);
    cr_expect_eq(got.n_rounds, sum.n_rounds);
    cr_expect_eq(got.n_messages, f->n);
    cr_expect_eq(got.n_messages, 2 * sum.n_rounds, "one message a round and way");
}

Test(flight, frames_side_by_side_come_out_as_one_by_one)
{
    static const char *const names[] = {"yan", "original", "soft"};
    for (unsigned v = 0; v < 3; ++v) {
        phw_params params;
        const phw_reconciler *r = entry(&params, names[v], "");
        batch b;
        flights f;
        make(&b, &params);
        open_flights(&f, r, &b);
        fly(&f);
        expect_as_alone(&f, &b, r);
        free_flights(&f);
        free_batch(&b);
    }
}

Test(flight, frames_with_shared_tables_come_out_as_one_by_one)
{
    static const char *const names[] = {"yan", "throughput", "low-leak", "low-latency"};
    for (unsigned v = 0; v < 4; ++v) {
        phw_params params;
        const phw_reconciler *r = entry(&params, names[v], "");
        batch b;
        flights f;
        make_alike(&b, &params);
        open_flights(&f, r, &b);
        fly(&f);
        expect_as_alone(&f, &b, r);
        free_flights(&f);
        free_batch(&b);
    }
}

/* And the flight that lends its tables does its own work afterwards. */
Test(flight, a_flight_beside_another_comes_out_as_alone)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "low-latency", "");
    batch b;
    flights first;
    flights f = {0};
    make_alike(&b, &params);
    open_flights(&first, r, &b);
    cr_assert_eq(phw_flight_share(&f.end[0], first.end[0], &b.alice), PHW_OK);
    cr_assert_eq(phw_flight_share(&f.end[1], first.end[1], &b.bob), PHW_OK);
    fly(&f);
    expect_as_alone(&f, &b, r);
    free_flights(&f);
    fly(&first);
    expect_as_alone(&first, &b, r);
    free_flights(&first);
    free_batch(&b);
}

Test(flight, tables_are_shared_for_as_many_bits_and_where_they_can_be)
{
    phw_params params;
    const phw_reconciler *yan = entry(&params, "yan", "");
    batch b;
    flights f;
    phw_flight *other = NULL;
    make_alike(&b, &params);
    open_flights(&f, yan, &b);
    cr_expect_eq(phw_flight_share(&other, f.end[0], &b.alice), PHW_EARG);
    free_flights(&f);
    free_batch(&b);
    const phw_reconciler *fast = entry(&params, "throughput", "");
    make_alike(&b, &params);
    open_flights(&f, fast, &b);
    cr_expect_eq(phw_flight_share(&other, f.end[0], &b.a[0]), PHW_EARG);
    cr_expect_null(other);
    free_flights(&f);
    free_batch(&b);
}

Test(flight, bits_of_all_frames_are_joined_in_their_order)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    batch b;
    flights f;
    phw_bits key = {0};
    phw_bits corrected = {0};
    make(&b, &params);
    open_flights(&f, r, &b);
    fly(&f);
    cr_assert_eq(phw_flight_n_frames(f.end[0]), N_FRAMES);
    cr_assert_eq(phw_flight_key(&key, f.end[0]), PHW_OK);
    cr_expect(phw_bits_equal(&key, &b.alice));
    phw_bits_free(&key);
    cr_assert_eq(phw_flight_key(&key, f.end[1]), PHW_OK);
    cr_assert_eq(phw_flight_corrected(&corrected, f.end[1]), PHW_OK);
    phw_bits_xor(&key, &corrected);
    cr_expect(phw_bits_equal(&key, &b.bob), "corrected bits are what changed");
    phw_bits_free(&key);
    phw_bits_free(&corrected);
    free_flights(&f);
    free_batch(&b);
}

/* Bytes: a message of a round has one header, and a byte or two before each part. */
Test(flight, sharing_rounds_costs_fewer_bytes_than_messages_of_their_own)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    batch b;
    flights f;
    uint64_t alone = 0;
    make(&b, &params);
    open_flights(&f, r, &b);
    fly(&f);
    for (unsigned i = 0; i < N_FRAMES; ++i)
        alone += phw_flight_frame_figures(f.end[0], i).bytes_sent;
    const phw_reconcile_figures alice = phw_flight_figures(f.end[0]);
    const phw_reconcile_figures bob = phw_flight_figures(f.end[1]);
    cr_expect_lt(alice.bytes_sent, alone);
    cr_expect_eq(alice.bytes_sent, bob.bytes_received);
    cr_expect_eq(bob.bytes_sent, alice.bytes_received);
    free_flights(&f);
    free_batch(&b);
}

Test(flight, the_next_flight_takes_the_same_tables)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    batch b;
    flights f;
    make(&b, &params);
    open_flights(&f, r, &b);
    fly(&f);
    phw_bits few = random_bits(7, 1);
    cr_expect_eq(phw_flight_reset(f.end[0], &few), PHW_EARG);
    cr_assert_eq(phw_flight_reset(f.end[0], &b.alice), PHW_OK);
    cr_assert_eq(phw_flight_reset(f.end[1], &b.bob), PHW_OK);
    cr_expect_eq(phw_flight_figures(f.end[0]).n_messages, 0);
    f.done[0] = f.done[1] = false;
    fly(&f);
    expect_as_alone(&f, &b, r);
    phw_bits_free(&few);
    free_flights(&f);
    free_batch(&b);
}

Test(flight, nothing_to_reconcile_is_nothing_to_say)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    const phw_reconcile_task empty[3] = {
        {.params = params}, {.params = params}, {.params = params}};
    const phw_bits none = {0};
    for (size_t n = 0; n <= 3; n += 3) {
        for (unsigned role = 0; role < 2; ++role) {
            phw_flight *f = NULL;
            phw_message out = {0};
            bool done = false;
            cr_assert_eq(phw_flight_create(&f, (phw_role)role, r, empty, n, &none),
                         PHW_OK);
            cr_expect_eq(phw_flight_step(f, &out, &done, NULL), PHW_OK);
            cr_expect(done && out.size == 0);
            phw_flight_destroy(f);
            phw_message_free(&out);
        }
    }
}

Test(flight, what_does_not_fit_together_is_refused)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    batch b;
    phw_flight *f = NULL;
    make(&b, &params);
    cr_expect_eq(phw_flight_create(&f, PHW_BOB, r, b.task, N_FRAMES - 3, &b.bob),
                 PHW_EARG);
    cr_expect_eq(
        phw_flight_create(&f, PHW_BOB, r, b.task, PHW_FLIGHT_FRAMES_MAX + 1, &b.bob),
        PHW_EARG);
    b.task[3].n = PHW_FLIGHT_BITS_MAX;
    cr_expect_eq(phw_flight_create(&f, PHW_BOB, r, b.task, N_FRAMES, &b.bob), PHW_EARG);
    b.task[3].n = 1;
    b.segment[1].error_rate = 0.26;
    cr_expect_eq(phw_flight_create(&f, PHW_BOB, r, b.task, N_FRAMES, &b.bob),
                 PHW_ENOKEY, "as the reconciler says");
    cr_expect_null(f);
    phw_flight_destroy(f);
    free_batch(&b);
}

/* Bob hears `said` up to message `at`, and `bad` in its place: an error or a way on
 * that ends; what he had is wiped by the same call as ever. */
static phw_status hear(const phw_reconciler *r, const batch *b, const flights *truth,
                       unsigned at, const phw_message *bad)
{
    phw_flight *bob = NULL;
    phw_message out = {0};
    bool done = false;
    phw_status s = phw_flight_create(&bob, PHW_BOB, r, b->task, N_FRAMES, &b->bob);
    for (unsigned i = 0; i < at; i += 2)
        cr_assert_eq(phw_flight_step(bob, &out, &done, &truth->said[i]), PHW_OK);
    cr_assert_eq(s, PHW_OK);
    s = phw_flight_step(bob, &out, &done, bad);
    cr_expect(s == PHW_OK || s == PHW_EPEER, "%s", phw_error_message());
    if (s) {
        cr_expect_eq(out.size, 0);
        cr_expect_eq(phw_flight_step(bob, &out, &done, bad), PHW_EPEER,
                     "it stays dead");
    }
    phw_flight_destroy(bob);
    phw_message_free(&out);
    return s;
}

static phw_message payload(const uint8_t *byte, size_t size)
{
    phw_message m = {0};
    phw_message_begin(&m, 0, 0);
    phw_message_put_bytes(&m, byte, size);
    cr_assert_eq(phw_message_end(&m), PHW_OK);
    return m;
}

Test(flight, every_cut_and_every_changed_byte_ends_cleanly)
{
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    batch b;
    flights f;
    make(&b, &params);
    open_flights(&f, r, &b);
    fly(&f);
    unsigned n_refused = 0;
    for (unsigned at = 0; at < f.n && at < 5; at += 2) {
        const uint8_t *byte = f.said[at].byte + PHW_MESSAGE_HEADER_SIZE;
        const size_t size = f.said[at].size - PHW_MESSAGE_HEADER_SIZE;
        for (size_t i = 0; i < size; ++i) {
            phw_message bad = payload(byte, i);
            cr_expect_eq(hear(r, &b, &f, at, &bad), PHW_EPEER, "cut at %zu", i);
            phw_message_free(&bad);
            for (unsigned bit = 0; bit < 8; bit += 7) {
                bad = payload(byte, size);
                bad.byte[PHW_MESSAGE_HEADER_SIZE + i] ^= (uint8_t)(1U << bit);
                n_refused += hear(r, &b, &f, at, &bad) != PHW_OK;
                phw_message_free(&bad);
            }
        }
    }
    cr_expect_gt(n_refused, 0);
    free_flights(&f);
    free_batch(&b);
}

Test(flight, parts_that_are_not_due_are_refused)
{
    static const uint8_t huge[] = {0xff, 0xff, 0xff, 0xff, 0xff,
                                   0xff, 0xff, 0xff, 0xff, 0x01};
    static const uint8_t silent[N_FRAMES] = {0};
    static const uint8_t empty[N_FRAMES] = {1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    batch b;
    flights f;
    make(&b, &params);
    open_flights(&f, r, &b);
    fly(&f);
    phw_message bad = payload(huge, sizeof huge);
    cr_expect_eq(hear(r, &b, &f, 0, &bad), PHW_EPEER, "a length of 2^64 - 1");
    phw_message_free(&bad);
    bad = payload(silent, sizeof silent);
    cr_expect_eq(hear(r, &b, &f, 0, &bad), PHW_EPEER, "frames that are not opened");
    phw_message_free(&bad);
    bad = payload(empty, sizeof empty);
    cr_expect_eq(hear(r, &b, &f, 0, &bad), PHW_EPEER, "parts without bits");
    phw_message_free(&bad);
    bad = payload(silent, 4);
    cr_expect_eq(hear(r, &b, &f, 2, &bad), PHW_EPEER, "silence later on");
    phw_message_free(&bad);
    bad = payload(f.said[0].byte + PHW_MESSAGE_HEADER_SIZE,
                  f.said[0].size - PHW_MESSAGE_HEADER_SIZE);
    cr_expect_eq(hear(r, &b, &f, 2, &bad), PHW_EPEER, "a message told twice");
    phw_message_put_u8(&bad, 1);
    cr_expect_eq(hear(r, &b, &f, 0, &bad), PHW_EPEER, "one more part");
    phw_message_free(&bad);
    free_flights(&f);
    free_batch(&b);
}

/* Alice hears her own messages with bits inverted here and there: parts of the right
 * lengths, mostly, and parities that contradict each other. */
Test(flight, a_lying_end_is_heard_no_longer_than_by_one_frame)
{
    enum {
        FEW = 4,
        N = 300
    };

    phw_params params;
    const phw_reconciler *r = entry(&params, "yan", "");
    const phw_rng rng = {17, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x776d), 0};
    const phw_reconcile_segment all = {0, N, 0.05};
    phw_reconcile_task task[FEW];
    for (unsigned i = 0; i < FEW; ++i)
        task[i] = (phw_reconcile_task){
            .n = N, .segment = &all, .n_segments = 1, .seed = i, .params = params};
    phw_bits key = random_bits(FEW * N, 1);
    unsigned n_refused = 0;
    unsigned n_most = 0;
    for (uint32_t trial = 0; trial < 200; ++trial) {
        phw_flight *alice = NULL;
        phw_message out = {0};
        phw_message in = {0};
        bool done = false;
        unsigned n = 0;
        cr_assert_eq(phw_flight_create(&alice, PHW_ALICE, r, task, FEW, &key), PHW_OK);
        phw_status s = phw_flight_step(alice, &out, &done, NULL);
        for (; !s && !done; ++n) {
            cr_assert_eq(phw_message_from_bytes(&in, out.byte, out.size), PHW_OK);
            for (size_t i = PHW_MESSAGE_HEADER_SIZE; i < in.size; ++i)
                if (phw_rng_below(&rng, 100000 * trial + 50 * n + i, 100) == 0)
                    in.byte[i] ^= 1;
            s = phw_flight_step(alice, &out, &done, &in);
            cr_assert_lt(n, 64 * 10 * 9 + 1);
        }
        n_refused += s == PHW_EPEER;
        n_most = n > n_most ? n : n_most;
        cr_expect(s == PHW_OK || s == PHW_EPEER);
        phw_flight_destroy(alice);
        phw_message_free(&in);
        phw_message_free(&out);
    }
    cr_expect_gt(n_refused, 0);
    cr_expect_gt(n_most, 5, "some are heard for a while");
    phw_bits_free(&key);
}
