#include "auth/fingerprint_file.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <sodium.h>

#include "auth/classifiers.h"

#include "tests/auth/transmitters.h"
#include "tests/datasets/scratch.h"

static phw_fingerprint two_transmitters(const char *classifier, const char *text)
{
    phw_fingerprint_config config = {
        .feature = {{"cfo_hz", "Hz"}, {"iq", "dB"}},
        .n_features = 2,
        .false_rejection = 0.05,
    };
    phw_fingerprint model = {0};
    cr_assert_eq(phw_classifier_find(&config.classifier, classifier), PHW_OK);
    cr_assert_eq(phw_params_read(&config.params, config.classifier->params,
                                 config.classifier->n_params, text),
                 PHW_OK);
    cr_assert_eq(phw_fingerprint_create(&model, &config), PHW_OK);
    for (uint32_t s = 0; s < 3; ++s) {
        double x[2 * 30];
        char session[16];
        (void)snprintf(session, sizeof session, "day %u", s);
        for (size_t i = 0; i < 30; ++i) {
            draw_frame(x + 2 * i, 2, 110, s, i);
            x[2 * i] += s == 2 ? 20 : 0;
        }
        cr_assert_eq(
            phw_fingerprint_enroll(&model, s == 2 ? "client" : "ap", session, x, 30),
            PHW_OK);
    }
    cr_assert_eq(phw_fingerprint_learn(&model), PHW_OK);
    return model;
}

static phw_key key_of(uint8_t byte)
{
    phw_key key = {0};
    cr_assert_eq(phw_key_alloc(&key, 32), PHW_OK);
    memset(key.byte, byte, 32);
    return key;
}

/* The file's text, to be freed. */
static char *text_of(const phw_fingerprint *model, const phw_key *key)
{
    phw_writer *w = NULL;
    uint8_t *bytes = NULL;
    size_t size = 0;
    scratch_start();
    const char *path = scratch_path("model.json");
    cr_assert_eq(phw_writer_create(&w, path, false), PHW_OK);
    cr_assert_eq(phw_fingerprint_write(w, model, key), PHW_OK);
    cr_assert_eq(phw_writer_commit(w), PHW_OK);
    cr_assert_eq(phw_file_read(&bytes, &size, path, PHW_FINGERPRINT_FILE_MOST), PHW_OK);
    phw_fingerprint back = {0};
    cr_assert_eq(phw_fingerprint_read(&back, path, key), PHW_OK, "%s",
                 phw_error_message());
    phw_fingerprint_free(&back);
    scratch_end();
    return (char *)bytes;
}

static phw_status parse(phw_fingerprint *out, const char *text, const phw_key *key)
{
    return phw_fingerprint_parse(out, text, strlen(text), key);
}

Test(fingerprint_file, a_model_decides_the_same_after_writing_and_reading)
{
    static const char *const choice[][2] = {{"mahalanobis", "shrinkage=none"},
                                            {"lda", "dimensions=1"},
                                            {"knn", "k=7:scale=total"}};
    for (size_t c = 0; c < 3; ++c) {
        phw_fingerprint model = two_transmitters(choice[c][0], choice[c][1]);
        phw_fingerprint back = {0};
        char *text = text_of(&model, NULL);
        cr_assert_eq(parse(&back, text, NULL), PHW_OK, "%s", phw_error_message());
        cr_expect_eq(back.config.classifier, model.config.classifier);
        cr_expect_eq(back.config.params.value[0], model.config.params.value[0]);
        cr_expect_eq(back.config.params.value[1], model.config.params.value[1]);
        cr_expect_str_eq(back.label[1].name, "client");
        cr_expect_str_eq(back.session[1].name, "day 1");
        for (size_t i = 0; i < model.set.n; ++i) {
            const double *x = model.set.value + 2 * i;
            const phw_fingerprint_verdict a = phw_fingerprint_identify(&model, x);
            const phw_fingerprint_verdict b = phw_fingerprint_identify(&back, x);
            cr_expect_eq(a.label, b.label);
            cr_expect_eq(a.distance, b.distance);
            cr_expect_eq(a.threshold, b.threshold);
        }
        free(text);
        phw_fingerprint_free(&back);
        phw_fingerprint_free(&model);
    }
}

Test(fingerprint_file, the_same_model_gives_the_same_bytes)
{
    phw_fingerprint a = two_transmitters("mahalanobis", NULL);
    phw_fingerprint b = two_transmitters("mahalanobis", NULL);
    char *first = text_of(&a, NULL);
    char *second = text_of(&b, NULL);
    cr_expect_str_eq(first, second);
    free(first);
    free(second);
    phw_fingerprint_free(&a);
    phw_fingerprint_free(&b);
}

Test(fingerprint_file, a_key_finds_every_change_and_other_keys)
{
    phw_fingerprint model = two_transmitters("mahalanobis", NULL);
    phw_fingerprint back = {0};
    phw_key key = key_of(7);
    phw_key other = key_of(8);
    char *tagged = text_of(&model, &key);
    char *plain = text_of(&model, NULL);
    cr_expect_eq(parse(&back, tagged, &other), PHW_EAUTH);
    cr_expect_eq(parse(&back, plain, &key), PHW_EAUTH, "no tag at all");
    cr_expect_eq(parse(&back, tagged, NULL), PHW_OK, "no key, no look");
    cr_expect(back.sealed);
    phw_fingerprint_free(&back);
    char *at = strstr(tagged, "\"name\": \"client\"");
    cr_assert_not_null(at);
    at[9] = 'k';
    cr_expect_eq(parse(&back, tagged, &key), PHW_EAUTH);
    cr_expect_eq(parse(&back, tagged, NULL), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "checksum") != NULL);
    cr_expect_null(back.label);
    free(tagged);
    free(plain);
    phw_key_free(&key);
    phw_key_free(&other);
    phw_fingerprint_free(&model);
}

/* Puts the right checksum on a changed model, as a forger without the key would. */
static char *resealed(json_t *file)
{
    unsigned char sum[32];
    char hex[65];
    char *inner = json_dumps(json_object_get(file, "model"),
                             JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17));
    cr_assert_not_null(inner);
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)inner,
                             strlen(inner), NULL, 0);
    (void)sodium_bin2hex(hex, sizeof hex, sum, sizeof sum);
    free(inner);
    (void)json_object_set_new(file, "checksum", json_string(hex));
    return json_dumps(file, 0);
}

/* Replaces `path` (names and array places) by a value in JSON. */
static void change(json_t *file, const char *path, const char *value)
{
    char copy[128];
    char *rest = NULL;
    json_t *at = json_object_get(file, "model");
    (void)snprintf(copy, sizeof copy, "%s", path);
    char *step = strtok_r(copy, ".", &rest);
    for (char *next = NULL; (next = strtok_r(NULL, ".", &rest)) != NULL; step = next)
        at = json_is_array(at) ? json_array_get(at, (size_t)atoi(step))
                               : json_object_get(at, step);
    json_t *fresh = json_loads(value, JSON_DECODE_ANY, NULL);
    cr_assert(at != NULL && fresh != NULL, "%s", path);
    if (json_is_array(at))
        cr_assert_eq(json_array_set_new(at, (size_t)atoi(step), fresh), 0);
    else
        cr_assert_eq(json_object_set_new(at, step, fresh), 0);
}

Test(fingerprint_file, fields_that_are_wrong_are_named)
{
    static const char *const row[][3] = {
        {"features", "[]", "features"},
        {"features", "{}", "features"},
        {"features.0.name", "\"\"", "features[].name"},
        {"features.1.name", "\"cfo_hz\"", "twice"},
        {"features.0.unit", "3", "unit"},
        {"features.0.more", "3", "more"},
        {"features.0", "{\"name\": \"x\"}", "unit is missing"},
        {"classifier", "\"svm\"", "svm"},
        {"classifier", "null", "classifier"},
        {"parameters", "[]", "parameters"},
        {"parameters.shrinkage", "\"much\"", "much"},
        {"parameters.shrinkage", "[]", "shrinkage"},
        {"parameters", "{}", "shrinkage is missing"},
        {"false_rejection", "0", "false rejection"},
        {"false_rejection", "\"0.1\"", "false rejection"},
        {"labels", "[]", "labels"},
        {"labels.0.name", "\"other\"", "expected ap"},
        {"labels.0.threshold", "1e6", "threshold"},
        {"labels.0.threshold", "null", "threshold"},
        {"labels.0.rule", "\"guess\"", "guess"},
        {"sessions", "[]", "sessions"},
        {"sessions.0", "3", "sessions[]"},
        {"sessions.0.label", "\"a\\nb\"", "label"},
        {"sessions.0.name", "\"\"", "session"},
        {"sessions.0.frames", "[]", "frames"},
        {"sessions.0.frames.3", "[1]", "frame 3"},
        {"sessions.0.frames.3", "[1, 2, 3]", "frame 3"},
        {"sessions.0.frames.3", "[1, \"2\"]", "value 1"},
        {"sessions.0.frames.3.1", "null", "value 1"},
    };

    phw_fingerprint model = two_transmitters("mahalanobis", NULL);
    char *text = text_of(&model, NULL);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        phw_fingerprint back = {0};
        json_t *file = json_loads(text, 0, NULL);
        change(file, row[i][0], row[i][1]);
        char *forged = resealed(file);
        cr_expect_eq(parse(&back, forged, NULL), PHW_EINPUT, "%s = %s", row[i][0],
                     row[i][1]);
        cr_expect(strstr(phw_error_message(), row[i][2]) != NULL, "%s = %s: %s",
                  row[i][0], row[i][1], phw_error_message());
        cr_expect_null(back.label);
        free(forged);
        json_decref(file);
    }
    free(text);
    phw_fingerprint_free(&model);
}

Test(fingerprint_file, what_is_no_model_is_refused)
{
    static const char *const text[] = {
        "",
        "[]",
        "{",
        "{}",
        "null",
        "{\"format\": \"phyward-fingerprint\", \"format\": \"x\"}",
        "{\"format\": \"other\", \"version\": 1, \"model\": {}, \"checksum\": \"\"}",
        "{\"format\": \"phyward-fingerprint\", \"version\": 2, \"model\": {}, "
        "\"checksum\": \"\"}",
        "{\"format\": \"phyward-fingerprint\", \"version\": 1, \"model\": {}, "
        "\"checksum\": \"0\", \"more\": 1}",
        "{\"format\": \"phyward-fingerprint\", \"version\": 1, \"model\": [], "
        "\"checksum\": 5}",
    };

    phw_fingerprint model = {0};
    for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i)
        cr_expect_eq(parse(&model, text[i], NULL), PHW_EINPUT, "%s", text[i]);
    cr_expect_eq(phw_fingerprint_read(&model, "no such file.json", NULL), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "no such file.json") != NULL);
    cr_expect_null(model.label);
}

Test(fingerprint_file, every_cut_of_a_model_is_refused)
{
    phw_fingerprint model = two_transmitters("mahalanobis", NULL);
    char *text = text_of(&model, NULL);
    const size_t size = strlen(text) - 1; /* the line's end may go */
    for (size_t n = 0; n < size; n += 37) {
        phw_fingerprint back = {0};
        cr_expect_eq(phw_fingerprint_parse(&back, text, n, NULL), PHW_EINPUT, "%zu", n);
    }
    free(text);
    phw_fingerprint_free(&model);
}
