#include "tools/forecast_set.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "core/signal.h"
#include "kgen/forecasters.h"

#define FORMAT    "phyward-forecast"
#define VERSION   1
#define SUM_SIZE  32
#define HEX_SIZE  (2 * SUM_SIZE + 1)
#define CANONICAL (JSON_COMPACT | JSON_SORT_KEYS | JSON_REAL_PRECISION(17))
#define PEOPLE    (JSON_INDENT(1) | JSON_REAL_PRECISION(17))

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the model");
}

phw_status phw_forecast_set_train(phw_forecast_set *out, const phw_even_series *s,
                                  size_t n_training, double horizon,
                                  const phw_forecaster *method,
                                  const phw_params *params)
{
    phw_forecast_set set = {.method = method,
                            .params = *params,
                            .interval_s = s->interval_s,
                            .horizon = horizon};
    phw_status status = PHW_OK;
    if (s->x.n_components > PHW_FORECAST_SET_MOST || n_training > s->x.n_rows)
        return phw_fail(PHW_EARG,
                        "forecast: %zu components and %zu rows to learn from; "
                        "at most %d, and the %zu there are",
                        s->x.n_components, n_training, PHW_FORECAST_SET_MOST,
                        s->x.n_rows);
    PHW_TRY(phw_array_alloc(&set.model, s->x.n_components, sizeof *set.model));
    (void)snprintf(set.feature, sizeof set.feature, "%s", s->feature);
    for (size_t c = 0; c < s->x.n_components && !status; ++c) {
        status = method->fit(&set.model[c], phw_features_series(&s->x, c), n_training,
                             horizon, params);
        if (status)
            status = phw_fail_within(status, "component %zu", c);
        else
            ++set.n_components;
    }
    if (status)
        phw_forecast_set_free(&set);
    else
        *out = set;
    return status;
}

void phw_forecast_set_free(phw_forecast_set *set)
{
    for (size_t c = 0; c < set->n_components; ++c)
        phw_forecast_model_free(&set->model[c]);
    free(set->model);
    *set = (phw_forecast_set){0};
}

static phw_status seal(char hex[HEX_SIZE], const json_t *model)
{
    unsigned char sum[SUM_SIZE];
    char *text = json_dumps(model, CANONICAL);
    if (text == NULL)
        return no_memory();
    (void)crypto_generichash(sum, sizeof sum, (const unsigned char *)text, strlen(text),
                             NULL, 0);
    (void)sodium_bin2hex(hex, HEX_SIZE, sum, sizeof sum);
    free(text);
    return PHW_OK;
}

static json_t *numbers_json(const double *x, size_t n)
{
    json_t *array = json_array();
    for (size_t i = 0; i < n; ++i)
        (void)json_array_append_new(array, json_real(x[i]));
    return array;
}

static json_t *component_json(const phw_forecast_model *m)
{
    json_t *centres = json_array();
    for (size_t i = 0; i < m->n_centres; ++i)
        (void)json_array_append_new(centres,
                                    numbers_json(m->centre + i * m->n_taps, m->n_taps));
    return json_pack("{s:f,s:f,s:I,s:o,s:o}", "mean", m->mean, "deviation",
                     m->deviation, "taps", (json_int_t)m->n_taps, "weights",
                     numbers_json(m->weight, m->n_weights), "centres", centres);
}

static json_t *parameters_json(const phw_forecast_set *set)
{
    json_t *object = json_object();
    for (size_t i = 0; i < set->method->n_params; ++i) {
        const phw_param *p = &set->method->params[i];
        const double x = set->params.value[i];
        (void)json_object_set_new(object, p->name,
                                  p->choice != NULL ? json_string(p->choice[(size_t)x])
                                                    : json_real(x));
    }
    return object;
}

static json_t *model_json(const phw_forecast_set *set)
{
    json_t *components = json_array();
    for (size_t c = 0; c < set->n_components; ++c)
        (void)json_array_append_new(components, component_json(&set->model[c]));
    return json_pack("{s:s,s:o,s:s,s:f,s:f,s:o}", "method", set->method->name,
                     "parameters", parameters_json(set), "feature", set->feature,
                     "interval_s", set->interval_s, "horizon", set->horizon,
                     "components", components);
}

phw_status phw_forecast_set_write(phw_writer *w, const phw_forecast_set *set)
{
    char checksum[HEX_SIZE] = "";
    json_t *model = model_json(set);
    if (model == NULL)
        return no_memory();
    const phw_status s = seal(checksum, model);
    if (s) {
        json_decref(model);
        return s;
    }
    json_t *file = json_pack("{s:s,s:i,s:o,s:s}", "format", FORMAT, "version", VERSION,
                             "model", model, "checksum", checksum);
    char *text = file != NULL ? json_dumps(file, PEOPLE) : NULL;
    json_decref(file);
    if (text == NULL)
        return no_memory();
    const size_t size = strlen(text) + 1;
    if (size <= PHW_FORECAST_SET_FILE_MOST)
        phw_writer_print(w, "%s\n", text);
    free(text);
    if (size > PHW_FORECAST_SET_FILE_MOST)
        return phw_fail(PHW_EARG,
                        "the model takes %zu bytes, and at most %zu are read; give it "
                        "fewer centres or components",
                        size, PHW_FORECAST_SET_FILE_MOST);
    return PHW_OK;
}

/* Exactly these names. */
static phw_status check_names(json_t *object, const char *what, const char *const *name,
                              size_t n)
{
    const char *key = NULL;
    json_t *value = NULL;
    if (!json_is_object(object))
        return phw_fail(PHW_EINPUT, "%s is no object; expected { ... }", what);
    for (size_t i = 0; i < n; ++i) {
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

static phw_status read_number(double *out, const json_t *object, const char *what,
                              const char *name)
{
    const json_t *value = json_object_get(object, name);
    if (!json_is_number(value) || !isfinite(json_number_value(value)))
        return phw_fail(PHW_EINPUT, "%s.%s is no number", what, name);
    *out = json_number_value(value);
    return PHW_OK;
}

static phw_status read_numbers(double *out, const json_t *array, size_t n,
                               const char *what)
{
    if (json_array_size(array) != n)
        return phw_fail(PHW_EINPUT, "%s: %zu numbers, expected %zu", what,
                        json_array_size(array), n);
    for (size_t i = 0; i < n; ++i) {
        const json_t *value = json_array_get(array, i);
        if (!json_is_number(value))
            return phw_fail(PHW_EINPUT, "%s: value %zu is no number", what, i);
        out[i] = json_number_value(value);
    }
    return PHW_OK;
}

static phw_status fill_component(phw_forecast_model *m, const json_t *one)
{
    const json_t *centres = json_object_get(one, "centres");
    PHW_TRY(read_number(&m->mean, one, "components[]", "mean"));
    PHW_TRY(read_number(&m->deviation, one, "components[]", "deviation"));
    PHW_TRY(read_numbers(m->weight, json_object_get(one, "weights"), m->n_weights,
                         "components[].weights"));
    for (size_t i = 0; i < m->n_centres; ++i)
        PHW_TRY(read_numbers(m->centre + i * m->n_taps, json_array_get(centres, i),
                             m->n_taps, "components[].centres[]"));
    return phw_forecast_model_check(m);
}

static phw_status read_component(phw_forecast_model *out, json_t *one, double horizon)
{
    static const char *const names[] = {"mean", "deviation", "taps", "weights",
                                        "centres"};
    phw_forecast_model m = {0};
    double taps = 0;
    PHW_TRY(check_names(one, "components[]", names, 5));
    PHW_TRY(read_number(&taps, one, "components[]", "taps"));
    if (!(taps >= 1) || taps > PHW_FORECAST_TAPS_MAX || taps != floor(taps))
        return phw_fail(PHW_EINPUT, "components[].taps is %g, expected 1 to %d", taps,
                        PHW_FORECAST_TAPS_MAX);
    if (phw_forecast_model_alloc(&m, (size_t)taps,
                                 json_array_size(json_object_get(one, "weights")),
                                 json_array_size(json_object_get(one, "centres"))))
        return phw_fail_within(PHW_EINPUT, "components[]");
    m.horizon = horizon;
    const phw_status s = fill_component(&m, one);
    if (s)
        phw_forecast_model_free(&m);
    else
        *out = m;
    return s;
}

static phw_status read_parameters(phw_forecast_set *out, json_t *object)
{
    const char *names[PHW_PARAMS_MAX] = {NULL};
    const size_t n = out->method->n_params;
    for (size_t i = 0; i < n; ++i)
        names[i] = out->method->params[i].name;
    PHW_TRY(check_names(object, "parameters", names, n));
    for (size_t i = 0; i < n; ++i) {
        const json_t *value = json_object_get(object, names[i]);
        char number[40];
        const char *text = json_string_value(value);
        if (text == NULL) {
            (void)snprintf(number, sizeof number, "%.17g", json_number_value(value));
            text = json_is_number(value) ? number : "";
        }
        if (phw_param_read(&out->params.value[i], &out->method->params[i], text))
            return phw_fail_within(PHW_EINPUT, "parameters");
    }
    return PHW_OK;
}

static phw_status read_head(phw_forecast_set *out, json_t *model)
{
    static const char *const names[] = {"method",     "parameters", "feature",
                                        "interval_s", "horizon",    "components"};
    PHW_TRY(check_names(model, "model", names, 6));
    const char *method = json_string_value(json_object_get(model, "method"));
    const char *feature = json_string_value(json_object_get(model, "feature"));
    if (method == NULL || feature == NULL || strlen(feature) >= sizeof out->feature)
        return phw_fail(PHW_EINPUT, "model: method and feature are short texts");
    if (phw_forecaster_find(&out->method, method))
        return phw_fail_within(PHW_EINPUT, "model");
    (void)snprintf(out->feature, sizeof out->feature, "%s", feature);
    PHW_TRY(read_parameters(out, json_object_get(model, "parameters")));
    PHW_TRY(read_number(&out->interval_s, model, "model", "interval_s"));
    return read_number(&out->horizon, model, "model", "horizon");
}

static phw_status read_model(phw_forecast_set *out, json_t *model)
{
    phw_forecast_set set = {0};
    PHW_TRY(read_head(&set, model));
    const json_t *array = json_object_get(model, "components");
    const size_t n = json_array_size(array);
    phw_status s = PHW_OK;
    if (n < 1 || n > PHW_FORECAST_SET_MOST)
        return phw_fail(PHW_EINPUT, "model.components: expected an array of 1 to %d",
                        PHW_FORECAST_SET_MOST);
    PHW_TRY(phw_array_alloc(&set.model, n, sizeof *set.model));
    while (set.n_components < n && !s) {
        s = read_component(&set.model[set.n_components],
                           json_array_get(array, set.n_components), set.horizon);
        set.n_components += s == PHW_OK;
    }
    if (s)
        phw_forecast_set_free(&set);
    else
        *out = set;
    return s;
}

static phw_status read_file(phw_forecast_set *out, json_t *file)
{
    static const char *const names[] = {"format", "version", "model", "checksum"};
    char checksum[HEX_SIZE] = "";
    PHW_TRY(check_names(file, "the file", names, 4));
    const char *format = json_string_value(json_object_get(file, "format"));
    const char *said = json_string_value(json_object_get(file, "checksum"));
    if (format == NULL || strcmp(format, FORMAT) != 0)
        return phw_fail(PHW_EINPUT, "format is not \"%s\"", FORMAT);
    if (json_integer_value(json_object_get(file, "version")) != VERSION)
        return phw_fail(PHW_EINPUT, "version is not %d; train again", VERSION);
    if (!json_is_object(json_object_get(file, "model")))
        return phw_fail(PHW_EINPUT, "model is no object; expected { ... }");
    PHW_TRY(seal(checksum, json_object_get(file, "model")));
    if (said == NULL || strcmp(said, checksum) != 0)
        return phw_fail(PHW_EINPUT, "the checksum does not fit: the file is damaged or "
                                    "was changed; train again");
    return read_model(out, json_object_get(file, "model"));
}

phw_status phw_forecast_set_parse(phw_forecast_set *out, const void *bytes, size_t size)
{
    json_error_t error;
    json_t *file = json_loadb(bytes, size, JSON_REJECT_DUPLICATES, &error);
    if (file == NULL)
        return phw_fail(
            PHW_EINPUT,
            "line %d, column %d: %s; expected the JSON that phyward predict "
            "train writes",
            error.line, error.column, error.text);
    const phw_status s = read_file(out, file);
    json_decref(file);
    return s;
}

phw_status phw_forecast_set_read(phw_forecast_set *out, const char *path)
{
    uint8_t *bytes = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&bytes, &size, path, PHW_FORECAST_SET_FILE_MOST));
    const phw_status s = phw_forecast_set_parse(out, bytes, size);
    free(bytes);
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}
