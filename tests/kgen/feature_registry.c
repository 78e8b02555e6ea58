#include "kgen/feature_registry.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

Test(feature_registry, finds_every_entry_by_its_name)
{
    size_t n = 0;
    const phw_feature *const *list = phw_feature_list(&n);
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; ++i) {
        const phw_feature *found = NULL;
        cr_assert_eq(phw_feature_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
}

Test(feature_registry, lists_what_there_is_when_a_name_is_unknown)
{
    size_t n = 0;
    const phw_feature *const *list = phw_feature_list(&n);
    const phw_feature *found = NULL;
    cr_expect_eq(phw_feature_find(&found, "powre"), PHW_EARG);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not_null(strstr(phw_error_message(), list[i]->name));
    cr_expect_null(found);
}

/* Every entry that takes a trace gives rows of finite values, at most one a probe,
 * twice the same. */
Test(feature_registry, every_feature_is_a_function_of_the_trace)
{
    size_t n = 0;
    const phw_feature *const *list = phw_feature_list(&n);
    const phw_rng rng = {1, PHW_RNG_PURPOSE(PHW_RNG_TEST, 1), 0};
    phw_trace t = {0};
    cr_assert_eq(phw_trace_alloc(&t, PHW_TRACE_CFR, 50, 3), PHW_OK);
    phw_rng_normal_complex(t.cplx, &rng, 1, 0, 150);
    double *angle = NULL;
    cr_assert_eq(phw_trace_add_column(&angle, &t, "angle1_deg", "deg"), PHW_OK);
    for (size_t p = 0; p < 50; ++p)
        angle[p] = (double)p;
    for (size_t i = 0; i < n; ++i) {
        phw_params params;
        phw_params_preset(&params, list[i]->params, list[i]->n_params);
        phw_features x = {0};
        phw_features y = {0};
        cr_assert_eq(list[i]->extract(&x, &t, &params), PHW_OK);
        cr_assert_eq(list[i]->extract(&y, &t, &params), PHW_OK);
        cr_expect_leq(x.n_rows, t.n_probes);
        cr_assert_eq(x.n_rows, y.n_rows);
        const size_t n_values = x.n_rows * x.n_components;
        cr_expect_arr_eq(x.value, y.value, n_values * sizeof *x.value);
        for (size_t k = 0; k < n_values; ++k)
            cr_expect(isfinite(x.value[k]), "%s", list[i]->name);
        phw_features_free(&x);
        phw_features_free(&y);
    }
    phw_trace_free(&t);
}
