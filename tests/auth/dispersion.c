#include "auth/dispersion.h"

#include <math.h>

#include <criterion/criterion.h>

#include "tests/auth/transmitters.h"

enum {
    P = 4
};

/* W (x - m) of all frames. */
static void whitened(double *z, const phw_dispersion *d, const phw_fingerprint_set *set,
                     size_t i)
{
    const size_t p = d->n_features;
    for (size_t j = 0; j < p; ++j) {
        z[j] = 0;
        for (size_t k = 0; k < p; ++k)
            z[j] += d->whiten[j * p + k] *
                    (set->value[i * p + k] - d->mean[set->label[i] * p + k]);
    }
}

Test(dispersion, whitened_frames_have_unit_covariance)
{
    phw_fingerprint_set set = draw_set(P, 3, 40, 5, 60, 0);
    phw_dispersion d = {0};
    cr_assert_eq(phw_dispersion_compute(&d, &set, NULL, PHW_SHRINKAGE_NONE), PHW_OK);
    cr_expect_eq(d.freedom, 3 * 40 - 3);
    cr_expect_eq(d.shrinkage, 0);
    double sum[P * P] = {0};
    for (size_t i = 0; i < set.n; ++i) {
        double z[P];
        whitened(z, &d, &set, i);
        for (size_t j = 0; j < P; ++j) {
            for (size_t k = 0; k < P; ++k)
                sum[j * P + k] += z[j] * z[k] / d.freedom;
        }
    }
    for (size_t j = 0; j < P; ++j) {
        for (size_t k = 0; k < P; ++k)
            cr_expect_float_eq(sum[j * P + k], j == k, 1e-12);
    }
    phw_dispersion_free(&d);
    phw_fingerprint_set_free(&set);
}

/* The variance of feature j is scale^2 (a chi-square over its freedom): 5 sigma. */
Test(dispersion, scale_is_the_spread_within_the_labels_not_between)
{
    phw_fingerprint_set set = draw_set(P, 5, 100, 1000, 61, 0);
    static const double scale[P] = {1, 100, 0.01, 3};
    phw_dispersion d = {0};
    cr_assert_eq(phw_dispersion_compute(&d, &set, NULL, PHW_SHRINKAGE_AUTO), PHW_OK);
    /* v_j = 0.36 v_(j-1) + 0.64 from v_0 = 0.64 on, but for the first feature's own. */
    const double variance[P] = {1, 0.8704, 0.953344, 0.98320384};
    for (size_t j = 0; j < P; ++j) {
        const double got = pow(d.scale[j] / scale[j], 2);
        cr_expect_float_eq(got, variance[j], 5 * variance[j] * sqrt(2 / d.freedom),
                           "feature %zu", j);
    }
    phw_dispersion_free(&d);
    phw_fingerprint_set_free(&set);
}

/* Ledoit's and Wolf's share, term by term. */
Test(dispersion, few_frames_are_shrunk_by_the_share_of_the_paper)
{
    phw_fingerprint_set set = draw_set(P, 1, 12, 0, 62, 0);
    phw_dispersion plain = {0};
    phw_dispersion shrunk = {0};
    cr_assert_eq(phw_dispersion_compute(&plain, &set, NULL, PHW_SHRINKAGE_NONE),
                 PHW_OK);
    cr_assert_eq(phw_dispersion_compute(&shrunk, &set, NULL, PHW_SHRINKAGE_AUTO),
                 PHW_OK);
    double z[12][P];
    double R[P][P] = {{0}};
    double far = 0;
    double scatter = 0;
    for (size_t i = 0; i < 12; ++i) {
        for (size_t j = 0; j < P; ++j)
            z[i][j] = (set.value[i * P + j] - plain.mean[j]) / plain.scale[j];
    }
    for (size_t j = 0; j < P; ++j) {
        for (size_t k = 0; k < P; ++k) {
            for (size_t i = 0; i < 12; ++i)
                R[j][k] += z[i][j] * z[i][k] / 11;
            far += j == k ? 0 : R[j][k] * R[j][k];
        }
    }
    for (size_t i = 0; i < 12; ++i) {
        for (size_t j = 0; j < P * P; ++j)
            scatter += pow(z[i][j / P] * z[i][j % P] - R[j / P][j % P], 2);
    }
    cr_expect_eq(plain.shrinkage, 0);
    cr_expect_float_eq(shrunk.shrinkage, scatter / 144 / far, 1e-12);
    cr_expect(shrunk.shrinkage > 0 && shrunk.shrinkage < 1, "%g", shrunk.shrinkage);
    phw_dispersion_free(&plain);
    phw_dispersion_free(&shrunk);
    phw_fingerprint_set_free(&set);
}

Test(dispersion, shrinkage_makes_do_with_fewer_frames_than_features)
{
    phw_fingerprint_set set = draw_set(8, 1, 4, 0, 63, 0);
    phw_dispersion d = {0};
    cr_expect_eq(phw_dispersion_compute(&d, &set, NULL, PHW_SHRINKAGE_NONE),
                 PHW_ESHORT);
    cr_expect(strstr(phw_error_message(), "8 features") != NULL);
    cr_expect_eq(phw_dispersion_compute(&d, &set, NULL, PHW_SHRINKAGE_AUTO), PHW_OK);
    cr_expect_gt(d.shrinkage, 0);
    phw_dispersion_free(&d);
    phw_fingerprint_set_free(&set);
}

Test(dispersion, a_feature_without_scatter_or_made_of_others_is_named)
{
    phw_fingerprint_set set = draw_set(P, 2, 30, 1, 64, 0);
    phw_dispersion d = {0};
    for (size_t i = 0; i < set.n; ++i)
        set.value[i * P + 2] = 2 * set.value[i * P] - 0.01 * set.value[i * P + 1];
    cr_expect_eq(phw_dispersion_compute(&d, &set, NULL, PHW_SHRINKAGE_AUTO),
                 PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "feature c") != NULL, "%s",
              phw_error_message());
    for (size_t i = 0; i < set.n; ++i)
        set.value[i * P + 1] = 0.1 + set.label[i];
    cr_expect_eq(phw_dispersion_compute(&d, &set, NULL, PHW_SHRINKAGE_AUTO),
                 PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "feature b") != NULL, "%s",
              phw_error_message());
    cr_expect_null(d.whiten);
    phw_fingerprint_set_free(&set);
}

Test(dispersion, frames_left_out_do_not_count)
{
    phw_fingerprint_set all = draw_set(P, 2, 30, 1, 65, 0);
    phw_fingerprint_set half = {.n_features = P};
    bool skip[60];
    for (size_t i = 0; i < all.n; ++i) {
        skip[i] = i % 2 == 0;
        if (!skip[i])
            cr_assert_eq(
                phw_fingerprint_set_append(&half, all.value + i * P, all.label[i], 0),
                PHW_OK);
    }
    phw_dispersion a = {0};
    phw_dispersion b = {0};
    cr_assert_eq(phw_dispersion_compute(&a, &all, skip, PHW_SHRINKAGE_AUTO), PHW_OK);
    cr_assert_eq(phw_dispersion_compute(&b, &half, NULL, PHW_SHRINKAGE_AUTO), PHW_OK);
    for (size_t i = 0; i < P * P; ++i)
        cr_expect_eq(a.whiten[i], b.whiten[i]);
    cr_expect_eq(a.count[1], 15);
    cr_expect_eq(a.freedom, 28);
    phw_dispersion_free(&a);
    phw_dispersion_free(&b);
    phw_fingerprint_set_free(&half);
    phw_fingerprint_set_free(&all);
}

Test(dispersion, one_frame_of_each_tells_no_scatter)
{
    phw_fingerprint_set set = draw_set(1, 5, 1, 1, 66, 0);
    phw_dispersion d = {0};
    cr_expect_eq(phw_dispersion_compute(&d, &set, NULL, PHW_SHRINKAGE_AUTO),
                 PHW_ESHORT);
    phw_fingerprint_set_free(&set);
}
