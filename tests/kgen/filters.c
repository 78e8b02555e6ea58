#include "kgen/filters.h"

#include <string.h>

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
