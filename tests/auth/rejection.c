#include "auth/rejection.h"

#include <math.h>

#include <criterion/criterion.h>

#include "auth/classifiers.h"

#include "tests/auth/transmitters.h"

typedef struct learnt {
    const phw_classifier *classifier;
    phw_params params;
    phw_template whole;
    phw_rejection rejection[8];
} learnt;

static phw_status try_learn(learnt *out, const char *name,
                            const phw_fingerprint_set *set, double rate)
{
    PHW_TRY(phw_classifier_find(&out->classifier, name));
    phw_params_preset(&out->params, out->classifier->params, out->classifier->n_params);
    const phw_rejection_input in = {set, &out->params, rate};
    PHW_TRY(out->classifier->learn(&out->whole, set, NULL, &out->params));
    return phw_rejection_learn(out->rejection, out->classifier, &out->whole, &in);
}

static learnt learn(const char *name, const phw_fingerprint_set *set, double rate)
{
    learnt k = {0};
    cr_assert_eq(try_learn(&k, name, set, rate), PHW_OK, "%s", phw_error_message());
    return k;
}

Test(rejection, one_session_has_the_law_where_it_holds)
{
    phw_fingerprint_set set = draw_set(2, 2, 30, 5, 90, 0);
    learnt k = learn("mahalanobis", &set, 0.01);
    for (size_t l = 0; l < 2; ++l) {
        cr_expect_eq(k.rejection[l].rule, PHW_REJECTION_LAW);
        cr_expect_eq(k.rejection[l].threshold, k.classifier->law(&k.whole, l, 0.01));
        cr_expect_eq(k.rejection[l].n_scores, 0);
    }
    phw_template_free(&k.whole);
    k = learn("lda", &set, 0.01);
    cr_expect_eq(k.rejection[1].rule, PHW_REJECTION_FRAMES);
    cr_expect_eq(k.rejection[1].n_scores, 60);
    /* ceil(0.99 * 61) = 61 of 60. */
    cr_expect(k.rejection[1].too_few);
    phw_template_free(&k.whole);
    k = learn("lda", &set, 0.02);
    cr_expect_not(k.rejection[1].too_few);
    phw_template_free(&k.whole);
    phw_fingerprint_set_free(&set);
}

/* One feature, one label, two frames a session: the distance of a session left out
 * follows by hand. Sessions {0, 2} and {10, 12}: the other's mean is 10 away and its
 * standard deviation sqrt 2. */
Test(rejection, sessions_left_out_give_their_distance_from_the_others)
{
    static const double x[] = {0, 2, 10, 12};
    phw_fingerprint_set set = {.n_features = 1};
    for (uint32_t i = 0; i < 4; ++i)
        cr_assert_eq(phw_fingerprint_set_append(&set, &x[i], 0, i / 2), PHW_OK);
    learnt k = learn("mahalanobis", &set, 0.2);
    cr_expect_eq(k.rejection[0].rule, PHW_REJECTION_SESSIONS);
    cr_expect_eq(k.rejection[0].n_scores, 4);
    /* Distances 9, 9, 11, 11 over sqrt 2; the ceil(0.8 * 5) = 4th. */
    cr_expect_float_eq(k.rejection[0].threshold, 11 / sqrt(2), 1e-12);
    cr_expect_not(k.rejection[0].too_few);
    phw_template_free(&k.whole);
    phw_fingerprint_set_free(&set);
}

/* At most the wanted share, by exchangeability; the learning without a part sees a few
 * frames fewer, which only moves thresholds up. 5 sigma of the T frames' scatter and of
 * the quantile's own, sqrt(alpha (1 - alpha) / n), a trial. */
static void check_share(const char *name)
{
    enum {
        TRIALS = 150,
        FRAMES = 20,
        N = 40
    };

    const double alpha = 0.1;
    double refused = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        phw_fingerprint_set set = draw_set(2, 2, N, 3, 91, trial);
        learnt k = learn(name, &set, alpha);
        cr_assert_eq(k.rejection[0].rule, PHW_REJECTION_FRAMES);
        for (uint32_t f = 0; f < FRAMES; ++f) {
            double x[2];
            double distance[2];
            draw_frame(x, 2, 92, trial, f);
            k.classifier->distances(distance, &k.whole, x);
            refused += distance[0] > k.rejection[0].threshold;
        }
        phw_template_free(&k.whole);
        phw_fingerprint_set_free(&set);
    }
    const double n = (double)TRIALS * FRAMES;
    const double sigma = sqrt(alpha * (1 - alpha) * (1 / n + 1 / (2.0 * N * TRIALS)));
    cr_expect_lt(refused / n, alpha + 5 * sigma, "%s: %g", name, refused / n);
    cr_expect_gt(refused / n, alpha / 2, "%s: %g", name, refused / n);
}

Test(rejection, frames_left_out_refuse_at_most_the_wanted_share_with_knn)
{
    check_share("knn");
}

Test(rejection, frames_left_out_refuse_at_most_the_wanted_share_with_lda)
{
    check_share("lda");
}

/* A transmitter whose sessions differ by 4 standard deviations: a law of one session
 * refuses the next, sessions left out do not. */
static void draw_sessions(phw_fingerprint_set *set, uint32_t from, uint32_t to)
{
    for (uint32_t s = from; s < to; ++s) {
        for (uint32_t i = 0; i < 20; ++i) {
            const double x = normal_at(93, s, i) + 4 * normal_at(94, s, 0);
            cr_assert_eq(phw_fingerprint_set_append(set, &x, 0, s - from), PHW_OK);
        }
    }
}

static double refused_share(const learnt *k, uint32_t from, uint32_t to)
{
    phw_fingerprint_set set = {.n_features = 1};
    double refused = 0;
    draw_sessions(&set, from, to);
    for (size_t i = 0; i < set.n; ++i) {
        double distance = 0;
        k->classifier->distances(&distance, &k->whole, &set.value[i]);
        refused += distance > k->rejection[0].threshold;
    }
    const double share = refused / (double)set.n;
    phw_fingerprint_set_free(&set);
    return share;
}

Test(rejection, sessions_left_out_allow_for_how_sessions_differ)
{
    phw_fingerprint_set one = {.n_features = 1};
    phw_fingerprint_set many = {.n_features = 1};
    draw_sessions(&one, 0, 1);
    draw_sessions(&many, 0, 15);
    learnt law = learn("mahalanobis", &one, 0.05);
    learnt quantile = learn("mahalanobis", &many, 0.05);
    cr_assert_eq(law.rejection[0].rule, PHW_REJECTION_LAW);
    cr_assert_eq(quantile.rejection[0].rule, PHW_REJECTION_SESSIONS);
    const double with_law = refused_share(&law, 20, 60);
    const double with_sessions = refused_share(&quantile, 20, 60);
    /* |4 sqrt 2 z| < 2.1 for a share 0.29 of sessions: 0.71 +- 5 sigma of 40. */
    cr_expect_gt(with_law, 0.35, "%g", with_law);
    /* 40 sessions, each all but wholly one or the other: 5 sigma above 0.05. */
    cr_expect_lt(with_sessions, 0.05 + 5 * sqrt(0.05 * 0.95 * (1 / 40.0 + 1 / 15.0)),
                 "%g", with_sessions);
    phw_template_free(&law.whole);
    phw_template_free(&quantile.whole);
    phw_fingerprint_set_free(&one);
    phw_fingerprint_set_free(&many);
}

Test(rejection, too_few_frames_and_wrong_rates_are_refused)
{
    phw_fingerprint_set set = draw_set(1, 2, 30, 5, 95, 0);
    learnt k = {0};
    cr_expect_eq(try_learn(&k, "mahalanobis", &set, 0), PHW_EARG);
    phw_template_free(&k.whole);
    cr_expect_eq(try_learn(&k, "mahalanobis", &set, 1), PHW_EARG);
    phw_template_free(&k.whole);
    phw_fingerprint_set_free(&set);
    /* With knn's one frame left out there is no other of its label. */
    set = draw_set(1, 1, 2, 5, 96, 0);
    cr_expect_eq(try_learn(&k, "knn", &set, 0.1), PHW_ESHORT, "%s",
                 phw_error_message());
    phw_template_free(&k.whole);
    phw_fingerprint_set_free(&set);
}
