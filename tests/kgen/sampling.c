#include "kgen/sampling.h"

#include <stdlib.h>

#include <criterion/criterion.h>

#include "kgen/labels.h"

/* Two components of 400 two-bit symbols, all zero: segments of 400 bits. */
static phw_raw two_components(void)
{
    phw_labels labels = {.n_components = 2, .n_rows = 400};
    phw_bits keep = {0};
    phw_raw raw = {0};
    labels.component = calloc(2, sizeof *labels.component);
    cr_assert_not_null(labels.component);
    for (unsigned c = 0; c < 2; ++c) {
        cr_assert_eq(phw_symbols_alloc(&labels.component[c], 400, 2), PHW_OK);
        for (size_t i = 0; i < 400; ++i)
            labels.component[c].symbol[i] = (uint8_t)(i % 4);
    }
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    cr_assert_eq(phw_raw_build(&raw, &labels, &keep), PHW_OK);
    phw_bits_free(&keep);
    phw_labels_free(&labels);
    return raw;
}

Test(sampling, draws_the_share_of_every_segment)
{
    phw_raw raw = two_components();
    static const double fractions[] = {0, 0.001, 0.05, 0.5};
    static const size_t counts[] = {0, 1, 20, 200};
    for (unsigned f = 0; f < 4; ++f) {
        phw_bits mask = {0};
        phw_bits again = {0};
        cr_assert_eq(phw_sampling_draw(&mask, &raw, fractions[f], 5), PHW_OK);
        cr_assert_eq(phw_sampling_draw(&again, &raw, fractions[f], 5), PHW_OK);
        cr_expect(phw_bits_equal(&mask, &again));
        for (size_t i = 0; i < raw.n_segments; ++i) {
            phw_bits part = {0};
            cr_assert_eq(
                phw_bits_slice(&part, &mask, raw.segment[i].from, raw.segment[i].to),
                PHW_OK);
            cr_expect_eq(phw_bits_count(&part), counts[f]);
            phw_bits_free(&part);
        }
        phw_bits_free(&mask);
        phw_bits_free(&again);
    }
    phw_raw_free(&raw);
}

/* Each of 400 places is drawn with probability 1/20: over 2000 seeds 100 times, and
 * 5 sigma are 49; the extremes of 1600 places lie inside. */
Test(sampling, draws_every_bit_alike)
{
    phw_raw raw = two_components();
    unsigned hits[1600] = {0};
    for (uint64_t seed = 0; seed < 2000; ++seed) {
        phw_bits mask = {0};
        cr_assert_eq(phw_sampling_draw(&mask, &raw, 0.05, seed), PHW_OK);
        for (size_t i = 0; i < 1600; ++i)
            hits[i] += phw_bits_get(&mask, i);
        phw_bits_free(&mask);
    }
    for (size_t i = 0; i < 1600; ++i)
        cr_expect_float_eq((double)hits[i], 100, 55, "place %zu", i);
    phw_raw_free(&raw);
}

/* 200 sampled bits a segment, errors as given by segment. */
static phw_status select_with(phw_selection *s, const phw_raw *raw,
                              const unsigned errors[4], phw_bits *sampled)
{
    phw_bits differ = {0};
    cr_assert_eq(phw_sampling_draw(sampled, raw, 0.5, 5), PHW_OK);
    cr_assert_eq(phw_bits_alloc(&differ, 800), PHW_OK);
    for (unsigned g = 0; g < 4; ++g)
        for (unsigned i = 0; i < errors[g]; ++i)
            phw_bits_set(&differ, 200 * g + i, true);
    const phw_status status = phw_selection_make(s, raw, sampled, &differ, 0.05);
    phw_bits_free(&differ);
    return status;
}

/* Segments: component 0 plane 0, plane 1, component 1 plane 0, plane 1. Plane 0 has
 * 10 + 30 of 400, plane 1 20 + 20: p = 40.5 / 401. */
Test(sampling, rates_lean_on_the_plane)
{
    phw_raw raw = two_components();
    phw_selection s = {0};
    phw_bits sampled = {0};
    cr_assert_eq(select_with(&s, &raw, (const unsigned[]){10, 20, 30, 20}, &sampled),
                 PHW_OK);
    const double p = 40.5 / 401;
    cr_assert_eq(s.n_segments, 4);
    cr_expect_float_eq(s.segment[0].error_rate, (10 + 16 * p) / 216, 1e-12);
    cr_expect_float_eq(s.segment[1].error_rate, (20 + 16 * p) / 216, 1e-12);
    cr_expect_float_eq(s.segment[2].error_rate, (30 + 16 * p) / 216, 1e-12);
    cr_expect_eq(s.n_used, 800);
    cr_expect_eq(s.n_hopeless, 0);
    cr_expect_eq(s.n_sampled, 800);
    cr_expect_eq(s.n_sample_errors, 80);
    cr_expect_eq(s.segment[3].to, 800);
    for (size_t i = 0; i < 1600; ++i)
        cr_expect_neq(phw_bits_get(&s.used, i), phw_bits_get(&sampled, i));
    phw_selection_free(&s);
    phw_bits_free(&sampled);
    phw_raw_free(&raw);
}

/* Component 0's lower plane is hopeless, and component 1's upper one, which takes the
 * lower with it. */
Test(sampling, hopeless_planes_go_with_those_below_them)
{
    phw_raw raw = two_components();
    phw_selection s = {0};
    phw_bits sampled = {0};
    phw_raw coarse = {0};
    cr_assert_eq(select_with(&s, &raw, (const unsigned[]){10, 80, 90, 2}, &sampled),
                 PHW_OK);
    cr_expect_eq(s.n_segments, 1);
    cr_expect_eq(s.n_planes[0], 1);
    cr_expect_eq(s.n_planes[1], 0);
    cr_expect_eq(s.n_hopeless, 1200);
    cr_expect_eq(s.n_used, 200);
    cr_assert_eq(phw_selection_coarsen(&coarse, &raw, &s), PHW_OK);
    cr_expect_eq(coarse.n_components, 1);
    cr_expect_eq(coarse.component[0].n_bits, 1);
    cr_expect_eq(coarse.bits.n, 400);
    cr_expect_eq(coarse.n_segments, 1);
    for (size_t i = 0; i < 400; ++i) {
        cr_expect_eq(coarse.component[0].symbol[i], i % 4 / 2);
        cr_expect_eq(phw_bits_get(&coarse.bits, i), i % 4 / 2);
    }
    phw_raw_free(&coarse);
    phw_selection_free(&s);
    phw_bits_free(&sampled);
    phw_raw_free(&raw);
}

Test(sampling, nothing_left_is_no_key_with_its_counts)
{
    phw_raw raw = two_components();
    phw_selection s = {0};
    phw_bits sampled = {0};
    cr_expect_eq(select_with(&s, &raw, (const unsigned[]){99, 99, 99, 99}, &sampled),
                 PHW_ENOKEY);
    cr_expect_eq(s.n_sample_errors, 396);
    cr_expect_float_eq(s.error_rate, 0.495, 1e-12);
    phw_selection_free(&s);
    phw_bits_free(&sampled);
    phw_raw_free(&raw);
}

Test(sampling, without_a_sample_the_assumed_rate_holds)
{
    phw_raw raw = two_components();
    phw_selection s = {0};
    phw_bits sampled = {0};
    phw_bits none = {0};
    cr_assert_eq(phw_sampling_draw(&sampled, &raw, 0, 5), PHW_OK);
    cr_assert_eq(phw_selection_make(&s, &raw, &sampled, &none, 0.07), PHW_OK);
    cr_expect_eq(s.n_used, 1600);
    cr_expect_float_eq(s.segment[2].error_rate, 0.07, 1e-15);
    cr_expect_float_eq(s.error_rate, 0.07, 1e-12);
    phw_selection_free(&s);
    phw_bits_free(&sampled);
    phw_raw_free(&raw);
}
