#include "kgen/transform_whiten.h"

#include "kgen/transform_pca.h"

#include "tests/kgen/pair.h"

#define N 20000

/* Columns of standard deviation 3, 2, 1, mixed, and one that repeats the first. */
static phw_features draw(uint32_t trial)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 4), PHW_OK);
    double *z = normals(3 * (size_t)N, trial);
    for (size_t r = 0; r < N; ++r) {
        phw_features_series(&x, 0)[r] = 3 * z[3 * r] + z[3 * r + 1];
        phw_features_series(&x, 1)[r] = 2 * z[3 * r + 1];
        phw_features_series(&x, 2)[r] = z[3 * r + 2] - z[3 * r];
        phw_features_series(&x, 3)[r] = phw_features_series(&x, 0)[r];
    }
    free(z);
    return x;
}

static const phw_params preset = {{0, 0.001}};

/* On the leader's own rows exactly (but for single precision); the fourth direction has
 * no variance and is left out. */
Test(transform_whiten, gives_the_leader_the_unit_covariance)
{
    phw_features x = draw(1);
    phw_blob message = {0};
    phw_features y = {0};
    cr_assert_eq(phw_transform_whiten.fit(&message, &x, &preset), PHW_OK);
    cr_assert_eq(
        phw_transform_whiten.apply(&y, &x, message.byte, message.size, &preset),
        PHW_OK);
    cr_assert_eq(y.n_components, 3);
    for (size_t a = 0; a < 3; ++a) {
        for (size_t b = 0; b <= a; ++b) {
            double sum = 0;
            for (size_t r = 0; r < N; ++r)
                sum += phw_features_series(&y, a)[r] * phw_features_series(&y, b)[r];
            cr_expect_float_eq(sum / N, a == b, 1e-5);
        }
    }
    phw_features_free(&y);
    phw_blob_free(&message);
    phw_features_free(&x);
}

Test(transform_whiten, is_pca_but_for_the_scale)
{
    phw_features x = draw(2);
    phw_blob a = {0};
    phw_blob b = {0};
    phw_features y = {0};
    phw_features z = {0};
    const phw_params three = {{3}};
    cr_assert_eq(phw_transform_whiten.fit(&a, &x, &preset), PHW_OK);
    cr_assert_eq(phw_transform_klt.fit(&b, &x, &three), PHW_OK);
    cr_assert_eq(phw_transform_whiten.apply(&y, &x, a.byte, a.size, &preset), PHW_OK);
    cr_assert_eq(phw_transform_pca.apply(&z, &x, b.byte, b.size, &three), PHW_OK);
    for (size_t c = 0; c < 3; ++c) {
        const double scale =
            phw_features_series(&z, c)[0] / phw_features_series(&y, c)[0];
        for (size_t r = 0; r < N; r += 97)
            cr_expect_float_eq(phw_features_series(&z, c)[r],
                               scale * phw_features_series(&y, c)[r], 1e-9);
    }
    phw_features_free(&y);
    phw_features_free(&z);
    phw_blob_free(&a);
    phw_blob_free(&b);
    phw_features_free(&x);
}

Test(transform_whiten, refuses_a_hostile_message)
{
    phw_features x = draw(3);
    phw_blob message = {0};
    phw_features y = {0};
    cr_assert_eq(phw_transform_whiten.fit(&message, &x, &preset), PHW_OK);
    for (size_t size = 0; size < message.size; ++size)
        cr_expect_eq(phw_transform_whiten.apply(&y, &x, message.byte, size, &preset),
                     PHW_EPEER);
    static const float wrong[] = {0, -1, (float)INFINITY, (float)NAN};
    for (size_t i = 0; i < 4; ++i) {
        memcpy(message.byte + message.size - 4, &wrong[i], 4);
        cr_expect_eq(
            phw_transform_whiten.apply(&y, &x, message.byte, message.size, &preset),
            PHW_EPEER, "%zu", i);
    }
    phw_blob_free(&message);
    for (size_t i = 0; i < (size_t)N * 4; ++i)
        x.value[i] = 1;
    cr_expect_eq(phw_transform_whiten.fit(&message, &x, &preset), PHW_ESHORT);
    phw_features_free(&x);
}
