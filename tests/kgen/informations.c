#include "kgen/informations.h"

#include "tests/kgen/rows_of.h"

Test(informations, are_found_by_name)
{
    size_t n = 0;
    const phw_information *const *list = phw_information_list(&n);
    for (size_t i = 0; i < n; ++i) {
        const phw_information *found = NULL;
        cr_assert_eq(phw_information_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
        cr_expect(list[i]->summary != NULL && list[i]->reference != NULL);
    }
    const phw_information *found = NULL;
    cr_expect_eq(phw_information_find(&found, "fisher"), PHW_EARG);
    cr_expect_not_null(strstr(phw_error_message(), "ksg"));
}

/* Every entry: repeatable, the same seen from either end, rising with the correlation,
 * and no figure for constant or uneven series. */
Test(informations, are_symmetric_and_rise_with_the_correlation)
{
    enum {
        N = 1000
    };

    size_t n = 0;
    const phw_information *const *list = phw_information_list(&n);
    phw_features none[2];
    phw_features some[2];
    rows_of_pair(none, pair_normal(N, 0, 700));
    rows_of_pair(some, pair_normal(N, 0.9, 701));
    double flat[N] = {0};
    phw_features constant = rows_of(flat, N, 1);
    phw_features shorter = rows_of(flat, N - 1, 1);
    for (size_t i = 0; i < n; ++i) {
        const phw_information *e = list[i];
        phw_params params;
        phw_params_preset(&params, e->params, e->n_params);
        phw_information_figure f[4] = {{0}};
        cr_assert_eq(e->measure(&f[0], &none[0], &none[1], &params), PHW_OK);
        cr_assert_eq(e->measure(&f[1], &some[0], &some[1], &params), PHW_OK);
        cr_assert_eq(e->measure(&f[2], &some[0], &some[1], &params), PHW_OK);
        cr_assert_eq(e->measure(&f[3], &some[1], &some[0], &params), PHW_OK);
        cr_expect_eq(f[1].bits, f[2].bits, "%s", e->name);
        cr_expect_float_eq(f[1].bits, f[3].bits, 1e-9, "%s", e->name);
        cr_expect_lt(fabs(f[0].bits), 0.15, "%s: %g", e->name, f[0].bits);
        cr_expect(f[1].bits > 0.8 && f[1].bits < 1.5, "%s: %g", e->name, f[1].bits);
        phw_information_figure kept = {.bits = 7};
        cr_expect_eq(e->measure(&kept, &constant, &some[0], &params), PHW_ESHORT);
        cr_expect_eq(e->measure(&kept, &some[0], &shorter, &params), PHW_EARG);
        cr_expect_eq(kept.bits, 7);
    }
    for (size_t i = 0; i < 2; ++i) {
        phw_features_free(&none[i]);
        phw_features_free(&some[i]);
    }
    phw_features_free(&constant);
    phw_features_free(&shorter);
}
