#include "kgen/transforms.h"

#include "kgen/transform_spectrum.h"
#include "kgen/transform_whiten.h"

#include "tests/kgen/pair.h"

Test(transforms, are_found_by_name)
{
    size_t n = 0;
    const phw_transform *const *list = phw_transform_list(&n);
    cr_assert_gt(n, 0);
    for (size_t i = 0; i < n; ++i) {
        const phw_transform *found = NULL;
        cr_assert_eq(phw_transform_find(&found, list[i]->name), PHW_OK);
        cr_expect_eq(found, list[i]);
    }
    const phw_transform *found = NULL;
    cr_expect_eq(phw_transform_find(&found, "dtc"), PHW_EARG);
    for (size_t i = 0; i < n; ++i)
        cr_expect_not_null(strstr(phw_error_message(), list[i]->name));
}

/* Whatever the transform: a fixed basis has no message, a fitted one has; the same
 * message and features give the same values; the energy about the mean does not grow
 * (single precision grows it by less than 1e-5). */
Test(transforms, are_isometries_that_both_ends_repeat)
{
    size_t n = 0;
    const phw_transform *const *list = phw_transform_list(&n);
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, 320, 4), PHW_OK);
    double *z = normals(1280, 9);
    double energy = 0;
    for (size_t i = 0; i < 1280; ++i) {
        x.value[i] = z[i];
        energy += z[i] * z[i];
    }
    for (size_t i = 0; i < n; ++i) {
        /* Says how far signs can be relied on: no isometry, and of one component. One
         * that scales to variance 1 is none either. */
        if (list[i] == &phw_transform_spectrum || list[i] == &phw_transform_whiten)
            continue;
        phw_params params;
        phw_params_preset(&params, list[i]->params, list[i]->n_params);
        phw_blob message = {0};
        phw_features a = {0};
        phw_features b = {0};
        cr_assert_eq(list[i]->fit(&message, &x, &params), PHW_OK);
        cr_expect_eq(message.size > 0, list[i]->fitted, "%s", list[i]->name);
        cr_assert_eq(list[i]->apply(&a, &x, message.byte, message.size, &params),
                     PHW_OK);
        cr_assert_eq(list[i]->apply(&b, &x, message.byte, message.size, &params),
                     PHW_OK);
        const size_t n_values = a.n_rows * a.n_components;
        cr_expect_leq(n_values, 1280);
        cr_expect_arr_eq(a.value, b.value, n_values * sizeof *z);
        double after = 0;
        for (size_t k = 0; k < n_values; ++k)
            after += a.value[k] * a.value[k];
        cr_expect_lt(after, energy * (1 + 1e-5), "%s", list[i]->name);
        cr_expect_gt(after, 0.9 * energy, "%s", list[i]->name);
        phw_blob_free(&message);
        phw_features_free(&a);
        phw_features_free(&b);
    }
    free(z);
    phw_features_free(&x);
}
