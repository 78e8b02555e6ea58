#include "datasets/sigmf_fields.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PREFIX_LENGTH (sizeof PHW_SIGMF_PREFIX - 1)
#define MOST_WHOLE    0x1p53

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the metadata");
}

static bool is_ours(const char *key, const json_t *value)
{
    return strncmp(key, PHW_SIGMF_PREFIX, PREFIX_LENGTH) == 0 &&
           (json_is_string(value) || json_is_number(value));
}

static phw_status read_one(phw_recording_field *out, const char *key,
                           const json_t *value)
{
    const char *text = json_string_value(value);
    *out = (phw_recording_field){
        .name = strdup(key + PREFIX_LENGTH),
        .text = text != NULL ? strdup(text) : NULL,
        .number = json_number_value(value),
    };
    return out->name == NULL || (text != NULL && out->text == NULL) ? no_memory()
                                                                    : PHW_OK;
}

phw_status phw_sigmf_fields_read(phw_recording_field **out, size_t *n, json_t *object,
                                 const char *place)
{
    const char *key = NULL;
    json_t *value = NULL;
    size_t count = 0;
    json_object_foreach(object, key, value) count += is_ours(key, value);
    if (count > PHW_RECORDING_FIELDS_MAX)
        return phw_fail(PHW_EINPUT,
                        "%s has %zu members " PHW_SIGMF_PREFIX
                        "...; expected at most %d",
                        place, count, PHW_RECORDING_FIELDS_MAX);
    if (count == 0)
        return PHW_OK;
    phw_recording_field *field = calloc(count, sizeof *field);
    if (field == NULL)
        return no_memory();
    phw_status s = PHW_OK;
    size_t i = 0;
    json_object_foreach(object, key, value)
    {
        if (!s && is_ours(key, value))
            s = read_one(&field[i++], key, value);
    }
    if (s) {
        phw_recording_fields_free(field, i);
        return s;
    }
    *out = field;
    *n = count;
    return PHW_OK;
}

static phw_status write_one(json_t *object, const phw_recording_field *field)
{
    char key[128];
    const size_t length = strlen(field->name);
    if (length == 0 || length + PREFIX_LENGTH >= sizeof key ||
        strspn(field->name, "abcdefghijklmnopqrstuvwxyz0123456789_") != length)
        return phw_fail(PHW_EARG,
                        "a field's name is \"%.64s\"; expected 1 to 119 of a-z, 0-9, _",
                        field->name);
    (void)snprintf(key, sizeof key, PHW_SIGMF_PREFIX "%s", field->name);
    const double x = field->number;
    json_t *value = NULL;
    if (field->text != NULL)
        value = json_string(field->text);
    else if (x == floor(x) && fabs(x) <= MOST_WHOLE)
        value = json_integer((json_int_t)x);
    else
        value = json_real(x);
    if (value == NULL)
        return phw_fail(PHW_EARG, "%s: not a finite number or a text in UTF-8", key);
    return json_object_set_new(object, key, value) != 0 ? no_memory() : PHW_OK;
}

phw_status phw_sigmf_fields_write(json_t *object, const phw_recording_field *field,
                                  size_t n)
{
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(write_one(object, &field[i]));
    return PHW_OK;
}
