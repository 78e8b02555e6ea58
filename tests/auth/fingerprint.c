#include "auth/fingerprint.h"

#include <math.h>

#include <criterion/criterion.h>

#include "auth/classifiers.h"

#include "tests/auth/transmitters.h"

static phw_fingerprint_config config_of(const char *classifier)
{
    phw_fingerprint_config config = {
        .feature = {{"cfo_hz", "Hz"}, {"iq", "dB"}},
        .n_features = 2,
        .false_rejection = 0.01,
    };
    cr_assert_eq(phw_classifier_find(&config.classifier, classifier), PHW_OK);
    phw_params_preset(&config.params, config.classifier->params,
                      config.classifier->n_params);
    return config;
}

static phw_fingerprint model_of(const char *classifier)
{
    const phw_fingerprint_config config = config_of(classifier);
    phw_fingerprint model = {0};
    cr_assert_eq(phw_fingerprint_create(&model, &config), PHW_OK);
    return model;
}

static phw_status enroll(phw_fingerprint *model, const char *label, const char *session,
                         double mean, uint32_t trial)
{
    double x[2 * 40];
    for (size_t i = 0; i < 40; ++i) {
        draw_frame(x + 2 * i, 2, 100, trial, i);
        x[2 * i] += mean;
    }
    return phw_fingerprint_enroll(model, label, session, x, 40);
}

Test(fingerprint, known_transmitters_are_found_and_strangers_are_refused)
{
    phw_fingerprint model = model_of("mahalanobis");
    cr_assert_eq(enroll(&model, "ap", "one", 0, 0), PHW_OK);
    cr_assert_eq(enroll(&model, "client", "one", 30, 1), PHW_OK);
    cr_assert_eq(phw_fingerprint_learn(&model), PHW_OK);
    const double ap[] = {0.5, 20};
    const double client[] = {29, -30};
    const double stranger[] = {15, 0};
    phw_fingerprint_verdict v = phw_fingerprint_identify(&model, ap);
    cr_expect(v.accepted && v.label == 0);
    cr_expect_leq(v.distance, v.threshold);
    v = phw_fingerprint_identify(&model, client);
    cr_expect(v.accepted && v.label == 1);
    v = phw_fingerprint_identify(&model, stranger);
    cr_expect_not(v.accepted);
    cr_expect_gt(v.distance, v.threshold);
    v = phw_fingerprint_verify(&model, ap, 1);
    cr_expect(!v.accepted && v.label == 1);
    cr_expect_eq(phw_fingerprint_find(&model, "client"), 1);
    cr_expect_eq(phw_fingerprint_find(&model, "nobody"), SIZE_MAX);
    phw_fingerprint_free(&model);
}

Test(fingerprint, a_frame_with_a_feature_missing_is_never_accepted)
{
    phw_fingerprint model = model_of("knn");
    cr_assert_eq(enroll(&model, "ap", "one", 0, 0), PHW_OK);
    cr_assert_eq(phw_fingerprint_learn(&model), PHW_OK);
    const double broken[] = {0, (double)NAN};
    const phw_fingerprint_verdict v = phw_fingerprint_identify(&model, broken);
    cr_expect_not(v.accepted);
    cr_expect_eq(v.distance, HUGE_VAL);
    phw_fingerprint_free(&model);
}

Test(fingerprint, sessions_and_labels_can_be_added_later)
{
    phw_fingerprint model = model_of("mahalanobis");
    cr_assert_eq(enroll(&model, "ap", "one", 0, 0), PHW_OK);
    cr_assert_eq(phw_fingerprint_learn(&model), PHW_OK);
    cr_expect_eq(model.label[0].rejection.rule, PHW_REJECTION_LAW);
    cr_assert_eq(enroll(&model, "ap", "two", 1, 1), PHW_OK);
    cr_assert_eq(enroll(&model, "client", "one", 50, 2), PHW_OK);
    cr_assert_eq(phw_fingerprint_learn(&model), PHW_OK);
    cr_expect_eq(model.set.n_labels, 2);
    cr_expect_eq(model.set.n_sessions, 3);
    cr_expect_eq(model.session[2].label, 1);
    cr_expect_eq(model.label[0].rejection.rule, PHW_REJECTION_SESSIONS);
    cr_expect_eq(model.label[1].rejection.rule, PHW_REJECTION_LAW);
    phw_fingerprint_free(&model);
}

Test(fingerprint, the_same_frames_are_not_enrolled_twice)
{
    phw_fingerprint model = model_of("mahalanobis");
    cr_assert_eq(enroll(&model, "ap", "one", 0, 0), PHW_OK);
    cr_expect_eq(enroll(&model, "client", "again", 0, 0), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "one of label ap") != NULL, "%s",
              phw_error_message());
    cr_expect_eq(model.set.n_labels, 1);
    cr_expect_eq(model.set.n, 40);
    phw_fingerprint_free(&model);
}

Test(fingerprint, what_can_not_be_enrolled_leaves_the_model_alone)
{
    phw_fingerprint model = model_of("mahalanobis");
    const double bad[] = {1, 2, 3, HUGE_VAL};
    cr_expect_eq(phw_fingerprint_learn(&model), PHW_ESHORT);
    cr_expect_eq(enroll(&model, "", "one", 0, 0), PHW_EARG);
    cr_expect_eq(enroll(&model, "line\nbreak", "one", 0, 0), PHW_EARG);
    cr_expect_eq(
        enroll(&model,
               "0123456789012345678901234567890123456789012345678901234567890123",
               "one", 0, 0),
        PHW_EARG);
    cr_expect_eq(enroll(&model, "ap", "", 0, 0), PHW_EARG);
    cr_expect_eq(phw_fingerprint_enroll(&model, "ap", "one", bad, 2), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "frame 1: iq") != NULL, "%s",
              phw_error_message());
    cr_expect_eq(phw_fingerprint_enroll(&model, "ap", "one", bad, 0), PHW_EARG);
    cr_expect_eq(model.set.n, 0);
    cr_expect_eq(model.set.n_labels, 0);
    phw_fingerprint_free(&model);
}

Test(fingerprint, a_wrong_configuration_is_refused)
{
    phw_fingerprint model = {0};
    phw_fingerprint_config config = config_of("lda");
    config.n_features = 0;
    cr_expect_eq(phw_fingerprint_create(&model, &config), PHW_EARG);
    config = config_of("lda");
    config.false_rejection = 0;
    cr_expect_eq(phw_fingerprint_create(&model, &config), PHW_EARG);
    config = config_of("lda");
    config.feature[1] = config.feature[0];
    cr_expect_eq(phw_fingerprint_create(&model, &config), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "cfo_hz is there twice") != NULL);
    config = config_of("lda");
    config.classifier = NULL;
    cr_expect_eq(phw_fingerprint_create(&model, &config), PHW_EARG);
    cr_expect_null(model.label);
}
