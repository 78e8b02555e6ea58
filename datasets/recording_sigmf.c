#include "datasets/recording_sigmf.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "datasets/sigmf_collection.h"
#include "datasets/sigmf_fields.h"

#define META_SUFFIX   ".sigmf-meta"
#define DATA_SUFFIX   ".sigmf-data"
#define MOST_HZ       1e12 /* the schema's */
#define MOST_CHANNELS 4096

/* An object and where it stands, for messages: "captures[3]". */
typedef struct place {
    json_t *object;
    char name[48];
} place;

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the metadata");
}

static place place_of_item(const json_t *array, const char *name, size_t i)
{
    place at = {.object = json_array_get(array, i)};
    (void)snprintf(at.name, sizeof at.name, "%s[%zu]", name, i);
    return at;
}

static phw_status check_object(const place *at)
{
    if (!json_is_object(at->object))
        return phw_fail(PHW_EINPUT, "%s is no object; expected { ... }", at->name);
    return PHW_OK;
}

/* Leaves `*out` alone when the key is not there. */
static phw_status get_text(char **out, const place *at, const char *key)
{
    const json_t *value = json_object_get(at->object, key);
    if (value == NULL)
        return PHW_OK;
    if (!json_is_string(value))
        return phw_fail(PHW_EINPUT, "%s.%s is no string; expected one in quotes",
                        at->name, key);
    *out = strdup(json_string_value(value));
    return *out == NULL ? no_memory() : PHW_OK;
}

static phw_status get_number(double *out, const place *at, const char *key, double from,
                             double to)
{
    const json_t *value = json_object_get(at->object, key);
    if (value == NULL)
        return PHW_OK;
    const double x = json_number_value(value);
    if (!json_is_number(value) || !(x >= from && x <= to))
        return phw_fail(PHW_EINPUT, "%s.%s is not a number from %g to %g", at->name,
                        key, from, to);
    *out = x;
    return PHW_OK;
}

static phw_status get_count(uint64_t *out, const place *at, const char *key)
{
    const json_t *value = json_object_get(at->object, key);
    if (value == NULL)
        return PHW_OK;
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return phw_fail(PHW_EINPUT, "%s.%s is not a whole number from 0", at->name,
                        key);
    *out = (uint64_t)json_integer_value(value);
    return PHW_OK;
}

static phw_status require(const place *at, const char *key)
{
    if (json_object_get(at->object, key) == NULL)
        return phw_fail(PHW_EINPUT, "%s.%s is missing and required by SigMF", at->name,
                        key);
    return PHW_OK;
}

/* What `at` says of `key` becomes an absolute start less the recording's offset. */
static phw_status get_start(uint64_t *out, const place *at, uint64_t offset)
{
    PHW_TRY(check_object(at));
    PHW_TRY(require(at, "core:sample_start"));
    uint64_t start = 0;
    PHW_TRY(get_count(&start, at, "core:sample_start"));
    if (start < offset)
        return phw_fail(
            PHW_EINPUT, "%s.core:sample_start %llu lies before global.core:offset %llu",
            at->name, (unsigned long long)start, (unsigned long long)offset);
    *out = start - offset;
    return PHW_OK;
}

static phw_status check_extension(const place *at)
{
    PHW_TRY(check_object(at));
    const json_t *name = json_object_get(at->object, "name");
    const json_t *optional = json_object_get(at->object, "optional");
    if (!json_is_string(name) || !json_is_boolean(optional))
        return phw_fail(PHW_EINPUT,
                        "%s: expected a name in quotes and optional true or false",
                        at->name);
    if (!json_is_true(optional) &&
        strcmp(json_string_value(name), PHW_SIGMF_NAMESPACE) != 0)
        return phw_fail(PHW_EINPUT,
                        "%s: extension '%.64s' is needed to understand the recording "
                        "and not known here; expected \"optional\": true",
                        at->name, json_string_value(name));
    return PHW_OK;
}

static phw_status check_extensions(const place *global)
{
    const json_t *list = json_object_get(global->object, "core:extensions");
    if (list != NULL && !json_is_array(list))
        return phw_fail(PHW_EINPUT, "global.core:extensions is no array");
    for (size_t i = 0; i < json_array_size(list); ++i) {
        const place at = place_of_item(list, "global.core:extensions", i);
        PHW_TRY(check_extension(&at));
    }
    return PHW_OK;
}

static phw_status check_version(const place *global)
{
    PHW_TRY(require(global, "core:version"));
    const char *version =
        json_string_value(json_object_get(global->object, "core:version"));
    if (version == NULL)
        return phw_fail(PHW_EINPUT, "global.core:version is no string like \"1.2.5\"");
    if (strncmp(version, "1.", 2) != 0 && strncmp(version, "0.", 2) != 0)
        return phw_fail(PHW_EINPUT,
                        "global.core:version is '%.32s'; expected 1.x.y (or 0.x.y)",
                        version);
    return PHW_OK;
}

static phw_status get_type(phw_recording_meta *meta, const place *global)
{
    PHW_TRY(require(global, "core:datatype"));
    const char *name =
        json_string_value(json_object_get(global->object, "core:datatype"));
    if (name == NULL)
        return phw_fail(PHW_EINPUT,
                        "global.core:datatype is no string like \"ci16_le\"");
    const phw_status s = phw_sample_type_parse(&meta->type, name);
    return s ? phw_fail_within(s, "global.core:datatype") : PHW_OK;
}

static phw_status get_hash(phw_recording_meta *meta, const place *global)
{
    const json_t *value = json_object_get(global->object, "core:sha512");
    if (value == NULL)
        return PHW_OK;
    const char *text = json_string_value(value);
    if (text == NULL || strlen(text) != 128 ||
        strspn(text, "0123456789abcdefABCDEF") != 128)
        return phw_fail(PHW_EINPUT, "global.core:sha512 is not 128 hexadecimal digits");
    for (size_t i = 0; i < 128; ++i)
        meta->sha512[i] = (char)(text[i] | 0x20); /* lower case; digits have it set */
    meta->hash = PHW_HASH_UNCHECKED;
    return PHW_OK;
}

static phw_status get_channels(phw_recording_meta *meta, const place *global)
{
    uint64_t n = 1;
    PHW_TRY(get_count(&n, global, "core:num_channels"));
    if (n < 1 || n > MOST_CHANNELS)
        return phw_fail(PHW_EINPUT,
                        "global.core:num_channels is %llu; expected 1 to %d",
                        (unsigned long long)n, MOST_CHANNELS);
    meta->n_channels = (unsigned)n;
    return PHW_OK;
}

/* The name is the file's alone: a folder in it could lead anywhere. */
static phw_status get_dataset(char **dataset, const place *global)
{
    PHW_TRY(get_text(dataset, global, "core:dataset"));
    if (*dataset != NULL && (**dataset == '\0' || strchr(*dataset, '/') != NULL))
        return phw_fail(PHW_EINPUT,
                        "global.core:dataset '%.64s' is not the name of a file in the "
                        "same folder",
                        *dataset);
    if (json_is_true(json_object_get(global->object, "core:metadata_only")))
        return phw_fail(PHW_EINPUT,
                        "global.core:metadata_only is true: there are no samples");
    return PHW_OK;
}

static phw_status get_texts(phw_recording_meta *meta, const place *global)
{
    PHW_TRY(get_text(&meta->description, global, "core:description"));
    PHW_TRY(get_text(&meta->author, global, "core:author"));
    PHW_TRY(get_text(&meta->license, global, "core:license"));
    PHW_TRY(get_text(&meta->hardware, global, "core:hw"));
    PHW_TRY(get_text(&meta->recorder, global, "core:recorder"));
    return phw_sigmf_fields_read(&meta->field, &meta->n_fields, global->object,
                                 global->name);
}

/* What the samples are, and whether they can be understood at all. */
static phw_status get_form(phw_recording_meta *meta, const place *global)
{
    PHW_TRY(check_object(global));
    PHW_TRY(get_type(meta, global));
    PHW_TRY(check_version(global));
    PHW_TRY(check_extensions(global));
    PHW_TRY(get_channels(meta, global));
    return get_number(&meta->rate_hz, global, "core:sample_rate", 1e-3, MOST_HZ);
}

static phw_status read_global(phw_recording_meta *meta, char **dataset,
                              uint64_t *offset, const place *global)
{
    PHW_TRY(get_form(meta, global));
    PHW_TRY(get_count(offset, global, "core:offset"));
    PHW_TRY(get_count(&meta->trailing_bytes, global, "core:trailing_bytes"));
    PHW_TRY(get_hash(meta, global));
    PHW_TRY(get_dataset(dataset, global));
    return get_texts(meta, global);
}

static phw_status get_datetime(phw_recording_capture *out, const place *at)
{
    const json_t *value = json_object_get(at->object, "core:datetime");
    if (value == NULL)
        return PHW_OK;
    const char *text = json_string_value(value);
    if (text == NULL || strlen(text) >= sizeof out->datetime)
        return phw_fail(PHW_EINPUT,
                        "%s.core:datetime is no date like \"2021-06-18T23:17:51Z\"",
                        at->name);
    memcpy(out->datetime, text, strlen(text) + 1);
    return PHW_OK;
}

static phw_status read_capture(phw_recording_capture *out, const place *at,
                               uint64_t offset, uint64_t before)
{
    PHW_TRY(get_start(&out->start, at, offset));
    if (out->start < before)
        return phw_fail(PHW_EINPUT,
                        "%s.core:sample_start lies before the capture's in front of "
                        "it; expected ascending ones",
                        at->name);
    PHW_TRY(get_count(&out->header_bytes, at, "core:header_bytes"));
    PHW_TRY(get_number(&out->carrier_hz, at, "core:frequency", -MOST_HZ, MOST_HZ));
    return get_datetime(out, at);
}

static phw_status read_captures(phw_recording_meta *meta, const json_t *list,
                                uint64_t offset)
{
    const size_t n = json_array_size(list);
    meta->captures = calloc(n + 1, sizeof *meta->captures);
    if (meta->captures == NULL)
        return no_memory();
    meta->n_captures = n;
    uint64_t before = 0;
    for (size_t i = 0; i < n; ++i) {
        const place at = place_of_item(list, "captures", i);
        PHW_TRY(read_capture(&meta->captures[i], &at, offset, before));
        before = meta->captures[i].start;
    }
    if (n > 0)
        meta->carrier_hz = meta->captures[0].carrier_hz;
    return PHW_OK;
}

static phw_status read_annotation(phw_recording_annotation *out, const place *at,
                                  uint64_t offset)
{
    PHW_TRY(get_start(&out->start, at, offset));
    out->count = UINT64_MAX;
    PHW_TRY(get_count(&out->count, at, "core:sample_count"));
    const bool has_low = json_object_get(at->object, "core:freq_lower_edge") != NULL;
    const bool has_high = json_object_get(at->object, "core:freq_upper_edge") != NULL;
    if (has_low != has_high)
        return phw_fail(PHW_EINPUT,
                        "%s has one of core:freq_lower_edge and core:freq_upper_edge; "
                        "expected both or none",
                        at->name);
    PHW_TRY(get_number(&out->low_hz, at, "core:freq_lower_edge", -MOST_HZ, MOST_HZ));
    PHW_TRY(get_number(&out->high_hz, at, "core:freq_upper_edge", -MOST_HZ, MOST_HZ));
    PHW_TRY(get_text(&out->label, at, "core:label"));
    PHW_TRY(get_text(&out->comment, at, "core:comment"));
    return phw_sigmf_fields_read(&out->field, &out->n_fields, at->object, at->name);
}

static phw_status read_annotations(phw_recording_meta *meta, const json_t *list,
                                   uint64_t offset)
{
    const size_t n = json_array_size(list);
    meta->annotations = calloc(n + 1, sizeof *meta->annotations);
    if (meta->annotations == NULL)
        return no_memory();
    meta->n_annotations = n;
    for (size_t i = 0; i < n; ++i) {
        const place at = place_of_item(list, "annotations", i);
        PHW_TRY(read_annotation(&meta->annotations[i], &at, offset));
    }
    return PHW_OK;
}

static phw_status read_root(phw_recording_meta *meta, char **dataset,
                            const json_t *root)
{
    const place global = {.object = json_object_get(root, "global"), .name = "global"};
    const json_t *captures = json_object_get(root, "captures");
    const json_t *annotations = json_object_get(root, "annotations");
    uint64_t offset = 0;
    PHW_TRY(read_global(meta, dataset, &offset, &global));
    if (!json_is_array(captures) || !json_is_array(annotations))
        return phw_fail(PHW_EINPUT,
                        "%s is no array; SigMF requires it: [ ... ], or [] for none",
                        json_is_array(captures) ? "annotations" : "captures");
    PHW_TRY(read_captures(meta, captures, offset));
    PHW_TRY(read_annotations(meta, annotations, offset));
    if (meta->trailing_bytes != 0 && *dataset == NULL)
        return phw_fail(
            PHW_EINPUT,
            "global.core:trailing_bytes needs a global.core:dataset: a " DATA_SUFFIX
            " ends with its samples");
    return PHW_OK;
}

phw_status phw_sigmf_parse(phw_recording_meta *meta, char **dataset, const char *text,
                           size_t size)
{
    const size_t mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    *dataset = NULL;
    json_error_t error;
    json_t *root = json_loadb(text + mark, size - mark, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        return phw_fail(PHW_EINPUT, "line %d, column %d: no valid JSON: %s", error.line,
                        error.column, error.text);
    phw_status s = PHW_OK;
    if (!json_is_object(root))
        s = phw_fail(PHW_EINPUT, "the JSON is no object with global, captures and "
                                 "annotations");
    if (!s)
        s = read_root(meta, dataset, root);
    json_decref(root);
    if (s)
        return s;
    meta->metadata = strdup(text + mark);
    return meta->metadata == NULL ? no_memory() : PHW_OK;
}

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text);
    const size_t m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

/* `head` of `n` bytes and `tail` in a fresh string, NULL without memory. */
static char *join(const char *head, size_t n, const char *tail)
{
    char *out = malloc(n + strlen(tail) + 1);
    if (out != NULL) {
        memcpy(out, head, n);
        memcpy(out + n, tail, strlen(tail) + 1);
    }
    return out;
}

/* The metadata's path of NAME, NAME.sigmf-meta or NAME.sigmf-data. */
static char *meta_path(const char *path)
{
    if (ends_with(path, META_SUFFIX))
        return strdup(path);
    const size_t n = strlen(path);
    return join(path, ends_with(path, DATA_SUFFIX) ? n - strlen(DATA_SUFFIX) : n,
                META_SUFFIX);
}

static bool matches(const char *path)
{
    if (ends_with(path, META_SUFFIX) || ends_with(path, DATA_SUFFIX) ||
        ends_with(path, ".sigmf-collection"))
        return true;
    char *meta = meta_path(path);
    const bool there = meta != NULL && access(meta, F_OK) == 0;
    free(meta);
    return there;
}

static char *data_path(const char *meta, const char *dataset)
{
    if (dataset == NULL)
        return join(meta, strlen(meta) - strlen(META_SUFFIX), DATA_SUFFIX);
    const char *slash = strrchr(meta, '/');
    return join(meta, slash == NULL ? 0 : (size_t)(slash - meta) + 1, dataset);
}

static phw_status describe_file(phw_recording_meta *meta, const char *path)
{
    uint8_t *text = NULL;
    size_t size = 0;
    char *dataset = NULL;
    PHW_TRY(phw_file_read(&text, &size, path, PHW_SIGMF_MOST_BYTES));
    phw_status s = phw_sigmf_parse(meta, &dataset, (const char *)text, size);
    free(text);
    if (s) {
        free(dataset);
        return phw_fail_within(s, "%s", path);
    }
    meta->data_path = data_path(path, dataset);
    if (meta->data_path == NULL)
        s = no_memory();
    else if (access(meta->data_path, F_OK) != 0)
        s = phw_fail(PHW_EINPUT,
                     "%s: its data file %s is missing; expected it in the same folder",
                     path, meta->data_path);
    free(dataset);
    return s;
}

/* Says which recordings there are. */
static phw_status refuse_collection(const char *path)
{
    phw_sigmf_collection c = {0};
    char names[256] = "";
    size_t at = 0;
    PHW_TRY(phw_sigmf_collection_read(&c, path));
    for (size_t i = 0; i < c.n && at < sizeof names; ++i) {
        const int put = snprintf(names + at, sizeof names - at, "%s%.64s",
                                 i > 0 ? ", " : "", c.stream[i].name);
        at += put > 0 ? (size_t)put : 0;
    }
    const size_t n = c.n;
    phw_sigmf_collection_free(&c);
    return phw_fail(PHW_EINPUT,
                    "%s: is a list of %zu SigMF recordings: name one of them: %s%s",
                    path, n, names, at >= sizeof names ? " ..." : "");
}

static phw_status describe(phw_recording_meta *meta, const char *path,
                           const phw_recording_options *options)
{
    (void)options;
    if (ends_with(path, ".sigmf-collection"))
        return refuse_collection(path);
    char *meta_file = meta_path(path);
    if (meta_file == NULL)
        return no_memory();
    const phw_status s = describe_file(meta, meta_file);
    free(meta_file);
    return s;
}

const phw_recording_format phw_recording_sigmf = {
    .name = "sigmf",
    .summary = "SigMF 1: NAME.sigmf-meta beside NAME.sigmf-data, all datatypes",
    .matches = matches,
    .describe = describe,
};
