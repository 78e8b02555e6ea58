#include "auth/roc.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <gsl/gsl_cdf.h>

enum {
    MANY = 4000
};

static const phw_rng test_rng = {.seed = 28, .purpose = PHW_RNG_PURPOSE(0, 40)};

/* d', area and equal error rate: Phi(d' / sqrt 2) and Phi(-d' / 2). */
static const struct {
    double separation, auc, eer;
} normal[] = {
    {1, 0.760250, 0.308538},
    {2, 0.921350, 0.158655},
    {3, 0.983053, 0.066807},
    {4, 0.997661, 0.022750},
};

Test(roc, closed_forms_of_normal_scores_are_the_known_ones)
{
    for (size_t i = 0; i < sizeof normal / sizeof normal[0]; ++i) {
        double auc = 0;
        double eer = 0;
        phw_roc_normal(&auc, &eer, normal[i].separation);
        cr_expect_float_eq(auc, normal[i].auc, 5.1e-7);
        cr_expect_float_eq(eer, normal[i].eer, 5.1e-7);
    }
}

/* The scores are the quantiles themselves: the sum over pairs is a midpoint rule in two
 * dimensions, off by less than one step of either, 2 / MANY. */
Test(roc, quantiles_of_normal_scores_give_the_closed_forms)
{
    static double genuine[MANY];
    static double impostor[MANY];
    for (size_t i = 0; i < sizeof normal / sizeof normal[0]; ++i) {
        for (size_t k = 0; k < MANY; ++k) {
            genuine[k] = gsl_cdf_ugaussian_Pinv(((double)k + 0.5) / MANY);
            impostor[k] = genuine[k] + normal[i].separation;
        }
        phw_roc roc = {0};
        cr_assert_eq(phw_roc_compute(&roc, genuine, MANY, impostor, MANY), PHW_OK);
        cr_expect_float_eq(roc.auc, normal[i].auc, 2.0 / MANY);
        cr_expect_float_eq(roc.eer, normal[i].eer, 1.0 / MANY);
        cr_expect_float_eq(roc.eer_threshold, normal[i].separation / 2, 0.01);
        phw_roc_free(&roc);
    }
}

/* Hanley's and McNeil's error is of exponential scores; for normal ones it is a few
 * per cent off, so 5 sigma are asked of it times 1.1. A false alarm of 6e-7 a row. */
Test(roc, drawn_normal_scores_lie_within_their_standard_error_of_the_closed_form)
{
    static float draw[2 * MANY];
    static double genuine[MANY];
    static double impostor[MANY];
    for (size_t i = 0; i < sizeof normal / sizeof normal[0]; ++i) {
        phw_rng rng = test_rng;
        rng.trial = (uint32_t)i;
        phw_rng_normal(draw, &rng, 0, 2 * MANY);
        for (size_t k = 0; k < MANY; ++k) {
            genuine[k] = (double)draw[k];
            impostor[k] = (double)draw[MANY + k] + normal[i].separation;
        }
        phw_roc roc = {0};
        cr_assert_eq(phw_roc_compute(&roc, genuine, MANY, impostor, MANY), PHW_OK);
        cr_expect_float_eq(roc.auc, normal[i].auc, 5.5 * roc.auc_error);
        cr_expect_gt(roc.auc_error, 0);
        /* Where they are equal both rates are binomial shares of MANY. */
        const double p = normal[i].eer;
        cr_expect_float_eq(roc.eer, p, 5 * sqrt(p * (1 - p) / MANY));
        phw_roc_free(&roc);
    }
}

/* Hanley and McNeil 1982, their example: 51 abnormal and 58 normal images. */
Test(roc, standard_error_is_that_of_hanley_and_mcneil)
{
    cr_expect_float_eq(phw_roc_auc_error(0.893, 51, 58), 0.0325, 5e-5);
    cr_expect_eq(phw_roc_auc_error(1, 10, 10), 0);
}

Test(roc, ties_count_half)
{
    const double genuine[] = {1, 2, 2};
    const double impostor[] = {2, 3};
    phw_roc roc = {0};
    cr_assert_eq(phw_roc_compute(&roc, genuine, 3, impostor, 2), PHW_OK);
    /* 1 beats both, each 2 ties with one and beats one: (2 + 1.5 + 1.5) / 6. */
    cr_expect_float_eq(roc.auc, 5.0 / 6, 1e-15);
    cr_assert_eq(roc.n_points, 4);
    /* The line from (fa 0, fr 2/3) to (1/2, 0) meets fa = fr at 2/7. */
    cr_expect_float_eq(roc.eer, 2.0 / 7, 1e-15);
    phw_roc_free(&roc);
}

/* Every pair is looked at. */
Test(roc, area_and_points_are_those_of_all_pairs)
{
    enum {
        N1 = 37,
        N0 = 53
    };

    double genuine[N1];
    double impostor[N0];
    for (size_t i = 0; i < N1; ++i)
        genuine[i] = phw_rng_below(&test_rng, i, 20);
    for (size_t i = 0; i < N0; ++i)
        impostor[i] = 4 + phw_rng_below(&test_rng, 100 + i, 20);
    double u = 0;
    for (size_t i = 0; i < N1; ++i) {
        for (size_t k = 0; k < N0; ++k)
            u += genuine[i] < impostor[k] ? 1 : genuine[i] == impostor[k] ? 0.5 : 0;
    }
    phw_roc roc = {0};
    cr_assert_eq(phw_roc_compute(&roc, genuine, N1, impostor, N0), PHW_OK);
    cr_expect_float_eq(roc.auc, u / (N1 * N0), 1e-14);
    for (double t = -1.5; t < 30; t += 0.5) {
        size_t accepted = 0;
        size_t refused = 0;
        for (size_t i = 0; i < N1; ++i)
            refused += genuine[i] > t;
        for (size_t k = 0; k < N0; ++k)
            accepted += impostor[k] <= t;
        const phw_roc_point p = phw_roc_at(&roc, t);
        cr_expect_eq(p.n_false_accept, accepted);
        cr_expect_eq(p.n_false_reject, refused);
    }
    phw_roc_free(&roc);
}

/* 1 - A = z se(A), with A's own error: for one score of a kind z^2 A (1 - A) =
 * (1 - A)^2, so A = 1 / (1 + z^2), Wilson's bound of one hit in one trial. */
Test(roc, interval_has_a_width_when_no_score_is_misplaced)
{
    const double genuine[] = {1, 2, 3, 4, 5, 6};
    const double impostor[] = {10, 11, 12, 13, 14, 15};
    const double z = 1.959963984540054;
    phw_roc one = {0};
    phw_roc six = {0};
    cr_assert_eq(phw_roc_compute(&one, genuine, 1, impostor, 1), PHW_OK);
    cr_assert_eq(phw_roc_compute(&six, genuine, 6, impostor, 6), PHW_OK);
    cr_expect_eq(six.auc, 1);
    cr_expect_eq(six.eer, 0);
    cr_expect_eq(six.auc_error, 0);
    cr_expect_eq(six.auc_span.high, 1);
    cr_expect_float_eq(one.auc_span.low, 1 / (1 + z * z), 1e-9);
    cr_expect_gt(six.auc_span.low, one.auc_span.low);
    cr_expect_lt(six.auc_span.low, 0.9);
    phw_roc_free(&one);
    phw_roc_free(&six);
}

Test(roc, nothing_and_not_a_number_are_refused)
{
    const double good[] = {1, 2};
    const double bad[] = {1, (double)NAN};
    phw_roc roc = {0};
    cr_expect_eq(phw_roc_compute(&roc, good, 0, good, 2), PHW_ESHORT);
    cr_expect_eq(phw_roc_compute(&roc, good, 2, good, 0), PHW_ESHORT);
    cr_expect_eq(phw_roc_compute(&roc, bad, 2, good, 2), PHW_EINPUT);
    cr_expect_eq(phw_roc_compute(&roc, good, 2, bad, 2), PHW_EINPUT);
    cr_expect_null(roc.point);
}

static void draw_scores(phw_roc_score *out, size_t n, size_t per_group, uint32_t trial)
{
    float noise[512];
    phw_rng rng = test_rng;
    rng.trial = 1000 + trial;
    cr_assert_leq(2 * n, 512);
    phw_rng_normal(noise, &rng, 0, 2 * n);
    for (size_t i = 0; i < n; ++i) {
        const size_t group = i / per_group;
        const bool genuine = i % 2 == 0;
        /* Half of a score's variance is its group's. */
        const double x = (double)noise[i] + (double)noise[n + group];
        out[i] =
            (phw_roc_score){x / sqrt(2) + (genuine ? 0 : 1), genuine, (uint32_t)group};
    }
}

/* With a score a group it is the plain bootstrap, whose interval is near +-1.96
 * standard errors. */
Test(roc, bootstrap_of_single_scores_is_as_wide_as_the_standard_error_says)
{
    enum {
        N = 200
    };

    phw_roc_score score[N];
    float noise[N];
    phw_rng_normal(noise, &test_rng, 50000, N);
    for (size_t i = 0; i < N; ++i)
        score[i] = (phw_roc_score){(double)noise[i] + (i % 2 == 0 ? 0 : 1), i % 2 == 0,
                                   (uint32_t)i};
    phw_roc_interval auc = {0};
    phw_roc_interval eer = {0};
    cr_assert_eq(phw_roc_bootstrap(&auc, &eer, score, N, N, 2000, &test_rng), PHW_OK);
    const double want = 2 * 1.96 * phw_roc_auc_error(0.760250, N / 2, N / 2);
    /* 2000 rounds place a 2.5 % quantile to 6 % of the width, the area's own scatter
     * moves it by another 10 %. */
    cr_expect_float_eq(auc.high - auc.low, want, 0.25 * want);
    cr_expect_lt(eer.low, 0.308538);
    cr_expect_gt(eer.high, 0.308538);
}

Test(roc, bootstrap_repeats_and_refuses_what_it_cannot_resample)
{
    phw_roc_score score[100];
    draw_scores(score, 100, 10, 0);
    phw_roc_interval a[2] = {{0}};
    phw_roc_interval e[2] = {{0}};
    for (int i = 0; i < 2; ++i)
        cr_assert_eq(phw_roc_bootstrap(&a[i], &e[i], score, 100, 10, 400, &test_rng),
                     PHW_OK);
    cr_expect_eq(a[0].low, a[1].low);
    cr_expect_eq(e[0].high, e[1].high);
    cr_expect_lt(a[0].low, a[0].high);
    cr_expect_eq(phw_roc_bootstrap(a, e, score, 100, 4, 400, &test_rng), PHW_ESHORT);
    cr_expect_eq(phw_roc_bootstrap(a, e, score, 100, 9, 400, &test_rng), PHW_EINPUT);
    cr_expect_eq(phw_roc_bootstrap(a, e, score, 100, 10, 99, &test_rng), PHW_EARG);
    for (size_t i = 0; i < 100; ++i)
        score[i].genuine = true;
    cr_expect_eq(phw_roc_bootstrap(a, e, score, 100, 10, 400, &test_rng), PHW_ESHORT);
}

/* Ten groups that differ in how well they separate: resampling them whole sees more
 * scatter than resampling scores does. */
Test(roc, bootstrap_by_group_sees_the_groups_scatter)
{
    enum {
        N = 240,
        PER = 24
    };

    phw_roc_score score[N];
    float noise[N];
    phw_rng_normal(noise, &test_rng, 90000, N);
    for (size_t i = 0; i < N; ++i) {
        const size_t group = i / PER;
        const double shift = group % 2 == 0 ? 0 : 4;
        score[i] = (phw_roc_score){(double)noise[i] + (i % 2 == 0 ? 0 : shift),
                                   i % 2 == 0, (uint32_t)group};
    }
    phw_roc_interval by_group = {0};
    phw_roc_interval by_score = {0};
    phw_roc_interval eer = {0};
    cr_assert_eq(phw_roc_bootstrap(&by_group, &eer, score, N, N / PER, 1000, &test_rng),
                 PHW_OK);
    for (size_t i = 0; i < N; ++i)
        score[i].group = (uint32_t)i;
    cr_assert_eq(phw_roc_bootstrap(&by_score, &eer, score, N, N, 1000, &test_rng),
                 PHW_OK);
    cr_expect_gt(by_group.high - by_group.low, 1.5 * (by_score.high - by_score.low));
}
