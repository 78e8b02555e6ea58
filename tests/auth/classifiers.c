#include "auth/classifiers.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

#include "tests/auth/transmitters.h"

static const phw_classifier *named(const char *name)
{
    const phw_classifier *c = NULL;
    cr_assert_eq(phw_classifier_find(&c, name), PHW_OK);
    return c;
}

static phw_template learn(const char *name, const char *text,
                          const phw_fingerprint_set *set)
{
    const phw_classifier *c = named(name);
    phw_params params;
    phw_template t = {0};
    cr_assert_eq(phw_params_read(&params, c->params, c->n_params, text), PHW_OK);
    cr_assert_eq(c->learn(&t, set, NULL, &params), PHW_OK, "%s", phw_error_message());
    return t;
}

Test(classifiers, each_has_a_name_a_summary_and_a_reference)
{
    size_t n = 0;
    const phw_classifier *const *all = phw_classifier_list(&n);
    cr_assert_eq(n, 3);
    for (size_t i = 0; i < n; ++i) {
        cr_expect(all[i]->summary != NULL && all[i]->reference != NULL);
        cr_expect_eq(named(all[i]->name), all[i]);
    }
    const phw_classifier *none = NULL;
    cr_expect_eq(phw_classifier_find(&none, "svm"), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "mahalanobis") != NULL);
}

Test(classifiers, each_finds_transmitters_that_lie_far_apart)
{
    phw_fingerprint_set set = draw_set(3, 4, 20, 12, 70, 0);
    size_t n = 0;
    const phw_classifier *const *all = phw_classifier_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_template t = learn(all[i]->name, NULL, &set);
        for (uint32_t f = 0; f < 40; ++f) {
            double x[3];
            double distance[4];
            draw_frame(x, 3, 70, 1, f);
            x[0] += 12.0 * (f % 4);
            all[i]->distances(distance, &t, x);
            size_t nearest = 0;
            for (size_t l = 1; l < 4; ++l)
                nearest = distance[l] < distance[nearest] ? l : nearest;
            cr_expect_eq(nearest, f % 4, "%s", all[i]->name);
        }
        phw_template_free(&t);
    }
    phw_fingerprint_set_free(&set);
}

/* Units are nobody's business: metres or kilometres, the decision is the same. But for
 * knn without scale. */
Test(classifiers, distances_do_not_depend_on_the_features_units)
{
    phw_fingerprint_set set = draw_set(3, 3, 20, 4, 71, 0);
    phw_fingerprint_set other = draw_set(3, 3, 20, 4, 71, 0);
    for (size_t i = 0; i < 3 * other.n; ++i)
        other.value[i] = other.value[i] * (i % 3 == 1 ? 1e6 : 1e-3) + 7;
    size_t n = 0;
    const phw_classifier *const *all = phw_classifier_list(&n);
    for (size_t i = 0; i < n; ++i) {
        phw_template a = learn(all[i]->name, NULL, &set);
        phw_template b = learn(all[i]->name, NULL, &other);
        for (size_t f = 0; f < set.n; ++f) {
            double da[3];
            double db[3];
            all[i]->distances(da, &a, set.value + 3 * f);
            all[i]->distances(db, &b, other.value + 3 * f);
            for (size_t l = 0; l < 3; ++l)
                cr_expect_float_eq(da[l], db[l], 1e-6 * (1 + da[l]), "%s",
                                   all[i]->name);
        }
        phw_template_free(&a);
        phw_template_free(&b);
    }
    phw_fingerprint_set_free(&set);
    phw_fingerprint_set_free(&other);
}

Test(classifiers, what_does_not_vary_is_refused_by_name)
{
    phw_fingerprint_set set = draw_set(2, 2, 20, 4, 72, 0);
    size_t n = 0;
    const phw_classifier *const *all = phw_classifier_list(&n);
    for (size_t i = 0; i < set.n; ++i)
        set.value[2 * i + 1] = 3;
    for (size_t i = 0; i < n; ++i) {
        phw_params params;
        phw_template t = {0};
        phw_params_preset(&params, all[i]->params, all[i]->n_params);
        cr_expect_eq(all[i]->learn(&t, &set, NULL, &params), PHW_EINPUT);
        cr_expect(strstr(phw_error_message(), "feature b") != NULL, "%s",
                  phw_error_message());
        cr_expect_null(t.map);
    }
    const phw_classifier *knn = named("knn");
    phw_params params;
    phw_template t = {0};
    cr_assert_eq(phw_params_read(&params, knn->params, knn->n_params, "scale=total"),
                 PHW_OK);
    cr_expect_eq(knn->learn(&t, &set, NULL, &params), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "feature b") != NULL);
    phw_fingerprint_set_free(&set);
}

/* D^2 n (n - p) / (p (n^2 - 1)) ~ F(p, n - p) for one transmitter. */
Test(classifiers, mahalanobis_threshold_is_the_f_law_of_one_transmitter)
{
    enum {
        N = 50,
        P = 3
    };

    phw_fingerprint_set set = draw_set(P, 1, N, 0, 73, 0);
    phw_template t = learn("mahalanobis", "shrinkage=none", &set);
    const double f = gsl_cdf_fdist_Pinv(0.99, P, N - P);
    cr_expect_float_eq(named("mahalanobis")->law(&t, 0, 0.01),
                       sqrt(f * P * (N * N - 1.0) / (N * (N - P))), 1e-12);
    phw_template_free(&t);
    phw_fingerprint_set_free(&set);
}

/* A new frame is refused with the wanted probability over draws of enrolment and frame:
 * a binomial share of T, 5 sigma. A chi-square threshold would refuse about 0.27 of one
 * transmitter here. */
static void check_law(size_t n_labels, size_t n_frames, uint32_t sub)
{
    enum {
        T = 4000,
        P = 3
    };

    const double alpha = 0.1;
    const phw_classifier *c = named("mahalanobis");
    size_t refused = 0;
    for (uint32_t trial = 0; trial < T; ++trial) {
        phw_fingerprint_set set = draw_set(P, n_labels, n_frames, 3, sub, trial);
        phw_template t = learn("mahalanobis", "shrinkage=none", &set);
        double x[P];
        double distance[3];
        draw_frame(x, P, sub + 1, trial, 0);
        c->distances(distance, &t, x);
        refused += distance[0] > c->law(&t, 0, alpha);
        phw_template_free(&t);
        phw_fingerprint_set_free(&set);
    }
    const double share = (double)refused / T;
    cr_expect_float_eq(share, alpha, 5 * sqrt(alpha * (1 - alpha) / T), "%g", share);
}

Test(classifiers, mahalanobis_law_refuses_the_wanted_share_of_one_transmitter)
{
    check_law(1, 8, 74);
}

Test(classifiers, mahalanobis_law_refuses_the_wanted_share_with_pooled_covariance)
{
    check_law(3, 3, 76);
}

Test(classifiers, mahalanobis_has_no_law_when_shrunk)
{
    phw_fingerprint_set set = draw_set(3, 1, 10, 0, 78, 0);
    phw_template t = learn("mahalanobis", NULL, &set);
    cr_expect_gt(t.shrinkage, 0);
    cr_expect(isnan(named("mahalanobis")->law(&t, 0, 0.01)));
    phw_template_free(&t);
    phw_fingerprint_set_free(&set);
}

/* Two transmitters leave one direction, Fisher's S^-1 (m1 - m0): along it the centres
 * lie as far apart as Mahalanobis' distance of the means. */
Test(classifiers, lda_of_two_keeps_the_whole_distance_in_one_direction)
{
    phw_fingerprint_set set = draw_set(4, 2, 60, 2, 79, 0);
    phw_template lda = learn("lda", NULL, &set);
    phw_template full = learn("mahalanobis", NULL, &set);
    cr_assert_eq(lda.n_dimensions, 1);
    double square = 0;
    for (size_t k = 0; k < 4; ++k)
        square += pow(full.centre[k] - full.centre[4 + k], 2);
    cr_expect_float_eq(fabs(lda.centre[0] - lda.centre[1]), sqrt(square), 1e-9);
    phw_template_free(&lda);
    phw_template_free(&full);
    phw_fingerprint_set_free(&set);
}

Test(classifiers, lda_keeps_as_many_directions_as_asked_and_needs_two_transmitters)
{
    phw_fingerprint_set many = draw_set(4, 6, 20, 2, 80, 0);
    phw_fingerprint_set one = draw_set(4, 1, 60, 2, 80, 0);
    phw_template all = learn("lda", NULL, &many);
    phw_template two = learn("lda", "dimensions=2", &many);
    cr_expect_eq(all.n_dimensions, 4);
    cr_expect_eq(two.n_dimensions, 2);
    for (size_t i = 0; i < 8; ++i)
        cr_expect_eq(two.map[i], all.map[i]);
    phw_params params;
    phw_template none = {0};
    phw_params_preset(&params, named("lda")->params, named("lda")->n_params);
    cr_expect_eq(named("lda")->learn(&none, &one, NULL, &params), PHW_ESHORT);
    cr_expect(strstr(phw_error_message(), "second") != NULL);
    phw_template_free(&all);
    phw_template_free(&two);
    phw_fingerprint_set_free(&many);
    phw_fingerprint_set_free(&one);
}

static int lesser(const void *a, const void *b)
{
    const double x = *(const double *)a;
    const double y = *(const double *)b;
    return (x > y) - (x < y);
}

/* The rule by sorting all distances. */
Test(classifiers, knn_is_the_mean_of_the_k_least_distances)
{
    phw_fingerprint_set set = draw_set(2, 2, 30, 2, 81, 0);
    phw_template t = learn("knn", "k=15:scale=none", &set);
    phw_template few = learn("knn", "k=40:scale=none", &set);
    for (uint32_t f = 0; f < 20; ++f) {
        double x[2];
        double got[2];
        double from_all[2];
        draw_frame(x, 2, 82, 0, f);
        named("knn")->distances(got, &t, x);
        named("knn")->distances(from_all, &few, x);
        for (size_t l = 0; l < 2; ++l) {
            double distance[30];
            double sum = 0;
            double all = 0;
            for (size_t i = 0; i < 30; ++i) {
                const double *point = set.value + 2 * (30 * l + i);
                distance[i] = hypot(x[0] - point[0], x[1] - point[1]);
                all += distance[i];
            }
            qsort(distance, 30, sizeof *distance, lesser);
            for (size_t i = 0; i < 15; ++i)
                sum += distance[i];
            cr_expect_float_eq(got[l], sum / 15, 1e-9);
            cr_expect_float_eq(from_all[l], all / 30, 1e-9);
        }
    }
    phw_template_free(&t);
    phw_template_free(&few);
    phw_fingerprint_set_free(&set);
}
