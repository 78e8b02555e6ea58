#include "kgen/transform_pca.h"

#include "tests/kgen/pair.h"

#define N 20000

/* An orthonormal basis (columns) whose largest entries are positive, and the deviations
 * along it. */
static const double basis[3][3] = {{2.0 / 3, -1.0 / 3, 2.0 / 3},
                                   {2.0 / 3, 2.0 / 3, -1.0 / 3},
                                   {-1.0 / 3, 2.0 / 3, 2.0 / 3}};
static const double deviation[3] = {3, 2, 1};

/* N rows of basis * deviation * z, moved by 50. */
static phw_features draw(uint32_t trial)
{
    phw_features x = {0};
    cr_assert_eq(phw_features_alloc(&x, N, 3), PHW_OK);
    double *z = normals(3 * (size_t)N, trial);
    for (size_t c = 0; c < 3; ++c) {
        for (size_t r = 0; r < N; ++r) {
            x.value[c * N + r] = 50;
            for (size_t k = 0; k < 3; ++k)
                x.value[c * N + r] += basis[c][k] * deviation[k] * z[3 * r + k];
        }
    }
    free(z);
    return x;
}

static float entry(const phw_blob *message, size_t k, size_t c)
{
    float value = 0;
    memcpy(&value, message->byte + 8 + 4 * (3 * k + c), sizeof value);
    return value;
}

/* An eigenvector errs by l_j l_k / (l_j - l_k)^2 / N in squared length towards each
 * other one (Anderson 1963); 5 sigma of the larger for eigenvalues 9 4 1. */
Test(transform_pca, finds_the_principal_axes_with_positive_largest_entries)
{
    phw_features x = draw(1);
    phw_blob message = {0};
    const phw_params all = {{0}};
    cr_assert_eq(phw_transform_pca.fit(&message, &x, &all), PHW_OK);
    cr_assert_eq(message.size, 8 + 4 * 9);
    /* Two entries of axes 0 and 1, 2 tie at 2/3 in truth: compare up to a sign. */
    for (size_t k = 0; k < 3; ++k) {
        double dot = 0;
        float largest = 0;
        for (size_t c = 0; c < 3; ++c) {
            dot += basis[c][k] * (double)entry(&message, k, c);
            if (fabsf(entry(&message, k, c)) > fabsf(largest))
                largest = entry(&message, k, c);
        }
        cr_expect_float_eq(fabs(dot), 1, 25 * (36.0 / 25 + 9.0 / 64) / 2 / N);
        cr_expect_gt(largest, 0);
    }
    phw_blob_free(&message);
    phw_features_free(&x);
}

Test(transform_pca, decorrelates_and_orders_by_variance)
{
    phw_features x = draw(1);
    phw_features y = {0};
    phw_blob message = {0};
    const phw_params all = {{0}};
    cr_assert_eq(phw_transform_pca.fit(&message, &x, &all), PHW_OK);
    cr_assert_eq(phw_transform_pca.apply(&y, &x, message.byte, message.size, &all),
                 PHW_OK);
    for (size_t a = 0; a < 3; ++a) {
        for (size_t b = a; b < 3; ++b) {
            double sum = 0;
            for (size_t r = 0; r < N; ++r)
                sum += y.value[a * N + r] * y.value[b * N + r] / N;
            const double want = a == b ? deviation[a] * deviation[a] : 0;
            /* On its own data the basis is exact up to single precision; the variance
             * errs by sqrt(2 / N) of itself. */
            const double bound = a == b ? 5 * want * sqrt(2.0 / N) : 1e-5;
            cr_expect_float_eq(sum, want, bound, "%zu %zu: %g", a, b, sum);
        }
    }
    phw_features_free(&y);
    phw_features_free(&x);
    phw_blob_free(&message);
}

Test(transform_pca, is_the_same_at_both_ends_for_the_same_message)
{
    phw_features x = draw(1);
    phw_features a = {0};
    phw_features b = {0};
    phw_blob message = {0};
    phw_blob again = {0};
    const phw_params two = {{2}};
    cr_assert_eq(phw_transform_pca.fit(&message, &x, &two), PHW_OK);
    cr_assert_eq(phw_transform_pca.fit(&again, &x, &two), PHW_OK);
    cr_assert_eq(message.size, again.size);
    cr_expect_arr_eq(message.byte, again.byte, message.size);
    cr_assert_eq(phw_transform_pca.apply(&a, &x, message.byte, message.size, &two),
                 PHW_OK);
    cr_assert_eq(phw_transform_pca.apply(&b, &x, message.byte, message.size, &two),
                 PHW_OK);
    cr_expect_eq(a.n_components, 2);
    cr_expect_arr_eq(a.value, b.value, 2 * (size_t)N * sizeof *a.value);
    phw_features_free(&a);
    phw_features_free(&b);
    phw_blob_free(&message);
    phw_blob_free(&again);
    phw_features_free(&x);
}

static phw_status apply(const phw_features *x, const uint8_t *byte, size_t size)
{
    phw_features y = {0};
    const phw_params all = {{0}};
    const phw_status s = phw_transform_pca.apply(&y, x, byte, size, &all);
    if (s)
        cr_expect_null(y.value);
    phw_features_free(&y);
    return s;
}

Test(transform_pca, refuses_every_forged_message)
{
    phw_features x = draw(1);
    phw_blob good = {0};
    const phw_params all = {{0}};
    cr_assert_eq(phw_transform_pca.fit(&good, &x, &all), PHW_OK);
    cr_expect_eq(apply(&x, good.byte, good.size), PHW_OK);
    for (size_t size = 0; size < good.size; ++size)
        cr_expect_eq(apply(&x, good.byte, size), PHW_EPEER, "cut at %zu", size);

    uint8_t forged[44];
    static const uint8_t not_a_number[] = {0, 0, 0xc0, 0x7f};
    memcpy(forged, good.byte, sizeof forged);
    memcpy(forged + 8, not_a_number, 4);
    cr_expect_eq(apply(&x, forged, sizeof forged), PHW_EPEER, "not a number");
    memcpy(forged, good.byte, sizeof forged);
    memcpy(forged + 8 + 12, forged + 8, 12);
    cr_expect_eq(apply(&x, forged, sizeof forged), PHW_EPEER, "one vector twice");
    memset(forged + 8, 0, 12);
    cr_expect_eq(apply(&x, forged, sizeof forged), PHW_EPEER, "a zero vector");
    memcpy(forged, good.byte, sizeof forged);
    forged[0] = 4;
    cr_expect_eq(apply(&x, forged, sizeof forged), PHW_EPEER, "another shape");
    memcpy(forged, good.byte, sizeof forged);
    memset(forged + 4, 0xff, 4);
    cr_expect_eq(apply(&x, forged, sizeof forged), PHW_EPEER, "2^32 - 1 vectors");
    memset(forged + 4, 0, 4);
    cr_expect_eq(apply(&x, forged, sizeof forged), PHW_EPEER, "no vectors");
    phw_blob_free(&good);
    phw_features_free(&x);
}

Test(transform_pca, asks_for_no_more_components_than_the_rows_support)
{
    phw_features x = {0};
    phw_blob message = {0};
    const phw_params three = {{3}};
    const phw_params all = {{0}};
    cr_assert_eq(phw_features_alloc(&x, 3, 4), PHW_OK);
    double *z = normals(12, 5);
    memcpy(x.value, z, 12 * sizeof *z);
    cr_expect_eq(phw_transform_pca.fit(&message, &x, &three), PHW_EARG);
    cr_assert_eq(phw_transform_pca.fit(&message, &x, &all), PHW_OK);
    cr_expect_eq(message.byte[4], 2);
    x.value[0] = nan("");
    phw_blob_free(&message);
    cr_expect_eq(phw_transform_pca.fit(&message, &x, &all), PHW_EINPUT);
    cr_expect_null(message.byte);
    free(z);
    phw_features_free(&x);
}
