#include "kgen/labels.h"

#include "kgen/quantizer_cdf.h"
#include "kgen/quantizer_median.h"

#include "tests/kgen/pair.h"

static const phw_bits nothing; /* said in public */

static phw_features draw(size_t n_rows, size_t n_components)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, n_rows, n_components), PHW_OK);
    double *z = normals(n_rows * n_components, 1);
    memcpy(x.value, z, n_rows * n_components * sizeof *z);
    free(z);
    return x;
}

Test(labels, have_as_many_bits_as_each_component_is_given)
{
    phw_features x = draw(100, 3);
    phw_labels labels = {0};
    const phw_params params = {{2, 0, 0}};
    const uint8_t n_bits[] = {3, 0, 1};
    cr_assert_eq(
        phw_labels_make(&labels, &x,
                        &(const phw_labelling){&phw_quantizer_cdf, &params, n_bits},
                        true, &nothing),
        PHW_OK);
    cr_expect_eq(labels.component[0].n_bits, 3);
    cr_expect_eq(labels.component[1].n_bits, 0);
    cr_expect_eq(labels.component[1].n, 0);
    cr_expect_eq(labels.component[2].n_bits, 1);
    cr_expect_eq(phw_labels_count(&labels), 200);
    phw_labels_free(&labels);
    cr_assert_eq(
        phw_labels_make(&labels, &x,
                        &(const phw_labelling){&phw_quantizer_cdf, &params, NULL}, true,
                        &nothing),
        PHW_OK);
    cr_expect_eq(labels.component[1].n_bits, 2, "what the parameters ask for");
    phw_labels_free(&labels);
    phw_features_free(&x);
}

Test(labels, keep_mask_follows_the_components)
{
    phw_features x = draw(100, 2);
    phw_labels labels = {0};
    phw_bits keep = {0};
    const phw_params params = {{2, 0.3, 0}};
    cr_assert_eq(
        phw_labels_make(&labels, &x,
                        &(const phw_labelling){&phw_quantizer_cdf, &params, NULL}, true,
                        &nothing),
        PHW_OK);
    cr_assert_eq(phw_labels_keep(&keep, &labels), PHW_OK);
    cr_assert_eq(keep.n, 200);
    for (size_t i = 0; i < 200; ++i)
        cr_expect_eq(phw_bits_get(&keep, i), labels.component[i / 100].keep[i % 100]);
    phw_bits_free(&keep);
    phw_labels_free(&labels);
    phw_features_free(&x);
}

Test(labels, name_the_component_that_fails)
{
    phw_features x = draw(100, 3);
    phw_labels labels = {0};
    const phw_params params = {{0}};
    const uint8_t none[] = {0, 0, 0};
    const uint8_t two[] = {1, 2, 0};
    for (size_t r = 0; r < 100; ++r)
        phw_features_series(&x, 2)[r] = 4;
    cr_expect_eq(
        phw_labels_make(&labels, &x,
                        &(const phw_labelling){&phw_quantizer_median, &params, NULL},
                        true, &nothing),
        PHW_ESHORT);
    cr_expect_not_null(strstr(phw_error_message(), "component 2"));
    cr_expect_eq(
        phw_labels_make(&labels, &x,
                        &(const phw_labelling){&phw_quantizer_median, &params, two},
                        true, &nothing),
        PHW_EARG);
    cr_expect_eq(
        phw_labels_make(&labels, &x,
                        &(const phw_labelling){&phw_quantizer_median, &params, none},
                        true, &nothing),
        PHW_EARG);
    cr_expect_null(labels.component);
    phw_features_free(&x);
}
