#include "datasets/sigmf_collection.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "datasets/sigmf_fields.h"

#define META_SUFFIX ".sigmf-meta"

/* Of a collection, and of metadata of which the hash is asked for. */
#define MOST_BYTES ((size_t)64 << 20)

struct phw_sigmf_collection_writer {
    phw_writer *file;
    json_t *collection;
    json_t *streams;
};

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the collection");
}

/* Nothing for NULL. */
static phw_status put_text(json_t *object, const char *key, const char *text)
{
    if (text == NULL)
        return PHW_OK;
    json_t *value = json_string(text);
    if (value == NULL)
        return phw_fail(PHW_EARG, "%s is not UTF-8", key);
    return json_object_set_new(object, key, value) != 0 ? no_memory() : PHW_OK;
}

static phw_status put_config(json_t *object, const phw_sigmf_collection_config *c)
{
    PHW_TRY(put_text(object, "core:version", "1.2.5"));
    PHW_TRY(put_text(object, "core:description", c->description));
    PHW_TRY(put_text(object, "core:author", c->author));
    PHW_TRY(put_text(object, "core:license", c->license));
    json_t *extensions = json_pack("[{s:s, s:s, s:b}]", "name", PHW_SIGMF_NAMESPACE,
                                   "version", "1.0.0", "optional", 1);
    if (json_object_set_new(object, "core:extensions", extensions) != 0)
        return no_memory();
    return phw_sigmf_fields_write(object, c->field, c->n_fields);
}

phw_status phw_sigmf_collection_create(phw_sigmf_collection_writer **out,
                                       phw_writer *file,
                                       const phw_sigmf_collection_config *config)
{
    const phw_sigmf_collection_config none = {0};
    phw_sigmf_collection_writer *c = calloc(1, sizeof *c);
    if (c == NULL)
        return no_memory();
    c->file = file;
    c->collection = json_object();
    c->streams = json_array();
    phw_status s = PHW_OK;
    if (c->collection == NULL || c->streams == NULL)
        s = no_memory();
    if (!s)
        s = put_config(c->collection, config != NULL ? config : &none);
    if (s) {
        phw_sigmf_collection_destroy(c);
        return s;
    }
    *out = c;
    return PHW_OK;
}

static bool is_hash(const char *text)
{
    return text != NULL && strlen(text) == PHW_SIGMF_HASH_SIZE - 1 &&
           strspn(text, "0123456789abcdefABCDEF") == PHW_SIGMF_HASH_SIZE - 1;
}

phw_status phw_sigmf_collection_add(phw_sigmf_collection_writer *c, const char *name,
                                    const char *hash)
{
    const char *slash = strrchr(name, '/');
    const char *base = slash != NULL ? slash + 1 : name;
    size_t n = strlen(base);
    const size_t suffix = strlen(META_SUFFIX);
    if (n > suffix && strcmp(base + n - suffix, META_SUFFIX) == 0)
        n -= suffix;
    if (n == 0)
        return phw_fail(PHW_EARG, "\"%s\" names no recording of a collection", name);
    if (!is_hash(hash))
        return phw_fail(PHW_EARG, "%s: its hash is not 128 hexadecimal digits", base);
    if (json_array_size(c->streams) >= PHW_SIGMF_STREAMS_MAX)
        return phw_fail(PHW_EARG, "%s: more than %d recordings in a collection", base,
                        PHW_SIGMF_STREAMS_MAX);
    json_t *text = json_stringn(base, n);
    if (text == NULL)
        return phw_fail(PHW_EARG, "a recording's name is not UTF-8");
    json_t *stream = json_pack("{s:o, s:s}", "name", text, "hash", hash);
    return json_array_append_new(c->streams, stream) != 0 ? no_memory() : PHW_OK;
}

phw_status phw_sigmf_collection_finish(phw_sigmf_collection_writer *c)
{
    if (json_array_size(c->streams) == 0)
        return phw_fail(PHW_EARG, "a collection of no recordings can't be written");
    if (json_object_set(c->collection, "core:streams", c->streams) != 0)
        return no_memory();
    json_t *root = json_pack("{s:O}", "collection", c->collection);
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(4)) : NULL;
    json_decref(root);
    if (text == NULL)
        return no_memory();
    phw_writer_print(c->file, "%s\n", text);
    free(text);
    return PHW_OK;
}

void phw_sigmf_collection_destroy(phw_sigmf_collection_writer *c)
{
    if (c == NULL)
        return;
    json_decref(c->collection);
    json_decref(c->streams);
    free(c);
}

/* Leaves `*out` alone when the key is not there. */
static phw_status get_text(char **out, const json_t *object, const char *key)
{
    const json_t *value = json_object_get(object, key);
    if (value == NULL)
        return PHW_OK;
    if (!json_is_string(value))
        return phw_fail(PHW_EINPUT,
                        "collection.%s is no string; expected one in quotes", key);
    *out = strdup(json_string_value(value));
    return *out == NULL ? no_memory() : PHW_OK;
}

/* {name, hash} as the text of SigMF has it and its tools write, or [name, hash] as its
 * JSON schema does. */
static phw_status read_stream(phw_sigmf_stream *out, const json_t *item, size_t i)
{
    const bool is_pair = json_is_array(item);
    const char *name = json_string_value(is_pair ? json_array_get(item, 0)
                                                 : json_object_get(item, "name"));
    const char *hash = json_string_value(is_pair ? json_array_get(item, 1)
                                                 : json_object_get(item, "hash"));
    if (name == NULL || *name == '\0' || strchr(name, '/') != NULL)
        return phw_fail(PHW_EINPUT,
                        "collection.core:streams[%zu].name is not the name of a "
                        "recording in the same folder",
                        i);
    if (!is_hash(hash))
        return phw_fail(PHW_EINPUT,
                        "collection.core:streams[%zu].hash is not 128 hexadecimal "
                        "digits",
                        i);
    for (size_t k = 0; k < PHW_SIGMF_HASH_SIZE - 1; ++k)
        out->hash[k] = (char)(hash[k] | 0x20); /* lower case; digits have it set */
    out->name = strdup(name);
    return out->name == NULL ? no_memory() : PHW_OK;
}

static phw_status read_streams(phw_sigmf_collection *c, const json_t *list)
{
    if (!json_is_array(list))
        return phw_fail(PHW_EINPUT, "collection.core:streams is no array of {name, "
                                    "hash}");
    const size_t n = json_array_size(list);
    c->stream = calloc(n + 1, sizeof *c->stream);
    if (c->stream == NULL)
        return no_memory();
    c->n = n;
    for (size_t i = 0; i < n; ++i)
        PHW_TRY(read_stream(&c->stream[i], json_array_get(list, i), i));
    return PHW_OK;
}

static phw_status read_root(phw_sigmf_collection *c, const json_t *root)
{
    json_t *object = json_object_get(root, "collection");
    if (!json_is_object(object))
        return phw_fail(PHW_EINPUT, "the JSON is no object with a collection");
    PHW_TRY(get_text(&c->description, object, "core:description"));
    PHW_TRY(get_text(&c->author, object, "core:author"));
    PHW_TRY(get_text(&c->license, object, "core:license"));
    PHW_TRY(phw_sigmf_fields_read(&c->field, &c->n_fields, object, "collection"));
    return read_streams(c, json_object_get(object, "core:streams"));
}

phw_status phw_sigmf_collection_parse(phw_sigmf_collection *out, const char *text,
                                      size_t size)
{
    const size_t mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    json_error_t error;
    json_t *root = json_loadb(text + mark, size - mark, JSON_REJECT_DUPLICATES, &error);
    if (root == NULL)
        return phw_fail(PHW_EINPUT, "line %d, column %d: no valid JSON: %s", error.line,
                        error.column, error.text);
    phw_sigmf_collection c = {0};
    const phw_status s = read_root(&c, root);
    json_decref(root);
    if (s)
        phw_sigmf_collection_free(&c);
    else
        *out = c;
    return s;
}

phw_status phw_sigmf_collection_read(phw_sigmf_collection *out, const char *path)
{
    uint8_t *text = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&text, &size, path, MOST_BYTES));
    const phw_status s = phw_sigmf_collection_parse(out, (const char *)text, size);
    free(text);
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}

phw_status phw_sigmf_hash_file(char hash[PHW_SIGMF_HASH_SIZE], const char *path)
{
    uint8_t digest[crypto_hash_sha512_BYTES];
    uint8_t *bytes = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&bytes, &size, path, MOST_BYTES));
    (void)crypto_hash_sha512(digest, bytes, size);
    free(bytes);
    (void)sodium_bin2hex(hash, PHW_SIGMF_HASH_SIZE, digest, sizeof digest);
    return PHW_OK;
}

void phw_sigmf_collection_free(phw_sigmf_collection *c)
{
    for (size_t i = 0; i < c->n; ++i)
        free(c->stream[i].name);
    free(c->stream);
    free(c->description);
    free(c->author);
    free(c->license);
    phw_recording_fields_free(c->field, c->n_fields);
    *c = (phw_sigmf_collection){0};
}
