#include "auth/fingerprint_file.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "auth/classifiers.h"
#include "core/signal.h"

#define FORMAT     "phyward-fingerprint"
#define VERSION    1
#define KEY_USE    "phyward fingerprint model 1"
#define SUM_SIZE   32
#define HEX_SIZE   (2 * SUM_SIZE + 1)
#define CANONICAL  (JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17))
#define PEOPLE     (JSON_INDENT(1) | JSON_REAL_PRECISION(17))
#define SAME_SHARE 1e-6 /* of a threshold, learnt on another machine */

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the model");
}

/* Checksum, or tag with a key of the use's own. */
static phw_status seal(char hex[HEX_SIZE], const json_t *model, const phw_key *key)
{
    phw_key own = {0};
    unsigned char sum[SUM_SIZE];
    if (key != NULL)
        PHW_TRY(phw_key_derive(&own, SUM_SIZE, key, KEY_USE));
    char *text = json_dumps(model, CANONICAL);
    if (text != NULL) {
        (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)text,
                                 strlen(text), own.byte, own.size);
        (void)sodium_bin2hex(hex, HEX_SIZE, sum, sizeof sum);
    }
    phw_key_free(&own);
    if (text == NULL)
        return no_memory();
    free(text);
    return PHW_OK;
}

static json_t *features_json(const phw_fingerprint_config *config)
{
    json_t *array = json_array();
    for (size_t i = 0; i < config->n_features; ++i)
        (void)json_array_append_new(array, json_pack("{s:s,s:s}", "name",
                                                     config->feature[i].name, "unit",
                                                     config->feature[i].unit));
    return array;
}

static json_t *parameters_json(const phw_fingerprint_config *config)
{
    json_t *object = json_object();
    for (size_t i = 0; i < config->classifier->n_params; ++i) {
        const phw_param *p = &config->classifier->params[i];
        const double x = config->params.value[i];
        (void)json_object_set_new(object, p->name,
                                  p->choice != NULL ? json_string(p->choice[(size_t)x])
                                                    : json_real(x));
    }
    return object;
}

static json_t *labels_json(const phw_fingerprint *model)
{
    json_t *array = json_array();
    for (size_t l = 0; l < model->set.n_labels; ++l) {
        const phw_fingerprint_label *label = &model->label[l];
        (void)json_array_append_new(
            array, json_pack("{s:s,s:f,s:s}", "name", label->name, "threshold",
                             label->rejection.threshold, "rule",
                             phw_rejection_rule_name(label->rejection.rule)));
    }
    return array;
}

static json_t *frames_json(const phw_fingerprint_set *set, size_t session)
{
    const size_t p = set->n_features;
    json_t *array = json_array();
    for (size_t i = 0; i < set->n; ++i) {
        if (set->session[i] != session)
            continue;
        json_t *row = json_array();
        for (size_t j = 0; j < p; ++j)
            (void)json_array_append_new(row, json_real(set->value[i * p + j]));
        (void)json_array_append_new(array, row);
    }
    return array;
}

static json_t *sessions_json(const phw_fingerprint *model)
{
    json_t *array = json_array();
    for (size_t s = 0; s < model->set.n_sessions; ++s) {
        const phw_fingerprint_session *session = &model->session[s];
        (void)json_array_append_new(
            array, json_pack("{s:s,s:s,s:o}", "name", session->name, "label",
                             model->label[session->label].name, "frames",
                             frames_json(&model->set, s)));
    }
    return array;
}

static json_t *model_json(const phw_fingerprint *model)
{
    const phw_fingerprint_config *config = &model->config;
    return json_pack("{s:o,s:s,s:o,s:f,s:o,s:o}", "features", features_json(config),
                     "classifier", config->classifier->name, "parameters",
                     parameters_json(config), "false_rejection",
                     config->false_rejection, "labels", labels_json(model), "sessions",
                     sessions_json(model));
}

static phw_status file_json(json_t **out, const phw_fingerprint *model,
                            const phw_key *key)
{
    char checksum[HEX_SIZE] = "";
    char tag[HEX_SIZE] = "";
    json_t *inner = model_json(model);
    if (inner == NULL)
        return no_memory();
    phw_status s = seal(checksum, inner, NULL);
    if (!s && key != NULL)
        s = seal(tag, inner, key);
    if (s) {
        json_decref(inner);
        return s;
    }
    *out = json_pack("{s:s,s:i,s:o,s:s,s:s*}", "format", FORMAT, "version", VERSION,
                     "model", inner, "checksum", checksum, "tag",
                     key != NULL ? tag : NULL);
    return *out != NULL ? PHW_OK : no_memory();
}

phw_status phw_fingerprint_write(phw_writer *w, const phw_fingerprint *model,
                                 const phw_key *key)
{
    json_t *file = NULL;
    PHW_TRY(file_json(&file, model, key));
    char *text = json_dumps(file, PEOPLE);
    json_decref(file);
    if (text == NULL)
        return no_memory();
    const size_t size = strlen(text) + 1;
    if (size <= PHW_FINGERPRINT_FILE_MOST)
        phw_writer_print(w, "%s\n", text);
    free(text);
    if (size > PHW_FINGERPRINT_FILE_MOST)
        return phw_fail(PHW_EARG,
                        "the model takes %zu bytes, and at most %zu are read; enrol "
                        "fewer frames",
                        size, PHW_FINGERPRINT_FILE_MOST);
    return PHW_OK;
}

/* Whether an object has just these names; `n_needed` of them it must have. */
static phw_status check_names(json_t *object, const char *what, const char *const *name,
                              size_t n, size_t n_needed)
{
    const char *key = NULL;
    json_t *value = NULL;
    if (!json_is_object(object))
        return phw_fail(PHW_EINPUT, "%s is no object; expected { ... }", what);
    for (size_t i = 0; i < n_needed; ++i) {
        if (json_object_get(object, name[i]) == NULL)
            return phw_fail(PHW_EINPUT, "%s.%s is missing", what, name[i]);
    }
    json_object_foreach(object, key, value)
    {
        size_t i = 0;
        while (i < n && strcmp(key, name[i]) != 0)
            ++i;
        if (i == n)
            return phw_fail(PHW_EINPUT, "%s.%.64s is not known", what, key);
    }
    return PHW_OK;
}

static phw_status get_text(const char **out, const json_t *object, const char *what,
                           const char *name)
{
    *out = json_string_value(json_object_get(object, name));
    if (*out == NULL)
        return phw_fail(PHW_EINPUT, "%s.%s is no string; expected one in quotes", what,
                        name);
    return PHW_OK;
}

static phw_status get_array(const json_t **out, const json_t *object, const char *what,
                            const char *name, size_t most)
{
    *out = json_object_get(object, name);
    const size_t n = json_array_size(*out);
    if (n < 1 || n > most)
        return phw_fail(PHW_EINPUT, "%s.%s: expected an array of 1 to %zu", what, name,
                        most);
    return PHW_OK;
}

/* A name that fits, of letters that a trace's column may have. */
static phw_status copy_name(char *out, size_t size, const char *text, const char *what)
{
    const size_t n = strlen(text);
    if (n == 0 || n >= size)
        return phw_fail(PHW_EINPUT, "%s \"%.64s\": expected 1 to %zu bytes", what, text,
                        size - 1);
    memcpy(out, text, n + 1);
    return PHW_OK;
}

static phw_status read_feature(phw_fingerprint_column *out, json_t *one)
{
    static const char *const names[] = {"name", "unit"};
    const char *name = NULL;
    const char *unit = NULL;
    PHW_TRY(check_names(one, "features[]", names, 2, 2));
    PHW_TRY(get_text(&name, one, "features[]", "name"));
    PHW_TRY(get_text(&unit, one, "features[]", "unit"));
    PHW_TRY(copy_name(out->name, sizeof out->name, name, "features[].name"));
    return copy_name(out->unit, sizeof out->unit, unit, "features[].unit");
}

static phw_status read_features(phw_fingerprint_config *out, const json_t *model)
{
    const json_t *array = NULL;
    PHW_TRY(
        get_array(&array, model, "model", "features", PHW_FINGERPRINT_FEATURES_MAX));
    out->n_features = json_array_size(array);
    for (size_t i = 0; i < out->n_features; ++i)
        PHW_TRY(read_feature(&out->feature[i], json_array_get(array, i)));
    return PHW_OK;
}

static phw_status read_parameters(phw_fingerprint_config *out, const json_t *model)
{
    json_t *object = json_object_get(model, "parameters");
    const char *names[PHW_PARAMS_MAX] = {NULL};
    const size_t n = out->classifier->n_params;
    for (size_t i = 0; i < n; ++i)
        names[i] = out->classifier->params[i].name;
    PHW_TRY(check_names(object, "parameters", names, n, n));
    for (size_t i = 0; i < n; ++i) {
        const json_t *value = json_object_get(object, names[i]);
        char number[40];
        const char *text = json_string_value(value);
        if (text == NULL) {
            (void)snprintf(number, sizeof number, "%.17g", json_number_value(value));
            text = json_is_number(value) ? number : "";
        }
        if (phw_param_read(&out->params.value[i], &out->classifier->params[i], text))
            return phw_fail_within(PHW_EINPUT, "parameters");
    }
    return PHW_OK;
}

static phw_status read_config(phw_fingerprint_config *out, const json_t *model)
{
    const char *name = NULL;
    PHW_TRY(read_features(out, model));
    PHW_TRY(get_text(&name, model, "model", "classifier"));
    if (phw_classifier_find(&out->classifier, name))
        return phw_fail_within(PHW_EINPUT, "model");
    PHW_TRY(read_parameters(out, model));
    out->false_rejection = json_number_value(json_object_get(model, "false_rejection"));
    return PHW_OK;
}

static phw_status read_frames(double *out, const json_t *array, const char *session,
                              size_t n_features)
{
    const size_t n = json_array_size(array);
    for (size_t i = 0; i < n; ++i) {
        const json_t *row = json_array_get(array, i);
        if (json_array_size(row) != n_features)
            return phw_fail(PHW_EINPUT,
                            "session %.64s: frame %zu: expected %zu numbers", session,
                            i, n_features);
        for (size_t j = 0; j < n_features; ++j) {
            const json_t *value = json_array_get(row, j);
            if (!json_is_number(value))
                return phw_fail(PHW_EINPUT,
                                "session %.64s: frame %zu: value %zu is no number",
                                session, i, j);
            out[i * n_features + j] = json_number_value(value);
        }
    }
    return PHW_OK;
}

static phw_status read_session(phw_fingerprint *out, json_t *one)
{
    static const char *const names[] = {"name", "label", "frames"};
    const char *name = NULL;
    const char *label = NULL;
    const json_t *array = NULL;
    double *value = NULL;
    PHW_TRY(check_names(one, "sessions[]", names, 3, 3));
    PHW_TRY(get_text(&name, one, "sessions[]", "name"));
    PHW_TRY(get_text(&label, one, "sessions[]", "label"));
    PHW_TRY(get_array(&array, one, "sessions[]", "frames", PHW_FINGERPRINT_FRAMES_MAX));
    const size_t n = json_array_size(array);
    PHW_TRY(phw_array_alloc(&value, n * out->set.n_features, sizeof *value));
    phw_status s = read_frames(value, array, name, out->set.n_features);
    if (!s)
        s = phw_fingerprint_enroll(out, label, name, value, n);
    free(value);
    return s == PHW_EARG ? phw_fail_within(PHW_EINPUT, "sessions[]") : s;
}

static phw_status check_label(const phw_fingerprint_label *label, json_t *one)
{
    static const char *const names[] = {"name", "threshold", "rule"};
    const char *name = NULL;
    const char *rule = NULL;
    const double want = label->rejection.threshold;
    PHW_TRY(check_names(one, "labels[]", names, 3, 3));
    PHW_TRY(get_text(&name, one, "labels[]", "name"));
    PHW_TRY(get_text(&rule, one, "labels[]", "rule"));
    const double threshold = json_number_value(json_object_get(one, "threshold"));
    if (strcmp(name, label->name) != 0)
        return phw_fail(PHW_EINPUT, "labels[] has %.64s; expected %s", name,
                        label->name);
    if (!(fabs(threshold - want) <= SAME_SHARE * want) ||
        strcmp(rule, phw_rejection_rule_name(label->rejection.rule)) != 0)
        return phw_fail(PHW_EINPUT,
                        "label %s: threshold %.10g by rule %.16s, and the frames give "
                        "%.10g by %s; enrol again",
                        name, threshold, rule, want,
                        phw_rejection_rule_name(label->rejection.rule));
    return PHW_OK;
}

/* The labels are the sessions', in the same order, and their thresholds what the frames
 * give. */
static phw_status check_labels(const phw_fingerprint *model, const json_t *array)
{
    if (json_array_size(array) != model->set.n_labels)
        return phw_fail(PHW_EINPUT, "model.labels: expected the %zu of the sessions",
                        model->set.n_labels);
    for (size_t l = 0; l < model->set.n_labels; ++l)
        PHW_TRY(check_label(&model->label[l], json_array_get(array, l)));
    return PHW_OK;
}

static phw_status read_model(phw_fingerprint *out, json_t *model)
{
    static const char *const names[] = {"features",        "classifier", "parameters",
                                        "false_rejection", "labels",     "sessions"};
    phw_fingerprint_config config = {.n_features = 0};
    const json_t *array = NULL;
    PHW_TRY(check_names(model, "model", names, 6, 6));
    PHW_TRY(
        get_array(&array, model, "model", "sessions", PHW_FINGERPRINT_SESSIONS_MAX));
    PHW_TRY(read_config(&config, model));
    phw_status s = phw_fingerprint_create(out, &config);
    for (size_t i = 0; i < json_array_size(array) && !s; ++i)
        s = read_session(out, json_array_get(array, i));
    if (!s)
        s = phw_fingerprint_learn(out);
    if (!s)
        s = check_labels(out, json_object_get(model, "labels"));
    /* What the command's user would be told to change is the file's fault here. */
    return s == PHW_EARG || s == PHW_ESHORT ? phw_fail_within(PHW_EINPUT, "model") : s;
}

static bool is_seal(const json_t *file, const char *name, const char want[HEX_SIZE])
{
    const char *text = json_string_value(json_object_get(file, name));
    return text != NULL && strlen(text) == HEX_SIZE - 1 &&
           sodium_memcmp(text, want, HEX_SIZE - 1) == 0;
}

static phw_status check_seals(const json_t *file, const json_t *model,
                              const phw_key *key)
{
    char want[HEX_SIZE] = "";
    if (key != NULL) {
        PHW_TRY(seal(want, model, key));
        if (!is_seal(file, "tag", want))
            return phw_fail(PHW_EAUTH, "the model is not one that this key made");
    }
    PHW_TRY(seal(want, model, NULL));
    if (!is_seal(file, "checksum", want))
        return phw_fail(PHW_EINPUT,
                        "the checksum does not fit the model: it is damaged "
                        "or was changed; enrol again");
    return PHW_OK;
}

static phw_status read_file(phw_fingerprint *out, json_t *file, const phw_key *key)
{
    static const char *const names[] = {"format", "version", "model", "checksum",
                                        "tag"};
    const char *format = NULL;
    PHW_TRY(check_names(file, "the file", names, 5, 4));
    PHW_TRY(get_text(&format, file, "the file", "format"));
    const json_t *version = json_object_get(file, "version");
    if (strcmp(format, FORMAT) != 0 || json_integer_value(version) != VERSION)
        return phw_fail(PHW_EINPUT, "format %.64s; expected %s, version %d", format,
                        FORMAT, VERSION);
    json_t *model = json_object_get(file, "model");
    PHW_TRY(check_seals(file, model, key));
    return read_model(out, model);
}

phw_status phw_fingerprint_parse(phw_fingerprint *out, const void *bytes, size_t size,
                                 const phw_key *key)
{
    json_error_t error;
    phw_fingerprint model = {.label = NULL};
    json_t *file = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
    if (file == NULL)
        return phw_fail(PHW_EINPUT, "line %d, column %d: %.160s", error.line,
                        error.column, error.text);
    const phw_status s = read_file(&model, file, key);
    model.sealed = json_object_get(file, "tag") != NULL;
    json_decref(file);
    if (s)
        phw_fingerprint_free(&model);
    else
        *out = model;
    return s;
}

phw_status phw_fingerprint_read(phw_fingerprint *out, const char *path,
                                const phw_key *key)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&bytes, &size, path, PHW_FINGERPRINT_FILE_MOST));
    const phw_status s = phw_fingerprint_parse(out, bytes, size, key);
    free(bytes);
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}
