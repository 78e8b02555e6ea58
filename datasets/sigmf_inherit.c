#include "datasets/sigmf_inherit.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static const char start_key[] = "core:sample_start";
static const char count_key[] = "core:sample_count";
static const char frequency_key[] = "core:frequency";

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the metadata");
}

/* Facts of the other's bytes. */
static bool is_of_bytes(const char *key)
{
    static const char *const keys[] = {
        "core:datatype",       "core:sha512",        "core:dataset",
        "core:trailing_bytes", "core:offset",        "core:num_channels",
        "core:version",        "core:metadata_only", "core:extensions"};
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; ++i) {
        if (strcmp(key, keys[i]) == 0)
            return true;
    }
    return false;
}

static bool lists(const json_t *extensions, const json_t *name)
{
    for (size_t i = 0; i < json_array_size(extensions); ++i) {
        const json_t *one = json_array_get(extensions, i);
        if (json_equal(json_object_get(one, "name"), name))
            return true;
    }
    return false;
}

static phw_status take_global(json_t *global, json_t *other)
{
    const char *key = NULL;
    json_t *value = NULL;
    json_object_foreach(other, key, value)
    {
        if (!is_of_bytes(key) && json_object_get(global, key) == NULL &&
            json_object_set(global, key, value) != 0)
            return no_memory();
    }
    json_t *ours = json_object_get(global, "core:extensions");
    const json_t *theirs = json_object_get(other, "core:extensions");
    for (size_t i = 0; i < json_array_size(theirs); ++i) {
        json_t *one = json_array_get(theirs, i);
        if (!lists(ours, json_object_get(one, "name")) &&
            json_array_append(ours, one) != 0)
            return no_memory();
    }
    return PHW_OK;
}

static uint64_t start_of(const json_t *object)
{
    const json_int_t start = json_integer_value(json_object_get(object, start_key));
    return start > 0 ? (uint64_t)start : 0;
}

/* A copy whose start loses the offset. */
static json_t *shifted(const json_t *object, uint64_t offset)
{
    json_t *copy = json_deep_copy(object);
    const uint64_t start = start_of(object);
    json_t *less = json_integer((json_int_t)(start > offset ? start - offset : 0));
    if (json_object_set_new(copy, start_key, less) == 0)
        return copy;
    json_decref(copy);
    return NULL;
}

static phw_status take_captures(json_t *captures, const json_t *other, uint64_t offset)
{
    json_t *first = json_array_get(captures, 0);
    json_t *own = json_object_get(first, frequency_key);
    const json_t *said = json_object_get(json_array_get(other, 0), frequency_key);
    const bool told = own != NULL && json_number_value(own) != json_number_value(said);
    if (json_array_size(other) == 0)
        return PHW_OK;
    json_incref(own);
    bool good = json_array_clear(captures) == 0;
    for (size_t i = 0; i < json_array_size(other) && good; ++i) {
        json_t *copy = shifted(json_array_get(other, i), offset);
        (void)json_object_del(copy, "core:header_bytes");
        if (told)
            good = json_object_set(copy, frequency_key, own) == 0;
        good = json_array_append_new(captures, copy) == 0 && good;
    }
    json_decref(own);
    return good ? PHW_OK : no_memory();
}

static int by_start(const void *a, const void *b)
{
    json_t *const *x = a;
    json_t *const *y = b;
    const uint64_t from = start_of(*x);
    const uint64_t to = start_of(*y);
    return (from > to) - (from < to);
}

/* A sorted array of them, shifted. */
static phw_status take_annotations(json_t **out, const json_t *other, uint64_t offset)
{
    const size_t n = json_array_size(other);
    json_t **item = calloc(n + 1, sizeof(json_t *));
    json_t *sorted = json_array();
    bool good = item != NULL && sorted != NULL;
    size_t n_made = 0;
    for (; good && n_made < n; ++n_made) {
        item[n_made] = shifted(json_array_get(other, n_made), offset);
        good = item[n_made] != NULL;
    }
    if (good)
        qsort(item, n, sizeof(json_t *), by_start);
    for (size_t i = 0; i < n_made; ++i)
        good = json_array_append_new(sorted, item[i]) == 0 && good;
    free(item);
    if (!good) {
        json_decref(sorted);
        return no_memory();
    }
    *out = sorted;
    return PHW_OK;
}

static phw_status take_all(json_t **annotations, json_t *global, json_t *captures,
                           const json_t *root)
{
    json_t *other = json_object_get(root, "global");
    const json_int_t said = json_integer_value(json_object_get(other, "core:offset"));
    const uint64_t offset = said > 0 ? (uint64_t)said : 0;
    if (!json_is_object(other))
        return phw_fail(PHW_EARG, "what is to be inherited is no SigMF metadata");
    PHW_TRY(take_global(global, other));
    PHW_TRY(take_captures(captures, json_object_get(root, "captures"), offset));
    return take_annotations(annotations, json_object_get(root, "annotations"), offset);
}

phw_status phw_sigmf_inherit(json_t **annotations, json_t *global, json_t *captures,
                             const char *metadata)
{
    json_error_t error;
    json_t *root = json_loads(metadata, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        return phw_fail(PHW_EARG, "what is to be inherited is no JSON: %s", error.text);
    const phw_status s = take_all(annotations, global, captures, root);
    json_decref(root);
    return s;
}

/* An annotation that does not end past the last sample. */
static phw_status shorten(json_t *annotation, uint64_t n_samples)
{
    const json_t *count = json_object_get(annotation, count_key);
    const uint64_t most = n_samples - start_of(annotation);
    if (count == NULL || (uint64_t)json_integer_value(count) <= most)
        return PHW_OK;
    return json_object_set_new(annotation, count_key, json_integer((json_int_t)most)) !=
                   0
               ? no_memory()
               : PHW_OK;
}

phw_status phw_sigmf_inherit_end(json_t *captures, json_t *annotations,
                                 const json_t *inherited, uint64_t n_samples)
{
    for (size_t i = json_array_size(captures); i > 1; --i) {
        if (start_of(json_array_get(captures, i - 1)) >= n_samples)
            (void)json_array_remove(captures, i - 1);
    }
    size_t at = 0;
    for (size_t i = 0; i < json_array_size(inherited); ++i) {
        json_t *one = json_array_get(inherited, i);
        const uint64_t start = start_of(one);
        if (start >= n_samples)
            break;
        PHW_TRY(shorten(one, n_samples));
        while (at < json_array_size(annotations) &&
               start_of(json_array_get(annotations, at)) < start)
            ++at;
        if (json_array_insert(annotations, at++, one) != 0)
            return no_memory();
    }
    return PHW_OK;
}
