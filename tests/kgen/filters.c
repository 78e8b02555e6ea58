#include "kgen/filters.h"

#include <string.h>

#include "kgen/filter_average.h"

#include "tests/kgen/meeting.h"
#include "tests/kgen/pair.h"

Test(filters, are_found_by_name)
{
    size_t n = 0;
    const phw_filter *const *list = phw_filter_list(&n);
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; ++i) {
        const phw_filter *found = NULL;
        cr_assert_eq(phw_filter_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
    const phw_filter *found = NULL;
    cr_expect_eq(phw_filter_find(&found, "coffee"), PHW_EARG);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not_null(strstr(phw_error_message(), list[i]->name));
}

/* Whatever the filter: the same series gives the same one; rows keep their numbers;
 * a component does not depend on the others. */
Test(filters, work_on_each_component_for_itself)
{
    size_t n = 0;
    const phw_filter *const *list = phw_filter_list(&n);
    double *z = normals(800, 9);
    for (size_t i = 0; i < n; ++i) {
        phw_params params;
        phw_features two = {0};
        phw_features one = {0};
        phw_params_preset(&params, list[i]->params, list[i]->n_params);
        cr_assert_eq(phw_features_alloc(&two, 400, 2), PHW_OK);
        cr_assert_eq(phw_features_alloc(&one, 400, 1), PHW_OK);
        memcpy(two.value, z, 800 * sizeof *z);
        memcpy(one.value, z + 400, 400 * sizeof *z);
        cr_assert_eq(list[i]->apply(&two, &params), PHW_OK, "%s: %s", list[i]->name,
                     phw_error_message());
        cr_assert_eq(list[i]->apply(&one, &params), PHW_OK, "%s", list[i]->name);
        cr_assert_eq(two.n_rows, one.n_rows);
        cr_expect_arr_eq(phw_features_series(&two, 1), one.value,
                         one.n_rows * sizeof *z, "%s", list[i]->name);
        for (size_t r = 0; r + 1 < one.n_rows; ++r)
            cr_expect_lt(one.sequence[r], one.sequence[r + 1]);
        phw_features_free(&two);
        phw_features_free(&one);
    }
    free(z);
}

/* What both ends run: any filter, then signs or pairs of bits. */
static phw_rehearsal meet_by(const phw_trace *a, const phw_trace *b,
                             const phw_filter *filter)
{
    phw_agreement_config c = plain_config();
    phw_pipeline_set_filter(&c.pipeline, filter, NULL);
    return meet(a, b, &c, 1, NULL, NULL);
}

/* n rows of what everybody knows, and each end's own noise. */
static phw_trace known(size_t n, uint32_t end, bool trend)
{
    phw_trace t = make_trace(n, 0, 3, end);
    phw_trace noise = make_trace(n, 0, 3 + end, 77);
    for (size_t i = 0; i < n; ++i) {
        const double x = (double)i / (double)n;
        t.real[i] = (float)((trend        ? 40 * x
                             : i % 16 < 8 ? 6
                                          : -6) +
                            0.1 * (double)noise.real[i]);
    }
    phw_trace_free(&noise);
    return t;
}

/* A trend that everybody knows, and a wall that opens and shuts by the clock: both ends
 * agree well, and nothing of it is secret. */
Test(filters, make_no_key_of_what_is_known)
{
    size_t n = 0;
    const phw_filter *const *list = phw_filter_list(&n);
    for (unsigned trend = 0; trend < 2; ++trend) {
        phw_trace a = known(4000, 1, trend);
        phw_trace b = known(4000, 2, trend);
        for (size_t i = 0; i < n; ++i) {
            phw_rehearsal r = meet_by(&a, &b, list[i]);
            cr_expect(r.report[0].status == PHW_ENOKEY ||
                          r.report[0].status == PHW_ESHORT,
                      "%s trend %u: %s", list[i]->name, trend,
                      phw_status_name(r.report[0].status));
            cr_expect_eq(r.report[0].key_bits, 0);
            phw_rehearsal_free(&r);
        }
        phw_trace_free(&a);
        phw_trace_free(&b);
    }
}

/* The more it is smoothed the less a bit is worth: of signs of a moving average over w
 * white values, correlated by 1 - 1/w from row to row, no more than
 * h2(arccos(1 - 1/w) / pi) each, the entropy of one given the one before. */
Test(filters, that_smooth_are_charged_for_it)
{
    phw_trace a = make_trace(8000, 25, 1, 1);
    phw_trace b = make_trace(8000, 25, 1, 2);
    double before = 1;
    for (double w = 3; w < 100; w = 3 * w) {
        phw_agreement_config c = plain_config();
        phw_params params = {.value = {w}};
        phw_pipeline_set_filter(&c.pipeline, &phw_filter_average, &params);
        cr_assert_eq(phw_quantizer_find(&c.quantizer, "median"), PHW_OK);
        phw_params_preset(&c.quantizer_params, c.quantizer->params,
                          c.quantizer->n_params);
        c.key_bits_min = 1;
        phw_rehearsal r = meet(&a, &b, &c, 1, NULL, NULL);
        cr_assert(r.report[0].assessed);
        const double each =
            r.report[0].assessment.min_entropy_bits / (double)r.report[0].n_raw;
        const double p = acos(1 - 1 / w) / M_PI;
        cr_expect_lt(each, -p * log2(p) - (1 - p) * log2(1 - p), "w %g: %g", w, each);
        cr_expect_lt(each, before);
        before = each;
        phw_rehearsal_free(&r);
    }
    phw_trace_free(&a);
    phw_trace_free(&b);
}
