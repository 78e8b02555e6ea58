#include "kgen/feature_crossings.h"

#include <math.h>

#include <criterion/criterion.h>

/* Power in dB: a straight climb through the median again and again: from -7.5 to 7.5 in
 * 16 probes, then from the bottom. */
static phw_trace saw(size_t n)
{
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_POWER_DB, n, 1), PHW_OK);
    for (size_t i = 0; i < n; ++i)
        t.real[i] = (float)(i % 16) - 7.5F;
    return t;
}

static phw_features crossings(const phw_trace *t, double block, double level)
{
    const phw_params p = {.value = {block, level}};
    phw_features x = {0};
    cr_assert_eq(phw_feature_crossings.extract(&x, t, &p), PHW_OK, "%s",
                 phw_error_message());
    return x;
}

Test(feature_crossings, tell_the_instant_between_probes)
{
    phw_trace t = saw(160);
    phw_features x = crossings(&t, 16, 0);
    cr_assert_eq(x.n_rows, 10);
    for (size_t r = 0; r < 10; ++r) {
        cr_expect_eq(x.sequence[r], (int64_t)(16 * r));
        cr_expect_float_eq(x.value[r], 7.5, 1e-9);
    }
    phw_features_free(&x);
    /* 2.25 dB higher, 2.25 probes later. */
    x = crossings(&t, 16, 2.25);
    cr_expect_float_eq(x.value[4], 9.75, 1e-9);
    phw_features_free(&x);
    /* In halves: the second of two has no crossing, and the block's length. */
    x = crossings(&t, 8, 0.25);
    cr_assert_eq(x.n_rows, 20);
    for (size_t r = 0; r < 20; ++r)
        cr_expect_float_eq(x.value[r], 8, 1e-9);
    phw_features_free(&x);
    phw_trace_free(&t);
}

/* Blocks are of numbers, so that both ends have the same ones whatever is lost. */
Test(feature_crossings, keep_their_blocks_when_probes_are_lost)
{
    phw_trace t = saw(160);
    phw_trace lost = {0};
    cr_assert_eq(phw_trace_alloc(&lost, PHW_TRACE_POWER_DB, 150, 1), PHW_OK);
    size_t n = 0;
    for (size_t i = 0; i < 160; ++i) {
        /* Five before the crossing of the first block, all but one of the last. */
        if ((i >= 1 && i < 6) || (i >= 149 && i < 154))
            continue;
        lost.real[n] = t.real[i];
        lost.sequence[n++] = (int64_t)i - 32;
    }
    cr_assert_eq(n, 150);
    phw_features x = crossings(&lost, 16, 0);
    cr_assert_eq(x.n_rows, 10);
    for (size_t r = 0; r < 10; ++r) {
        cr_expect_eq(x.sequence[r], 16 * ((int64_t)r - 2));
        cr_expect_float_eq(x.value[r], 7.5, 0.6, "%zu", r);
    }
    phw_features_free(&x);
    phw_trace_free(&t);
    phw_trace_free(&lost);
}

Test(feature_crossings, need_power_and_two_probes_a_block)
{
    phw_trace t = saw(6);
    phw_features x = {0};
    phw_params p = {.value = {4, 0}};
    for (size_t i = 0; i < 6; ++i)
        t.sequence[i] = (int64_t)(4 * i);
    cr_expect_eq(phw_feature_crossings.extract(&x, &t, &p), PHW_ESHORT);
    phw_trace_free(&t);
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 6, 1), PHW_OK);
    cr_expect_eq(phw_feature_crossings.extract(&x, &t, &p), PHW_EINPUT);
    phw_trace_free(&t);
}
