#include "tools/fingerprint_options.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "auth/classifiers.h"
#include "auth/fingerprint_file.h"
#include "core/key.h"
#include "tools/outputs.h"
#include "tools/printable.h"

phw_status phw_fingerprint_config_read(phw_fingerprint_config *config,
                                       phw_fingerprint_columns *columns,
                                       const phw_arguments *arguments)
{
    char name[64];
    const char *rest = NULL;
    phw_fingerprint_config c = {.false_rejection =
                                    phw_argument_number(arguments, "false-rejection")};
    PHW_TRY(phw_fingerprint_columns_read(columns,
                                         phw_argument_text(arguments, "features")));
    phw_status s = phw_choice_split(
        name, &rest, phw_argument_text(arguments, "classifier"), sizeof name);
    if (!s)
        s = phw_classifier_find(&c.classifier, name);
    if (!s)
        s = phw_params_read(&c.params, c.classifier->params, c.classifier->n_params,
                            rest);
    if (s)
        return phw_fail_within(s, "--classifier");
    *config = c;
    return PHW_OK;
}

phw_status phw_fingerprint_start(phw_fingerprint *out, phw_fingerprint_config config,
                                 const phw_fingerprint_columns *columns)
{
    config.n_features = columns->n;
    memcpy(config.feature, columns->column, sizeof config.feature);
    return phw_fingerprint_create(out, &config);
}

phw_fingerprint_columns phw_fingerprint_columns_of(const phw_fingerprint *model)
{
    phw_fingerprint_columns columns = {.n = model->config.n_features};
    memcpy(columns.column, model->config.feature, sizeof columns.column);
    return columns;
}

/* --key's key, empty without. */
static phw_status read_key(phw_key *out, const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "key");
    return path != NULL ? phw_key_read(out, path) : PHW_OK;
}

static phw_status model_path(const char **out, const phw_arguments *arguments)
{
    *out = phw_argument_text(arguments, "model");
    if (*out == NULL)
        return phw_fail(PHW_EARG, "--model is missing: the file with the transmitters");
    return PHW_OK;
}

phw_status phw_fingerprint_open(phw_fingerprint *out, const phw_arguments *arguments)
{
    const char *path = NULL;
    phw_key key = {0};
    PHW_TRY(model_path(&path, arguments));
    PHW_TRY(read_key(&key, arguments));
    const phw_status s =
        phw_fingerprint_read(out, path, key.byte != NULL ? &key : NULL);
    phw_key_free(&key);
    return s;
}

phw_status phw_fingerprint_save(const phw_fingerprint *model,
                                const phw_arguments *arguments)
{
    const char *path = NULL;
    phw_key key = {0};
    phw_outputs outputs = {.n = 0};
    phw_writer *w = NULL;
    PHW_TRY(model_path(&path, arguments));
    PHW_TRY(read_key(&key, arguments));
    phw_status s = phw_outputs_add(&w, &outputs, path, false);
    if (!s)
        s = phw_fingerprint_write(w, model, key.byte != NULL ? &key : NULL);
    phw_key_free(&key);
    if (!s)
        return phw_outputs_commit(&outputs);
    phw_outputs_discard(&outputs);
    return s;
}

phw_status phw_truth_from_arguments(phw_truth *out, const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "truth");
    return path != NULL ? phw_truth_read(out, path) : PHW_OK;
}

static json_t *labels_json(const phw_fingerprint *model)
{
    json_t *rows = json_array();
    for (size_t l = 0; l < model->set.n_labels; ++l) {
        const phw_fingerprint_label *label = &model->label[l];
        size_t n_sessions = 0;
        for (size_t s = 0; s < model->set.n_sessions; ++s)
            n_sessions += model->session[s].label == l;
        (void)json_array_append_new(
            rows,
            json_pack("{s:o,s:I,s:I,s:f,s:s,s:I,s:b}", "label",
                      phw_printable(label->name), "sessions", (json_int_t)n_sessions,
                      "frames", (json_int_t)model->learnt.count[l], "threshold",
                      label->rejection.threshold, "rule",
                      phw_rejection_rule_name(label->rejection.rule), "scores",
                      (json_int_t)label->rejection.n_scores, "too_few",
                      (int)label->rejection.too_few));
    }
    return rows;
}

static void tell_model(phw_result *r, const phw_fingerprint *model)
{
    char features[PHW_FINGERPRINT_FEATURES_MAX * 34] = "";
    size_t length = 0;
    bool too_few = false;
    bool one_session = false;
    for (size_t i = 0; i < model->config.n_features; ++i)
        length += (size_t)snprintf(features + length, sizeof features - length, "%s%s",
                                   i > 0 ? "," : "", model->config.feature[i].name);
    for (size_t l = 0; l < model->set.n_labels; ++l) {
        too_few |= model->label[l].rejection.too_few;
        one_session |= model->label[l].rejection.rule != PHW_REJECTION_SESSIONS;
    }
    phw_result_text(r, "features", "features", features);
    phw_result_text(r, "classifier", "classifier", model->config.classifier->name);
    phw_result_number(r, "false_rejection", "false rejection asked for", "",
                      model->config.false_rejection);
    phw_result_number(r, "shrinkage", NULL, "", model->learnt.shrinkage);
    phw_result_json(r, "labels", "transmitters enrolled", labels_json(model));
    phw_result_text(r, "caveat_frames", too_few ? "mind" : NULL,
                    too_few ? "too few frames were enrolled to promise that rate; the "
                              "threshold is the greatest distance seen"
                            : NULL);
    phw_result_text(r, "caveat_sessions", one_session ? "mind" : NULL,
                    one_session
                        ? "a transmitter enrolled from one recording is refused "
                          "more often in the next, whose offset and channel "
                          "differ"
                        : NULL);
}

void phw_fingerprint_tell(phw_result *r, const phw_fingerprint *model,
                          const phw_arguments *arguments)
{
    const char *path = phw_argument_text(arguments, "model");
    const bool keyed = phw_argument_given(arguments, "key");
    phw_result_text(r, "model", path != NULL ? "model" : NULL, path);
    if (path != NULL)
        phw_result_flag(r, "authenticated", "sealed by --key", keyed);
    tell_model(r, model);
}

phw_status phw_fingerprint_info(phw_result *r, const char *path)
{
    phw_fingerprint model = {.label = NULL};
    PHW_TRY(phw_fingerprint_read(&model, path, NULL));
    phw_result_flag(r, "sealed", "has a tag, not checked", model.sealed);
    tell_model(r, &model);
    phw_fingerprint_free(&model);
    return PHW_OK;
}
