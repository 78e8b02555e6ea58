#include "kgen/zero_power_reader.h"

#include <string.h>

#include "kgen/zero_power_detector.h"
#include "kgen/zero_power_device.h"
#include "kgen/zero_power_session.h"

#include "tests/kgen/zero_power.h"

static phw_zero_power_report report_of(size_t n, double snr_db, double memory,
                                       const phw_zero_power_config *c)
{
    phw_trace device = rayleigh_trace(n, 4, snr_db, memory, 1, 2);
    phw_trace reader = rayleigh_trace(n, 4, snr_db, memory, 1, 3);
    phw_zero_power_rehearsal r = meet_reader(&device, &reader, c, NULL, NULL);
    const phw_zero_power_report report = r.report;
    phw_zero_power_rehearsal_free(&r);
    phw_trace_free(&device);
    phw_trace_free(&reader);
    return report;
}

Test(zero_power_reader, certifies_what_the_ledger_leaves)
{
    const phw_zero_power_config c = phw_zero_power_preset();
    const phw_zero_power_report r = report_of(3000, 30, 0, &c);
    cr_assert_eq(r.status, PHW_OK);
    const phw_zero_power_plane *p = &r.plane[0];
    cr_expect_eq(r.n_kept, 3000);
    cr_expect_eq(p->n_sampled, 150);
    cr_expect_eq(p->n_blocks, 11); /* 2850 / 255 */
    cr_expect_eq(r.n_bits, (p->n_blocks - p->n_dropped) * 255);
    cr_expect_eq(r.ledger.disclosed[PHW_STAGE_RECONCILE],
                 (p->n_blocks - p->n_dropped) * (255 - p->plan.k));
    cr_expect_eq(r.ledger.disclosed[PHW_STAGE_INDICES], p->n_blocks);
    cr_expect_eq(r.ledger.disclosed[PHW_STAGE_VERIFY], 64);
    cr_expect_eq(r.ledger.disclosed[PHW_STAGE_AMPLIFY], 128);
    const double unused = 3000 - (double)r.n_bits;
    cr_expect_float_eq(r.min_entropy_bits,
                       r.assessment.min_entropy_bits - r.balance_bits - unused, 1e-9);
    cr_expect_eq(r.certified_bits,
                 (uint64_t)r.min_entropy_bits - phw_ledger_total(&r.ledger));
    cr_expect_eq(r.key_bits, 128);
}

Test(zero_power_reader, takes_what_eve_knows_off)
{
    phw_zero_power_config c = phw_zero_power_preset();
    const phw_zero_power_report without = report_of(3000, 30, 0, &c);
    c.eve_information_bits = 100;
    const phw_zero_power_report with = report_of(3000, 30, 0, &c);
    cr_expect_eq(with.certified_bits + 100, without.certified_bits);
    c.eve_information_bits = 3000;
    const phw_zero_power_report none = report_of(3000, 30, 0, &c);
    cr_expect_eq(none.status, PHW_ENOKEY);
    cr_expect_eq(none.certified_bits, 0);
    cr_expect_gt(none.shortfall_bits, 128);
}

Test(zero_power_reader, uses_second_bits_where_they_pay)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.n_bits = 2;
    const phw_zero_power_report good = report_of(3000, 35, 0, &c);
    cr_expect_eq(good.n_planes, 2);
    const phw_zero_power_report bad = report_of(3000, 10, 0, &c);
    cr_expect_eq(bad.n_planes, 1);
    cr_expect_eq(
        bad.ledger.disclosed[PHW_STAGE_RECONCILE] % (255 - bad.plane[0].plan.k), 0);
}

/* One channel on two tones: the second's bits are the first's. */
Test(zero_power_reader, never_counts_one_channel_twice)
{
    phw_zero_power_config c = phw_zero_power_preset();
    phw_trace device = rayleigh_trace(3000, 1, 40, 0, 1, 2);
    phw_trace twice = {0};
    cr_assert_eq(phw_trace_alloc(&twice, PHW_TRACE_CFR, 3000, 2), PHW_OK);
    for (size_t i = 0; i < 6000; ++i)
        twice.cplx[i] = device.cplx[i / 2];
    phw_zero_power_rehearsal one = meet_reader(&device, &device, &c, NULL, NULL);
    c.n_tones = 2;
    phw_zero_power_rehearsal two = meet_reader(&twice, &twice, &c, NULL, NULL);
    cr_expect_eq(two.report.n_raw, 6000);
    cr_expect_leq(two.report.assessment.min_entropy_bits,
                  one.report.assessment.min_entropy_bits);
    cr_expect_leq(two.report.certified_bits, one.report.certified_bits);
    phw_zero_power_rehearsal_free(&one);
    phw_zero_power_rehearsal_free(&two);
    phw_trace_free(&device);
    phw_trace_free(&twice);
}

Test(zero_power_reader, compares_nothing_when_told_so)
{
    phw_zero_power_config c = phw_zero_power_preset();
    c.sample_every = 0;
    c.assumed_error_rate = 0.04;
    const phw_zero_power_report r = report_of(3000, 30, 0, &c);
    cr_expect_eq(r.status, PHW_OK);
    cr_expect_eq(r.plane[0].n_sampled, 0);
    cr_expect_float_eq(r.plane[0].plan.rate, 0.04, 1e-5);
}

Test(zero_power_reader, hands_no_key_over_before_it_is_confirmed)
{
    phw_zero_power_config c = phw_zero_power_preset();
    phw_trace t = rayleigh_trace(600, 1, 30, 0, 1, 2);
    phw_features values = {0};
    phw_zero_power_reader *r = NULL;
    phw_entropy entropy;
    phw_message out = {0};
    bool done = false;
    cr_assert_eq(phw_entropy_seeded(&entropy, 1, "reader"), PHW_OK);
    cr_assert_eq(phw_zero_power_estimate(&values, &t, &c), PHW_OK);
    cr_assert_eq(phw_zero_power_reader_create(&r, &values, &c, &entropy), PHW_OK);
    cr_assert_eq(phw_zero_power_reader_step(r, &out, &done, NULL), PHW_OK);
    cr_expect_eq(phw_message_type(&out), PHW_ZERO_POWER_PROBE);
    cr_expect_eq(phw_zero_power_reader_key(r)->n, 0);
    /* Its own frame comes back. */
    phw_message reflected = {0};
    cr_assert_eq(phw_message_from_bytes(&reflected, out.byte, out.size), PHW_OK);
    cr_expect_eq(phw_zero_power_reader_step(r, &out, &done, &reflected), PHW_EPEER);
    cr_expect(done);
    cr_expect_eq(phw_zero_power_reader_key(r)->n, 0);
    phw_zero_power_reader_destroy(r);
    phw_message_free(&out);
    phw_message_free(&reflected);
    phw_features_free(&values);
    phw_trace_free(&t);
}
