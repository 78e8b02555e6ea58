#include "kgen/zero_power_rehearsal.h"

#include <string.h>

#include "kgen/zero_power_session.h"

#include "tests/kgen/zero_power.h"

/* What a wire tap counts. */
typedef struct wire {
    uint64_t n;
    uint64_t bits[PHW_N_ZERO_POWER_MESSAGES]; /* of payloads, by kind */
    uint64_t bytes[2];                        /* of frames, by who spoke */
    uint64_t change, at;                      /* that frame's byte is changed */
} wire;

static void listen(void *context, phw_role from, phw_message *frame)
{
    wire *w = context;
    w->bits[phw_message_type(frame)] += 8 * (frame->size - PHW_MESSAGE_HEADER_SIZE);
    w->bytes[from] += frame->size;
    if (++w->n == w->change)
        frame->byte[w->at % frame->size] ^= 0x10;
}

typedef struct air {
    phw_trace device, reader;
} air;

static air make_air(size_t n, double snr_db, double memory)
{
    return (air){rayleigh_trace(n, 2, snr_db, memory, 1, 2),
                 rayleigh_trace(n, 2, snr_db, memory, 1, 3)};
}

static void free_air(air *a)
{
    phw_trace_free(&a->device);
    phw_trace_free(&a->reader);
}

Test(zero_power_rehearsal, both_ends_get_the_same_key)
{
    static const struct {
        unsigned n_bits, guard, n_tones;
        size_t window;
        phw_zero_power_link link;
        double snr_db;
    } row[] = {
        {1, 0, 1, 256, PHW_ZERO_POWER_ENVELOPE, 20},
        {1, 60, 1, 0, PHW_ZERO_POWER_ENVELOPE, 15},
        {2, 0, 2, 128, PHW_ZERO_POWER_ENVELOPE, 30},
        {3, 20, 1, 512, PHW_ZERO_POWER_ENVELOPE, 40},
        {1, 0, 1, 256, PHW_ZERO_POWER_TRIANGLE, 30},
    };

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        phw_zero_power_config c = phw_zero_power_preset();
        c.n_bits = row[i].n_bits;
        c.guard_256 = row[i].guard;
        c.n_tones = row[i].n_tones;
        c.window = row[i].window;
        c.link = row[i].link;
        c.adc_bits = 12;
        air a = make_air(3000, row[i].snr_db, 0);
        phw_zero_power_rehearsal r = meet_reader(&a.device, &a.reader, &c, NULL, NULL);
        cr_expect_eq(r.report.status, PHW_OK, "%zu: %s", i, phw_error_message());
        cr_expect_eq(r.device_status, PHW_OK);
        cr_expect_eq(r.key[PHW_ALICE].n, 128);
        cr_expect(phw_bits_equal(&r.key[PHW_ALICE], &r.key[PHW_BOB]));
        cr_expect_gt(phw_bits_count(&r.key[PHW_ALICE]), 30); /* 64 +- 6 sigma */
        const uint64_t multiplications =
            r.operations.stage[PHW_ZERO_POWER_STAGE_MEASURE].multiplications;
        cr_expect_eq(multiplications,
                     row[i].link == PHW_ZERO_POWER_TRIANGLE ? 3000 : 0);
        phw_zero_power_rehearsal_free(&r);
        free_air(&a);
    }
}

Test(zero_power_rehearsal, ledger_has_what_was_on_the_wire)
{
    phw_zero_power_config c = phw_zero_power_preset();
    air a = make_air(3000, 20, 0);
    wire w = {0};
    phw_zero_power_rehearsal r = meet_reader(&a.device, &a.reader, &c, listen, &w);
    const phw_zero_power_plane *p = &r.report.plane[0];
    cr_assert_eq(r.report.status, PHW_OK);
    /* All blocks' remainders, padded to bytes; the ledger has those of the blocks used,
     * and each bit of a dropped one is taken off whole. */
    const uint64_t told = p->n_blocks * (255 - p->plan.k);
    cr_expect_eq(w.bits[PHW_ZERO_POWER_SYNDROME], 8 * ((told + 7) / 8));
    cr_expect_eq(r.report.ledger.disclosed[PHW_STAGE_RECONCILE],
                 told - p->n_dropped * (255 - p->plan.k));
    cr_expect_eq(w.bits[PHW_ZERO_POWER_TAG],
                 r.report.ledger.disclosed[PHW_STAGE_VERIFY]);
    cr_expect_eq(w.bits[PHW_ZERO_POWER_SAMPLED], 8 * ((p->n_sampled + 7) / 8));
    cr_expect_eq(8 * w.bytes[PHW_BOB], r.operations.bits_sent);
    cr_expect_eq(8 * w.bytes[PHW_ALICE], r.operations.bits_received);
    cr_expect_eq(w.bytes[PHW_ALICE], r.report.bytes_sent);
    cr_expect_eq(w.n, r.report.n_messages_sent + r.report.n_messages_received);
    phw_zero_power_rehearsal_free(&r);
    free_air(&a);
}

/* A changed byte anywhere ends it without a key at one end at least, and never with two
 * different ones: the last frame alone comes too late for the reader. */
Test(zero_power_rehearsal, changed_frames_give_no_key)
{
    phw_zero_power_config c = phw_zero_power_preset();
    air a = make_air(1500, 45, 0);
    wire whole = {0};
    phw_zero_power_rehearsal r = meet_reader(&a.device, &a.reader, &c, listen, &whole);
    cr_assert_eq(r.report.status, PHW_OK);
    phw_zero_power_rehearsal_free(&r);
    for (uint64_t frame = 1; frame <= whole.n; ++frame) {
        for (uint64_t at = 0; at < 40; at += 3) {
            wire w = {.change = frame, .at = at * at};
            r = meet_reader(&a.device, &a.reader, &c, listen, &w);
            cr_expect_neq(r.device_status, PHW_OK, "frame %d byte %d", (int)frame,
                          (int)at);
            cr_expect_eq(r.key[PHW_BOB].n, 0);
            cr_expect(frame == whole.n || r.key[PHW_ALICE].n == 0);
            phw_zero_power_rehearsal_free(&r);
        }
    }
    free_air(&a);
}

/* Nothing moves: each end quantizes its own noise, and the ends do not agree. */
Test(zero_power_rehearsal, static_channel_gives_no_key)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    air a = make_air(3000, 20, 1);
    phw_zero_power_rehearsal r = meet_reader(&a.device, &a.reader, &c, NULL, NULL);
    cr_expect_eq(r.report.status, PHW_ENOKEY);
    cr_expect_eq(r.device_status, PHW_ENOKEY);
    cr_expect_eq(r.report.certified_bits, 0);
    cr_expect_eq(r.key[PHW_ALICE].n, 0);
    phw_zero_power_rehearsal_free(&r);
    free_air(&a);
}

/* Memory is charged. The mutual information of 4000 steps of a complex autoregression
 * with coefficient 0.99, even if both ends had no noise below 30 dB: innovations of
 * variance 1 - 0.99^2 = 0.0199 against noise of 0.001 give at most log2(1 + 19.9) = 4.4
 * bits a step; of the signs of an envelope, crossing its median about 0.1 times a step,
 * h(0.1) = 0.47 is the most there is in one bit. */
Test(zero_power_rehearsal, slow_channel_gives_no_more_than_it_has)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    air a = make_air(4000, 30, 0.99);
    phw_zero_power_rehearsal r = meet_reader(&a.device, &a.reader, &c, NULL, NULL);
    size_t turns = 0;
    const phw_bits *bits = &r.plane[PHW_BOB][0];
    for (size_t i = 1; i < bits->n; ++i)
        turns += phw_bits_get(bits, i) != phw_bits_get(bits, i - 1);
    const double p = (double)turns / (double)bits->n;
    const double most = -p * log2(p) - (1 - p) * log2(1 - p);
    cr_expect_leq(r.report.assessment.per_bit, most);
    cr_expect_eq(r.report.certified_bits, 0);
    cr_expect_eq(r.report.status, PHW_ENOKEY);
    phw_zero_power_rehearsal_free(&r);
    free_air(&a);
}

/* A period: white to a look one step back, and known after the first 300 probes. */
Test(zero_power_rehearsal, period_gives_no_key)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    air a = make_air(3000, 40, 0);
    for (size_t i = 600; i < 6000; ++i) {
        a.device.cplx[i] = a.device.cplx[i - 600];
        a.reader.cplx[i] = a.reader.cplx[i - 600];
    }
    phw_zero_power_rehearsal r = meet_reader(&a.device, &a.reader, &c, NULL, NULL);
    cr_expect_eq(r.report.certified_bits, 0);
    cr_expect_eq(r.report.status, PHW_ENOKEY);
    phw_zero_power_rehearsal_free(&r);
    free_air(&a);
}

/* A drive away: a trend in place of a channel. */
Test(zero_power_rehearsal, trend_gives_no_key)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, 3000, 1), PHW_OK);
    for (size_t i = 0; i < 3000; ++i)
        t.real[i] = -60 - 0.01F * (float)i;
    phw_zero_power_rehearsal r = meet_reader(&t, &t, &c, NULL, NULL);
    cr_expect_eq(r.report.certified_bits, 0);
    cr_expect_neq(r.report.status, PHW_OK);
    phw_zero_power_rehearsal_free(&r);
    for (size_t i = 0; i < 3000; ++i)
        t.real[i] = -60;
    r = meet_reader(&t, &t, &c, NULL, NULL);
    cr_expect_eq(r.report.certified_bits, 0);
    phw_zero_power_rehearsal_free(&r);
    phw_trace_free(&t);
}

Test(zero_power_rehearsal, is_reproducible_from_a_seed)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    air a = make_air(3000, 30, 0);
    phw_zero_power_rehearsal first = meet_reader(&a.device, &a.reader, &c, NULL, NULL);
    phw_zero_power_rehearsal second = meet_reader(&a.device, &a.reader, &c, NULL, NULL);
    cr_expect(first.report.reproducible);
    cr_expect_eq(first.key[PHW_BOB].n, 128);
    cr_expect(phw_bits_equal(&first.key[PHW_BOB], &second.key[PHW_BOB]));
    phw_zero_power_rehearsal_free(&first);
    phw_zero_power_rehearsal_free(&second);
    free_air(&a);
}

Test(zero_power_rehearsal, short_traces_are_no_failure_of_the_machines)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    for (size_t n = 8; n <= 256; n *= 2) {
        air a = make_air(n, 30, 0);
        phw_zero_power_rehearsal r = meet_reader(&a.device, &a.reader, &c, NULL, NULL);
        cr_expect_eq(r.report.status, PHW_ESHORT, "%zu", n);
        phw_zero_power_rehearsal_free(&r);
        free_air(&a);
    }
}
