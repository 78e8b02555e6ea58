#include "kgen/loading.h"

#include "kgen/quantizer_cdf.h"
#include "kgen/quantizer_cqa.h"

#include "tests/kgen/meeting.h"
#include "tests/kgen/pair.h"

#define N 4000

static const double estimated = 0.1;

/* Two components: white, and one that hardly moves. */
static phw_features two_series(void)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 2), PHW_OK);
    for (unsigned c = 0; c < 2; ++c) {
        double *white = normals(N, c);
        double *out = phw_features_series(&x, c);
        for (size_t i = 0; i < N; ++i)
            out[i] =
                c == 0 || i == 0 ? white[i] : 0.9999 * out[i - 1] + 0.014 * white[i];
        free(white);
    }
    return x;
}

static phw_raw quantize_bits(const phw_features *x, const phw_quantizer *q,
                             double n_bits)
{
    const phw_params params = {{n_bits}};
    const phw_labelling how = {q, &params, NULL};
    phw_labels labels = {0};
    phw_bits said = {0};
    phw_bits keep = {0};
    phw_raw raw = {0};
    cr_assert_eq(phw_labels_announce(&said, x, &how), PHW_OK);
    cr_assert_eq(phw_labels_make(&labels, x, &how, true, &said), PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);
    phw_labels_free(&labels);
    phw_bits_free(&said);
    phw_bits_free(&keep);
    return raw;
}

static phw_raw quantize(const phw_features *x, const phw_quantizer *q)
{
    return quantize_bits(x, q, 2);
}

/* Nothing sampled, all planes at the assumed rate. */
static phw_selection all_planes(const phw_raw *raw)
{
    phw_bits none = {0};
    phw_bits differ = {0};
    phw_selection s = {0};
    cr_assert_eq(phw_bits_alloc(&none, raw->bits.n), PHW_OK);
    cr_assert_eq(phw_selection_make(&s, raw, &none, &differ, estimated), PHW_OK);
    phw_bits_free(&none);
    return s;
}

Test(loading, takes_what_brings_and_leaves_what_does_not)
{
    phw_features x = two_series();
    phw_raw raw = quantize(&x, &phw_quantizer_cdf);
    phw_selection s = all_planes(&raw);
    uint8_t n_planes[2] = {9, 9};
    cr_assert_eq(phw_loading_choose(n_planes, &raw, &s, &x, PHW_ASSESS_COUNTED),
                 PHW_OK);
    cr_expect_eq(n_planes[0], 2);
    cr_expect_eq(n_planes[1], 0);
    cr_assert_eq(phw_loading_choose(n_planes, &raw, &s, &x, PHW_ASSESS_GAUSSIAN),
                 PHW_OK);
    cr_expect_eq(n_planes[0], 2);
    cr_expect_eq(n_planes[1], 0);
    cr_expect_eq(phw_loading_charge(&raw, &s), 4, "log2(3 * 3) is 3.17");
    phw_selection_free(&s);
    phw_raw_free(&raw);
    phw_features_free(&x);
}

/* Of a plane at 24 % the parities cost 0.91 bits a bit: with less than that in it, it
 * stays behind, and with it nothing that lies above it. */
Test(loading, leaves_the_plane_whose_parities_cost_more)
{
    phw_features x = two_series();
    phw_raw raw = quantize(&x, &phw_quantizer_cqa);
    phw_selection s = all_planes(&raw);
    uint8_t n_planes[2] = {9, 9};
    s.segment[0].error_rate = 0.02;
    s.segment[1].error_rate = 0.249;
    cr_assert_eq(phw_loading_choose(n_planes, &raw, &s, &x, PHW_ASSESS_COUNTED),
                 PHW_OK);
    cr_expect_eq(n_planes[0], 1, "%u", n_planes[0]);
    cr_expect_eq(n_planes[1], 0);
    phw_selection_free(&s);
    phw_raw_free(&raw);
    phw_features_free(&x);
}

Test(loading, both_ends_cut_alike_and_agree)
{
    phw_trace a = make_trace(3000, 20, 1, 1);
    phw_trace b = make_trace(3000, 20, 1, 2);
    phw_agreement_config c = plain_config();
    c.loading = PHW_LOADING_GAIN;
    phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
    cr_assert_eq(r.report[0].status, PHW_OK);
    cr_assert_eq(r.report[1].status, PHW_OK);
    cr_expect(phw_bits_equal(&r.key[0], &r.key[1]));
    cr_expect_eq(r.report[0].ledger.disclosed[PHW_STAGE_INDICES],
                 r.report[1].ledger.disclosed[PHW_STAGE_INDICES]);
    cr_expect_gt(r.report[0].ledger.disclosed[PHW_STAGE_INDICES], 0);
    phw_rehearsal_free(&r);
    phw_trace_free(&a);
    phw_trace_free(&b);
}

/* Of a bit at 24 % the parities cost 0.914; that and the bit said beside it are more
 * than the 2 bits that both hold. */
Test(loading, pays_for_what_was_said)
{
    phw_features x = two_series();
    phw_raw raw = quantize_bits(&x, &phw_quantizer_cqa, 1);
    phw_selection s = all_planes(&raw);
    uint8_t n_planes[2] = {9, 9};
    s.segment[0].error_rate = 0.24;
    cr_assert_eq(phw_loading_choose(n_planes, &raw, &s, &x, PHW_ASSESS_COUNTED),
                 PHW_OK);
    cr_expect_eq(n_planes[0], 0);
    s.segment[0].error_rate = 0.1;
    cr_assert_eq(phw_loading_choose(n_planes, &raw, &s, &x, PHW_ASSESS_COUNTED),
                 PHW_OK);
    cr_expect_eq(n_planes[0], 1);
    phw_selection_free(&s);
    phw_raw_free(&raw);
    phw_features_free(&x);
}
