#include "kgen/agreement_machine.h"

#include <criterion/criterion.h>

#include "kgen/reconcilers.h"

#include "meeting.h"

static phw_agreement *machine(phw_trace *trace, const phw_agreement_config *c,
                              phw_entropy *entropy)
{
    phw_agreement *a = NULL;
    *trace = make_trace(200, 25, 1, 1);
    cr_assert_eq(phw_entropy_seeded(entropy, 1, "alice"), PHW_OK);
    cr_assert_eq(phw_agreement_create(&a, PHW_ALICE, trace, c, entropy), PHW_OK);
    phw_bits all = {0};
    cr_assert_eq(phw_bits_alloc(&all, 200), PHW_OK);
    for (size_t i = 0; i < 200; ++i)
        phw_bits_set(&all, i, true);
    cr_assert_eq(phw_rows_pick(&a->aligned, &a->own, &all), PHW_OK);
    phw_bits_free(&all);
    return a;
}

Test(agreement_machine, bits_for_other_components_are_refused)
{
    static const uint8_t bits[] = {2, 2, 2};
    phw_agreement_config c = plain_config();
    c.component_bits = bits;
    c.n_component_bits = 3;
    phw_entropy entropy;
    phw_trace trace;
    phw_agreement *a = machine(&trace, &c, &entropy);
    cr_expect_eq(phw_agreement_transform(a), PHW_EARG);
    phw_agreement_destroy(a);
    phw_trace_free(&trace);
}

/* 200 rows of three bits by a table of one component; a peer's mask of a wrong length
 * is the peer's fault. */
Test(agreement_machine, raw_bits_are_fixed_by_the_mask)
{
    static const uint8_t bits[] = {3};
    phw_agreement_config c = plain_config();
    c.component_bits = bits;
    c.n_component_bits = 1;
    phw_entropy entropy;
    phw_trace trace;
    phw_agreement *a = machine(&trace, &c, &entropy);
    phw_bits keep = {0};
    cr_assert_eq(phw_agreement_transform(a), PHW_OK);
    cr_assert_eq(phw_agreement_quantize(a), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&keep, 199), PHW_OK);
    phw_bits_set(&keep, 0, true);
    cr_expect_eq(phw_agreement_fix(a, &keep), PHW_EPEER);
    cr_assert_eq(phw_bits_alloc(&keep, 200), PHW_OK);
    for (size_t i = 0; i < 150; ++i)
        phw_bits_set(&keep, i, true);
    cr_expect_eq(phw_agreement_fix(a, &keep), PHW_OK);
    cr_expect_null(keep.word, "taken over");
    cr_expect_eq(a->raw.bits.n, 450);
    cr_expect_eq(a->report.n_raw, 450);
    phw_agreement_destroy(a);
    phw_trace_free(&trace);
}

/* Without errors and with a mask of one bit a symbol the positions cost nothing; the
 * rest of the ledger is what was configured and what the reconciler says. */
Test(agreement_machine, the_ledger_is_filled_once)
{
    static const uint8_t bits[] = {1};
    phw_agreement_config c = plain_config();
    c.component_bits = bits;
    c.n_component_bits = 1;
    c.sample_fraction = 0.1;
    phw_entropy entropy;
    phw_trace trace;
    phw_agreement *a = machine(&trace, &c, &entropy);
    phw_bits keep = {0};
    phw_bits theirs = {0};
    static const uint8_t digest[PHW_TRANSCRIPT_SIZE];
    cr_assert_eq(phw_agreement_transform(a), PHW_OK);
    cr_assert_eq(phw_agreement_quantize(a), PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &a->labels), PHW_OK);
    cr_assert_eq(phw_agreement_fix(a, &keep), PHW_OK);
    cr_assert_eq(phw_agreement_sample(a, digest, digest), PHW_OK);
    cr_expect_eq(a->sample.n, 20);
    cr_assert_eq(phw_bits_copy(&theirs, &a->sample), PHW_OK);
    cr_assert_eq(phw_agreement_select(a, &theirs), PHW_OK);
    cr_expect_eq(a->report.n_bits, 180);
    cr_assert_eq(phw_agreement_reconcile(a, digest), PHW_OK);
    cr_assert_eq(phw_agreement_account(a), PHW_OK);
    cr_expect_eq(a->ledger.disclosed[PHW_STAGE_POSITIONS], 0);
    cr_expect_eq(a->ledger.disclosed[PHW_STAGE_VERIFY], 64);
    cr_expect_eq(a->ledger.disclosed[PHW_STAGE_AMPLIFY], 128);
    cr_expect_eq(phw_ledger_total(&a->ledger), 192, "nothing was said yet");
    size_t key_bits = 1;
    cr_assert_eq(phw_agreement_assess(a, &key_bits), PHW_OK);
    cr_expect_eq(key_bits, 0);
    cr_expect_float_eq(a->report.shortfall_bits,
                       128 + 192 - floor(a->report.min_entropy_bits), 1e-9);
    phw_agreement_destroy(a);
    phw_trace_free(&trace);
}

/* A code that says nearly every bit: far more than there are, if there were a hundred.
 */
Test(agreement_machine, more_parities_than_bits_end_it)
{
    static const uint8_t bits[] = {4};
    static const uint8_t digest[PHW_TRANSCRIPT_SIZE];
    for (size_t n_bits = 100; n_bits <= 800; n_bits += 700) {
        phw_agreement_config c = plain_config();
        c.component_bits = bits;
        c.n_component_bits = 1;
        c.sample_fraction = 0;
        c.assumed_error_rate = 0.25;
        cr_assert_eq(phw_reconciler_find(&c.reconciler, "bch"), PHW_OK);
        phw_params_preset(&c.reconciler_params, c.reconciler->params,
                          c.reconciler->n_params);
        phw_entropy entropy;
        phw_trace trace;
        phw_agreement *a = machine(&trace, &c, &entropy);
        phw_bits keep = {0};
        phw_bits theirs = {0};
        phw_message out = {0};
        bool done = false;
        cr_assert_eq(phw_agreement_transform(a), PHW_OK);
        cr_assert_eq(phw_agreement_quantize(a), PHW_OK);
        cr_assert_eq(phw_labels_keep(&keep, &a->labels), PHW_OK);
        cr_assert_eq(phw_agreement_fix(a, &keep), PHW_OK);
        cr_assert_eq(phw_agreement_sample(a, digest, digest), PHW_OK);
        cr_assert_eq(phw_agreement_select(a, &theirs), PHW_OK);
        cr_assert_eq(a->report.n_bits, 800);
        cr_assert_eq(phw_agreement_reconcile(a, digest), PHW_OK);
        a->report.n_bits = n_bits;
        cr_expect_eq(phw_agreement_exchange(a, &out, &done, NULL),
                     n_bits == 800 ? PHW_OK : PHW_ENOCONV);
        cr_expect_gt(a->report.reconcile.leak_bits, 612);
        cr_expect_leq(a->report.reconcile.leak_bits, 800);
        phw_message_free(&out);
        phw_agreement_destroy(a);
        phw_trace_free(&trace);
    }
}
