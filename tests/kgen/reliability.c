#include "kgen/reliability.h"

#include "kgen/quantizers.h"

#include "tests/kgen/meeting.h"
#include "tests/kgen/pair.h"

enum {
    N = 20000
};

static phw_features series_of(const double *x)
{
    phw_features f = {0};
    cr_assert_eq(phw_features_alloc(&f, N, 1), PHW_OK);
    memcpy(phw_features_series(&f, 0), x, N * sizeof *x);
    return f;
}

/* The two ends' raw material. */
static void quantize(phw_raw raw[2], const phw_features x[2], const phw_labelling *how)
{
    phw_bits said = {0};
    phw_bits keep = {0};
    phw_labels labels[2] = {{0}};
    cr_assert_eq(phw_labels_announce(&said, &x[0], how), PHW_OK);
    for (unsigned end = 0; end < 2; ++end)
        cr_assert_eq(phw_labels_make(&labels[end], &x[end], how, end == 0, &said),
                     PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &labels[0]), PHW_OK);
    for (unsigned end = 0; end < 2; ++end) {
        cr_assert_eq(phw_raw_build(&raw[end], &labels[end], &keep), PHW_OK);
        phw_labels_free(&labels[end]);
    }
    phw_bits_free(&said);
    phw_bits_free(&keep);
}

/* Told the true error rate, bits of which it says p differ do so, class by class:
 * within 5 sqrt(n p (1 - p)), and 3 % of the class for the correlation's own error,
 * which is of 4096 rows. */
static void check(const char *name, const char *settings)
{
    const phw_quantizer *q = NULL;
    phw_params params;
    cr_assert_eq(phw_quantizer_find(&q, name), PHW_OK);
    cr_assert_eq(phw_params_read(&params, q->params, q->n_params, settings), PHW_OK);
    const phw_labelling how = {q, &params, NULL};
    const pair p = pair_normal(N, 0.95, 4);
    phw_features x[2] = {series_of(p.x), series_of(p.y)};
    phw_raw raw[2] = {{.n_segments = 0}, {.n_segments = 0}};
    quantize(raw, x, &how);
    const double rate =
        (double)phw_bits_distance(&raw[0].bits, &raw[1].bits) / (double)raw[0].bits.n;
    phw_bits none = {0};
    phw_bits differ = {0};
    phw_selection s = {0};
    cr_assert_eq(phw_bits_alloc(&none, raw[0].bits.n), PHW_OK);
    cr_assert_eq(phw_selection_make(&s, &raw[1], &none, &differ, rate), PHW_OK);
    float *out = calloc(s.n_used, sizeof *out);
    cr_assert_eq(phw_reliability(out, &raw[1], &s, &x[1], &how), PHW_OK);
    double wrong[5] = {0};
    double expected[5] = {0};
    double n[5] = {0};
    for (size_t i = 0; i < s.n_used; ++i) {
        const double chance = 1 / (1 + exp((double)out[i]));
        const unsigned k = (unsigned)fmin(4, chance * 10);
        wrong[k] += phw_bits_get(&raw[0].bits, i) != phw_bits_get(&raw[1].bits, i);
        expected[k] += chance;
        n[k] += 1;
    }
    for (unsigned k = 0; k < 5; ++k) {
        const double mean = expected[k] / fmax(1, n[k]);
        cr_expect_float_eq(wrong[k], expected[k],
                           5 * sqrt(n[k] * mean * (1 - mean)) + 0.03 * n[k] + 3,
                           "%s class %u: %g differ, %g expected of %g", name, k,
                           wrong[k], expected[k], n[k]);
    }
    cr_expect_gt(n[0], 0);
    cr_expect_gt(n[4], 0, "bits near a threshold are doubtful");
    free(out);
    free(p.x);
    free(p.y);
    phw_bits_free(&none);
    phw_selection_free(&s);
    for (unsigned end = 0; end < 2; ++end) {
        phw_raw_free(&raw[end]);
        phw_features_free(&x[end]);
    }
}

Test(reliability, says_how_often_bits_differ)
{
    check("median", "");
    check("cdf", "bits=3");
    check("cqa", "bits=1");
    check("cqa", "bits=2");
    check("lattice", "bits=2:residue=1");
    check("lloyd-max", "bits=2");
    check("guard", "alpha=0.3:sides=one");
}

static const phw_reconciler *plain;
static unsigned with_reliability[2]; /* by role */

/* Looks at the task on its way. */
static phw_status spy(phw_reconciliation **out, phw_role role,
                      const phw_reconcile_task *task, const phw_bits *key)
{
    with_reliability[role] += task->reliability != NULL;
    for (size_t i = 0; i < task->n && task->reliability != NULL; ++i)
        cr_assert(isfinite(task->reliability[i]));
    return plain->create(out, role, task, key);
}

Test(reliability, is_bobs_when_the_reconciler_asks)
{
    phw_trace a = make_trace(2000, 20, 1, 1);
    phw_trace b = make_trace(2000, 20, 1, 2);
    phw_agreement_config c = plain_config();
    plain = c.reconciler;
    phw_reconciler asks = *plain;
    asks.create = spy;
    c.reconciler = &asks;
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    cr_expect_eq(r.report[0].status, PHW_OK);
    cr_expect_eq(with_reliability[PHW_BOB], 0);
    phw_rehearsal_free(&r);
    asks.soft = true;
    r = meet(&a, &b, &c, 1, NULL, NULL);
    cr_expect_eq(r.report[0].status, PHW_OK);
    cr_expect_eq(with_reliability[PHW_ALICE], 0);
    cr_expect_eq(with_reliability[PHW_BOB], 1);
    phw_rehearsal_free(&r);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

Test(reliability, needs_soft_output)
{
    const phw_quantizer *q = NULL;
    phw_params params = {{0}};
    cr_assert_eq(phw_quantizer_find(&q, "differential"), PHW_OK);
    const phw_labelling how = {q, &params, NULL};
    const phw_raw raw = {.n_components = 0};
    const phw_selection s = {.n_used = 0};
    const phw_features x = {.n_rows = 0};
    float out = 7;
    cr_expect_eq(phw_reliability(&out, &raw, &s, &x, &how), PHW_EARG);
    cr_expect_eq((double)out, 7);
}
