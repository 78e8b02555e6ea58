#include "kgen/rehearsal.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "kgen/agreement_machine.h"

#include "meeting.h"

static void end_test(phw_rehearsal *r, phw_trace *a, phw_trace *b)
{
    phw_rehearsal_free(r);
    phw_trace_free(a);
    phw_trace_free(b);
}

static void expect_agreed(const phw_rehearsal *r, size_t least)
{
    cr_assert_eq(r->report[PHW_ALICE].status, PHW_OK);
    cr_assert_eq(r->report[PHW_BOB].status, PHW_OK);
    cr_expect_geq(r->key[PHW_ALICE].n, least);
    cr_expect(phw_bits_equal(&r->key[PHW_ALICE], &r->key[PHW_BOB]));
}

Test(rehearsal, ends_of_one_channel_agree)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    const phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    expect_agreed(&r, 1000);
    end_test(&r, &a, &b);
}

Test(rehearsal, sources_make_it_reproducible)
{
    phw_trace a = make_trace(2000, 20, 1, 1);
    phw_trace b = make_trace(2000, 20, 1, 2);
    const phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    phw_rehearsal again = meet(&a, &b, &c, 1, NULL, NULL);
    phw_rehearsal other = meet(&a, &b, &c, 2, NULL, NULL);
    expect_agreed(&r, 1);
    cr_expect(phw_bits_equal(&r.key[0], &again.key[0]));
    cr_expect_not(phw_bits_equal(&r.key[0], &other.key[0]));
    cr_expect(r.report[0].reproducible);
    phw_rehearsal_free(&again);
    phw_rehearsal_free(&other);
    end_test(&r, &a, &b);
}

/* The tap's own counts. */
typedef struct count {
    uint64_t frames[2];
    uint64_t bytes[2];
    uint64_t parity_bytes[2];
    uint64_t parity_frames[2];
    uint64_t sample_bits;
} count;

static void count_frame(void *context, phw_role from, phw_message *frame)
{
    count *n = context;
    const size_t payload = frame->size - PHW_MESSAGE_HEADER_SIZE;
    ++n->frames[from];
    n->bytes[from] += frame->size;
    const uint8_t kind = phw_message_type(frame);
    if (kind == PHW_MESSAGE_PARITY || kind == PHW_MESSAGE_REPLY) {
        n->parity_bytes[from] += payload;
        ++n->parity_frames[from];
    }
}

/* Parities are padded to bytes: at most seven bits a message more on the wire. Within
 * that, the reconciler's own count, which tests/kgen/cascade.c holds to the bit. */
Test(rehearsal, the_ledger_is_what_a_tap_counts)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    const phw_agreement_config c = plain_config();
    count n = {{0}, {0}, {0}, {0}, 0};
    phw_rehearsal r = meet(&a, &b, &c, 1, count_frame, &n);
    expect_agreed(&r, 1);
    for (unsigned role = 0; role < 2; ++role) {
        const phw_agreement_report *p = &r.report[role];
        const uint64_t leak = p->ledger.disclosed[PHW_STAGE_RECONCILE];
        cr_expect_eq(leak, p->reconcile.leak_bits);
        cr_expect_leq(leak, 8 * n.parity_bytes[PHW_ALICE]);
        cr_expect_geq(leak + 7 * n.parity_frames[PHW_ALICE],
                      8 * n.parity_bytes[PHW_ALICE]);
        cr_expect_leq(p->ledger.reply, 8 * n.parity_bytes[PHW_BOB]);
        cr_expect_geq(p->ledger.reply + 7 * n.parity_frames[PHW_BOB],
                      8 * n.parity_bytes[PHW_BOB]);
        cr_expect_eq(p->ledger.disclosed[PHW_STAGE_VERIFY], c.tag_bits);
        cr_expect_eq(p->ledger.disclosed[PHW_STAGE_AMPLIFY], 2 * c.security_bits);
        cr_expect_gt(p->ledger.disclosed[PHW_STAGE_POSITIONS], 0);
        cr_expect_eq(p->n_messages_sent, n.frames[role]);
        cr_expect_eq(p->n_messages_received, n.frames[1 - role]);
        cr_expect_eq(p->bytes_sent, n.bytes[role]);
        cr_expect_eq(p->bytes_received, n.bytes[1 - role]);
        cr_expect_eq(p->reconcile.n_rounds, n.parity_frames[role]);
    }
    cr_expect_eq(r.n_bytes, n.bytes[0] + n.bytes[1]);
    cr_expect_eq(r.report[0].ledger.disclosed[PHW_STAGE_POSITIONS],
                 r.report[1].ledger.disclosed[PHW_STAGE_POSITIONS]);
    end_test(&r, &a, &b);
}

Test(rehearsal, the_key_is_as_long_as_the_ledger_leaves)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    phw_agreement_config c = plain_config();
    c.eve_information_bits = 100.5;
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    const phw_agreement_report *p = &r.report[PHW_ALICE];
    expect_agreed(&r, 1);
    const double left = p->assessment.min_entropy_bits - (double)p->n_sampled - 100.5;
    cr_expect_eq(p->key_bits, (size_t)floor(left) - phw_ledger_total(&p->ledger));
    cr_expect_eq(p->n_bits + p->n_sampled, p->n_raw);
    cr_expect_geq(p->n_sampled, 300);
    cr_expect_leq(p->n_sampled, 302);
    c.key_bits_max = 256;
    phw_rehearsal shorter = meet(&a, &b, &c, 1, NULL, NULL);
    expect_agreed(&shorter, 256);
    cr_expect_eq(shorter.key[0].n, 256);
    phw_rehearsal_free(&shorter);
    end_test(&r, &a, &b);
}

/* Two-bit symbols at 20 dB differ in 5.8 % of the bits (quantizer tables); 5700 bits,
 * 5 sigma with the two bits of a symbol taken as one: 0.022. */
Test(rehearsal, the_error_rates_are_told)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    const phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    cr_expect_float_eq(r.report[0].error_rate_observed, 0.0584, 0.022);
    cr_expect_float_eq(r.report[0].error_rate, 0.0584, 0.08);
    const size_t differ = phw_bits_distance(&r.raw[0], &r.raw[1]);
    cr_expect_eq(r.report[1].reconcile.n_corrected + r.report[1].n_sample_errors,
                 differ);
    end_test(&r, &a, &b);
}

Test(rehearsal, unrelated_traces_give_no_key)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 2, 2);
    phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    for (unsigned i = 0; i < 2; ++i) {
        cr_expect_eq(r.report[i].status, PHW_ENOKEY);
        cr_expect_eq(r.report[i].phase, PHW_PHASE_ESTIMATION);
        cr_expect_gt(r.report[i].error_rate, 0.4);
        cr_expect_eq(r.key[i].n, 0);
        cr_expect_eq(r.raw[i].n, 6000, "raw bits stay for analysis");
    }
    /* Nothing sampled: the assumed rate is wrong, and the accounting refuses. */
    c.sample_fraction = 0;
    phw_rehearsal blind = meet(&a, &b, &c, 1, NULL, NULL);
    for (unsigned i = 0; i < 2; ++i) {
        cr_expect(blind.report[i].status == PHW_ENOKEY ||
                  blind.report[i].status == PHW_ENOCONV);
        cr_expect_gt(blind.report[i].ledger.disclosed[PHW_STAGE_RECONCILE], 0);
    }
    phw_rehearsal_free(&blind);
    end_test(&r, &a, &b);
}

/* Short of entropy, not of agreement: reconciliation runs and all figures are there. */
Test(rehearsal, too_little_entropy_gives_no_key_but_all_figures)
{
    phw_trace a = make_trace(150, 20, 1, 1);
    phw_trace b = make_trace(150, 20, 1, 2);
    const phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    for (unsigned i = 0; i < 2; ++i) {
        const phw_agreement_report *p = &r.report[i];
        cr_expect_eq(p->status, PHW_ENOKEY);
        cr_expect_eq(p->phase, PHW_PHASE_AMPLIFICATION);
        cr_expect(p->assessed);
        cr_expect_gt(p->shortfall_bits, 0);
        cr_expect_gt(p->ledger.disclosed[PHW_STAGE_RECONCILE], 0);
        cr_expect_eq(p->key_bits, 0);
    }
    end_test(&r, &a, &b);
}

Test(rehearsal, constant_and_short_traces_end_as_too_short)
{
    for (unsigned which = 0; which < 4; ++which) {
        phw_trace t[2] = {make_trace(300, 20, 1, 1), make_trace(300, 20, 1, 2)};
        phw_trace *bad = &t[which % 2];
        if (which < 2) {
            for (size_t i = 0; i < bad->n_probes; ++i)
                bad->real[i] = -70;
        } else {
            bad->n_probes = 1;
        }
        const phw_agreement_config c = plain_config();
        phw_rehearsal r = meet(&t[0], &t[1], &c, 1, NULL, NULL);
        cr_expect_eq(r.report[0].status, PHW_ESHORT, "case %u", which);
        cr_expect_eq(r.report[1].status, PHW_ESHORT, "case %u", which);
        /* One probe that both have is found too few by who quantizes first, Alice. */
        const unsigned first = which == 1 ? PHW_BOB : PHW_ALICE;
        cr_expect(strstr(r.report[first].reason, "component 0") != NULL, "case %u: %s",
                  which, r.report[first].reason);
        cr_expect(strstr(r.report[1 - first].reason, "the peer") != NULL, "case %u: %s",
                  which, r.report[1 - first].reason);
        end_test(&r, &t[0], &t[1]);
    }
}

/* Lost probes: rows are matched by number, never by place. */
Test(rehearsal, lost_probes_are_left_out)
{
    phw_trace t[2] = {make_trace(3000, 20, 1, 1), make_trace(3000, 20, 1, 2)};
    for (unsigned end = 0; end < 2; ++end) {
        size_t n = 0;
        for (size_t i = 0; i < 3000; ++i) {
            if (i % 10 == 3 * end)
                continue;
            t[end].real[n] = t[end].real[i];
            t[end].sequence[n] = t[end].sequence[i];
            t[end].time_s[n++] = t[end].time_s[i];
        }
        t[end].n_probes = n;
    }
    const phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&t[0], &t[1], &c, 1, NULL, NULL);
    expect_agreed(&r, 500);
    cr_expect_eq(r.report[0].n_rows_own, 2700);
    cr_expect_eq(r.report[0].n_rows, 2400);
    cr_expect_eq(r.report[1].n_rows, 2400);
    end_test(&r, &t[0], &t[1]);
}

/* More rows than one message tells. */
Test(rehearsal, long_traces_are_offered_in_pieces)
{
    const size_t n = PHW_ROWS_CHUNK + 5000;
    phw_trace a = make_trace(n, 20, 1, 1);
    phw_trace b = make_trace(n, 20, 1, 2);
    const phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    expect_agreed(&r, 10000);
    cr_expect_eq(r.report[0].n_rows, n);
    end_test(&r, &a, &b);
}

/* Bob half a probe later on a slow channel; linear interpolation beats none. */
Test(rehearsal, pairing_by_time_reads_between_rows)
{
    const size_t n = 3000;
    phw_trace t[2] = {make_trace(n, 20, 1, 1), make_trace(n, 20, 1, 2)};
    phw_trace slow = make_trace(2 * n + 64, 60, 3, 3);
    for (size_t i = 0; i < n; ++i) {
        for (unsigned end = 0; end < 2; ++end) {
            float sum = 0;
            for (size_t k = 0; k < 24; ++k)
                sum += slow.real[2 * i + end + k];
            const float noise = t[end].real[i] - 0;
            t[end].real[i] = sum + 0.3F * noise;
            t[end].time_s[i] = (double)(2 * i + end);
        }
    }
    phw_agreement_config c = plain_config();
    c.pairing = PHW_PAIRING_TIME;
    c.key_bits_min = 1;
    phw_rehearsal nearest = meet(&t[0], &t[1], &c, 1, NULL, NULL);
    c.between = PHW_INTERPOLATION_LINEAR;
    phw_rehearsal linear = meet(&t[0], &t[1], &c, 1, NULL, NULL);
    cr_expect_eq(nearest.report[0].n_rows, linear.report[0].n_rows);
    cr_expect_geq(linear.report[0].n_rows, n - 2);
    cr_expect_lt(phw_bits_distance(&linear.raw[0], &linear.raw[1]),
                 phw_bits_distance(&nearest.raw[0], &nearest.raw[1]));
    cr_expect_eq(linear.facts.n_rows, linear.report[0].n_rows);
    cr_expect_not_null(linear.facts.time_s);
    phw_rehearsal_free(&nearest);
    phw_trace_free(&slow);
    end_test(&linear, &t[0], &t[1]);
}

Test(rehearsal, every_transform_and_quantizer_gets_through)
{
    phw_trace a = make_trace(3200, 25, 1, 1);
    phw_trace b = make_trace(3200, 25, 1, 2);
    size_t n_transforms = 0;
    size_t n_quantizers = 0;
    const phw_transform *const *transform = phw_transform_list(&n_transforms);
    const phw_quantizer *const *quantizer = phw_quantizer_list(&n_quantizers);
    for (size_t i = 0; i < n_transforms; ++i) {
        for (size_t j = 0; j < n_quantizers; ++j) {
            phw_agreement_config c = plain_config();
            phw_pipeline_set_transform(&c.pipeline, transform[i], NULL);
            c.quantizer = quantizer[j];
            phw_params_preset(&c.quantizer_params, c.quantizer->params,
                              c.quantizer->n_params);
            if (c.quantizer->levels != NULL) {
                /* Another one says nothing of dependence. */
                if (strcmp(transform[i]->name, "spectrum") != 0)
                    continue;
                c.sample_fraction = 0;
                c.assessment = PHW_ASSESS_COLLISION;
            }
            phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
            for (unsigned end = 0; end < 2; ++end)
                cr_expect(r.report[end].status == PHW_OK ||
                              r.report[end].status == PHW_ENOKEY,
                          "%s %s: %s in %s", transform[i]->name, quantizer[j]->name,
                          phw_status_name(r.report[end].status),
                          phw_phase_name(r.report[end].phase));
            cr_expect_eq(r.raw[0].n, r.raw[1].n);
            cr_expect_gt(r.raw[0].n, 0);
            phw_rehearsal_free(&r);
        }
    }
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* Both the channel's noise-free copy and an unrelated one: an eavesdropper's bits come
 * out by the public facts, row against row. */
Test(rehearsal, an_eavesdropper_makes_her_bits_from_public_facts)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    phw_trace near = make_trace(3000, 20, 1, 3);
    phw_trace far = make_trace(3000, 20, 9, 4);
    phw_agreement_config c = plain_config();
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    phw_raw eve = {0};
    cr_assert_eq(phw_eavesdrop(&eve, &near, &r.facts, &c), PHW_OK);
    cr_assert_eq(eve.bits.n, r.raw[0].n);
    cr_expect_lt((double)phw_bits_distance(&eve.bits, &r.raw[0]) / 6000, 0.08);
    phw_raw_free(&eve);
    cr_assert_eq(phw_eavesdrop(&eve, &far, &r.facts, &c), PHW_OK);
    /* 6000 fair bits: 5 sigma are 0.032. */
    cr_expect_float_eq((double)phw_bits_distance(&eve.bits, &r.raw[0]) / 6000, 0.5,
                       0.04);
    phw_raw_free(&eve);
    /* She missed probes: her nearest stand in, and the length stays. */
    far.n_probes = 2500;
    cr_assert_eq(phw_eavesdrop(&eve, &far, &r.facts, &c), PHW_OK);
    cr_expect_eq(eve.bits.n, r.raw[0].n);
    phw_raw_free(&eve);
    phw_trace_free(&near);
    phw_trace_free(&far);
    end_test(&r, &a, &b);
}
