#include "kgen/randomization.h"

#include "kgen/eavesdropper.h"
#include "kgen/randomizers.h"
#include "kgen/rows.h"

#include "tests/kgen/meeting.h"
#include "tests/kgen/periodic.h"

#define N          4000
#define COMPONENTS 16

/* The test's configuration with a randomizer. */
static phw_agreement_config config_with(const char *name, const char *params)
{
    phw_agreement_config c = plain_config();
    cr_assert_eq(phw_randomizer_find(&c.randomizer, name), PHW_OK);
    cr_assert_eq(phw_params_read(&c.randomizer_params, c.randomizer->params,
                                 c.randomizer->n_params, params),
                 PHW_OK);
    return c;
}

/* One end's n probes of a channel that stands still, 30 dB above its noise: each
 * subcarrier has its own amplitude. */
static phw_trace still(size_t n, uint32_t end)
{
    phw_trace t = {0};
    const phw_rng channel = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7374), 0};
    const phw_rng noise = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7374), 1 + end};
    float level[COMPONENTS];
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_AMPLITUDE, n, COMPONENTS), PHW_OK);
    phw_rng_normal(level, &channel, 0, COMPONENTS);
    phw_rng_normal(t.real, &noise, 0, n * COMPONENTS);
    for (size_t i = 0; i < n * COMPONENTS; ++i)
        t.real[i] = 5 + level[i % COMPONENTS] + 0.03F * t.real[i];
    return t;
}

static phw_trace of_series(const double *x, size_t n)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, n, 1), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        t.real[i] = (float)x[i];
    return t;
}

/* What the same raw bits would count for if the order were taken for chance. */
static double naive_bits(const phw_trace *alice, const phw_rehearsal *r,
                         const phw_agreement_config *c)
{
    phw_features x = {0};
    phw_features rows = {0};
    phw_randomization random = {{0}, {0}};
    phw_raw raw = {0};
    phw_assessment a;
    cr_assert_eq(phw_rows_extract(&x, alice, c), PHW_OK);
    cr_assert_eq(phw_eavesdrop_rows(&rows, NULL, &x, &r->facts, c->between), PHW_OK);
    cr_assert_eq(phw_randomize(&random, &rows, r->facts.seed, c), PHW_OK);
    cr_assert_eq(phw_eavesdrop(&raw, alice, &r->facts, c), PHW_OK);
    cr_expect_eq(phw_bits_distance(&raw.bits, &r->raw[PHW_ALICE]), 0);
    cr_assert_eq(phw_assess(&a, &raw, &rows, PHW_ASSESS_COUNTED), PHW_OK);
    phw_raw_free(&raw);
    phw_randomization_free(&random);
    phw_features_free(&rows);
    phw_features_free(&x);
    return a.min_entropy_bits;
}

Test(randomization, lets_both_ends_agree)
{
    static const char *const how[][2] = {
        {"none", ""}, {"permute", ""}, {"sample", "every=2"}};
    phw_trace alice = make_trace(N, 25, 0, 1);
    phw_trace bob = make_trace(N, 25, 0, 2);
    for (size_t i = 0; i < sizeof how / sizeof how[0]; ++i) {
        const phw_agreement_config c = config_with(how[i][0], how[i][1]);
        phw_rehearsal r = meet(&alice, &bob, &c, 3, NULL, NULL);
        cr_expect_eq(r.report[PHW_ALICE].status, PHW_OK, "%s", how[i][0]);
        cr_expect_gt(r.key[PHW_ALICE].n, 0);
        cr_expect_eq(phw_bits_distance(&r.key[PHW_ALICE], &r.key[PHW_BOB]), 0);
        phw_rehearsal_free(&r);
    }
    phw_trace_free(&alice);
    phw_trace_free(&bob);
}

/* Independent rows have the same entropy each, whichever are taken: half of them half,
 * and what the two keys lack of it is charged twice less. */
Test(randomization, of_independent_rows_costs_what_it_leaves_out)
{
    phw_trace alice = make_trace(N, 25, 0, 1);
    phw_trace bob = make_trace(N, 25, 0, 2);
    const phw_agreement_config all = config_with("none", "");
    const phw_agreement_config half = config_with("sample", "every=2");
    phw_rehearsal a = meet(&alice, &bob, &all, 3, NULL, NULL);
    phw_rehearsal h = meet(&alice, &bob, &half, 3, NULL, NULL);
    cr_expect_eq(h.report[PHW_ALICE].n_raw, a.report[PHW_ALICE].n_raw / 2);
    cr_expect_float_eq(h.report[PHW_ALICE].assessment.per_bit,
                       a.report[PHW_ALICE].assessment.per_bit, 0.1);
    phw_rehearsal_free(&a);
    phw_rehearsal_free(&h);
    phw_trace_free(&alice);
    phw_trace_free(&bob);
}

/* A permutation makes symbols change that the channel does not: taken for chance they
 * would be worth half of all bits and more. */
Test(randomization, permute_of_a_still_channel_certifies_nothing)
{
    phw_trace alice = still(N / 4, 0);
    phw_trace bob = still(N / 4, 1);
    phw_agreement_config c = config_with("permute", "");
    const phw_feature *amplitude = NULL;
    phw_params params;
    cr_assert_eq(phw_feature_find(&amplitude, "amplitude"), PHW_OK);
    cr_assert_eq(
        phw_params_read(&params, amplitude->params, amplitude->n_params, "normalise=0"),
        PHW_OK);
    phw_pipeline_set_feature(&c.pipeline, amplitude, &params);
    phw_rehearsal r = meet(&alice, &bob, &c, 3, NULL, NULL);
    const phw_agreement_report *a = &r.report[PHW_ALICE];
    cr_expect_eq(a->status, PHW_ENOKEY);
    cr_assert(a->assessed);
    cr_expect_lt(a->error_rate_observed, 0.1);
    cr_expect_gt(naive_bits(&alice, &r, &c), 0.5 * (double)a->n_raw);
    cr_expect_eq(phw_ledger_key_bits(&a->ledger, a->min_entropy_bits, NULL), 0);
    cr_expect_lt(a->min_entropy_bits, 0.05 * (double)a->n_raw);
    phw_rehearsal_free(&r);
    phw_trace_free(&alice);
    phw_trace_free(&bob);
}

/* A period of 20 rows shows in all of them; one drawn of each 20 is at any place of it.
 */
Test(randomization, sample_of_a_periodic_channel_certifies_nothing)
{
    double *x = periodic(PERIODIC_SQUARE20, 20 * N, 0);
    double *y = periodic(PERIODIC_SQUARE20, 20 * N, 1);
    phw_trace alice = of_series(x, 20 * N);
    phw_trace bob = of_series(y, 20 * N);
    phw_agreement_config c = config_with("sample", "every=20");
    cr_assert_eq(phw_quantizer_find(&c.quantizer, "median"), PHW_OK);
    phw_params_preset(&c.quantizer_params, c.quantizer->params, c.quantizer->n_params);
    phw_rehearsal r = meet(&alice, &bob, &c, 3, NULL, NULL);
    const phw_agreement_report *a = &r.report[PHW_ALICE];
    cr_expect_eq(a->status, PHW_ENOKEY);
    cr_assert(a->assessed);
    cr_expect_gt(naive_bits(&alice, &r, &c), 0.5 * (double)a->n_raw);
    cr_expect_eq(phw_ledger_key_bits(&a->ledger, a->min_entropy_bits, NULL), 0);
    phw_rehearsal_free(&r);
    phw_trace_free(&alice);
    phw_trace_free(&bob);
    free(x);
    free(y);
}

/* A copy of Alice's trace knows all of what was picked from it. */
Test(randomization, hides_nothing_from_a_copy)
{
    static const char *const how[][2] = {{"permute", ""}, {"sample", "every=2"}};
    phw_trace alice = make_trace(N, 25, 0, 1);
    phw_trace bob = make_trace(N, 25, 0, 2);
    const phw_bits all = {0};
    for (size_t i = 0; i < sizeof how / sizeof how[0]; ++i) {
        const phw_agreement_config c = config_with(how[i][0], how[i][1]);
        phw_rehearsal r = meet(&alice, &bob, &c, 3, NULL, NULL);
        phw_eavesdropper e = {0};
        cr_assert_eq(phw_eavesdropper_measure(&e, &alice, &alice, &r.facts, &c), PHW_OK,
                     "%s", phw_error_message());
        const double known = phw_eavesdropper_bits(&e, r.segment, r.n_segments, &all);
        cr_expect_float_eq(known, (double)r.report[PHW_ALICE].n_raw, 1, "%s %g",
                           how[i][0], known);
        phw_eavesdropper_free(&e);
        phw_rehearsal_free(&r);
    }
    phw_trace_free(&alice);
    phw_trace_free(&bob);
}
