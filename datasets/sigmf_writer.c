#include "datasets/sigmf_writer.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "datasets/sample_encode.h"
#include "datasets/sigmf_fields.h"
#include "datasets/sigmf_inherit.h"

#define META_SUFFIX ".sigmf-meta"
#define DATA_SUFFIX ".sigmf-data"
#define MOST_HZ     1e12 /* the schema's */
#define BLOCK       4096 /* samples converted at a time */

struct phw_sigmf_writer {
    phw_writer *meta;
    phw_writer *data;
    phw_sample_type type;
    json_t *global;
    json_t *captures;
    json_t *annotations;
    json_t *inherited; /* annotations, rising starts; or NULL */
    crypto_hash_sha512_state hash;
    uint64_t n_samples, n_clipped;
    uint64_t last_start; /* of the annotations */
    uint64_t last_end;   /* the furthest */
    char meta_hash[129]; /* once finished */
};

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the metadata");
}

phw_status phw_sigmf_paths(char **meta, char **data, const char *path)
{
    size_t n = strlen(path);
    const size_t suffix = strlen(META_SUFFIX);
    if (n >= suffix && (strcmp(path + n - suffix, META_SUFFIX) == 0 ||
                        strcmp(path + n - suffix, DATA_SUFFIX) == 0))
        n -= suffix;
    if (n == 0 || path[n - 1] == '/')
        return phw_fail(PHW_EARG,
                        "\"%s\" names no recording; expected NAME" META_SUFFIX, path);
    char *a = malloc(n + suffix + 1);
    char *b = malloc(n + suffix + 1);
    if (a == NULL || b == NULL) {
        free(a);
        free(b);
        return phw_fail(PHW_ENOMEM, "no memory for the recording's name");
    }
    (void)snprintf(a, n + suffix + 1, "%.*s" META_SUFFIX, (int)n, path);
    (void)snprintf(b, n + suffix + 1, "%.*s" DATA_SUFFIX, (int)n, path);
    *meta = a;
    *data = b;
    return PHW_OK;
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

static phw_status put_count(json_t *object, const char *key, uint64_t count)
{
    if (count > INT64_MAX)
        return phw_fail(PHW_EARG, "%s is %llu; expected less than 2^63", key,
                        (unsigned long long)count);
    return json_object_set_new(object, key, json_integer((json_int_t)count)) != 0
               ? no_memory()
               : PHW_OK;
}

/* Whole numbers without a point. */
static phw_status put_hz(json_t *object, const char *key, double hz)
{
    json_t *value = hz == floor(hz) ? json_integer((json_int_t)hz) : json_real(hz);
    return json_object_set_new(object, key, value) != 0 ? no_memory() : PHW_OK;
}

static phw_status check(const phw_sigmf_config *c)
{
    if (c->type.component == PHW_COMPONENT_I24)
        return phw_fail(PHW_EARG, "SigMF has no samples of 24 bits; expected i32 or "
                                  "another of its datatypes");
    if (!(c->rate_hz > 0 && c->rate_hz <= MOST_HZ))
        return phw_fail(PHW_EARG, "sample rate %g Hz; expected more than 0, at most %g",
                        c->rate_hz, MOST_HZ);
    if (!(fabs(c->carrier_hz) <= MOST_HZ))
        return phw_fail(PHW_EARG, "carrier %g Hz; expected at most %g", c->carrier_hz,
                        MOST_HZ);
    return PHW_OK;
}

static phw_status put_texts(json_t *g, const phw_sigmf_config *c)
{
    PHW_TRY(put_text(g, "core:description", c->description));
    PHW_TRY(put_text(g, "core:author", c->author));
    PHW_TRY(put_text(g, "core:license", c->license));
    PHW_TRY(put_text(g, "core:hw", c->hardware));
    PHW_TRY(put_text(g, "core:collection", c->collection));
    return put_text(g, "core:recorder", PHW_SIGMF_NAMESPACE);
}

static phw_status put_global(phw_sigmf_writer *w, const phw_sigmf_config *c)
{
    char type[PHW_SAMPLE_TYPE_NAME_SIZE];
    phw_sample_type_name(type, c->type);
    json_t *g = w->global;
    PHW_TRY(put_text(g, "core:datatype", type));
    PHW_TRY(put_text(g, "core:version", "1.2.5"));
    PHW_TRY(put_hz(g, "core:sample_rate", c->rate_hz));
    PHW_TRY(put_texts(g, c));
    json_t *extensions = json_pack("[{s:s, s:s, s:b}]", "name", PHW_SIGMF_NAMESPACE,
                                   "version", "1.0.0", "optional", 1);
    if (json_object_set_new(g, "core:extensions", extensions) != 0)
        return no_memory();
    return phw_sigmf_fields_write(g, c->field, c->n_fields);
}

static phw_status put_capture(phw_sigmf_writer *w, const phw_sigmf_config *c)
{
    json_t *capture = json_object();
    if (json_array_append_new(w->captures, capture) != 0)
        return no_memory();
    PHW_TRY(put_count(capture, "core:sample_start", 0));
    if (c->carrier_hz != 0)
        PHW_TRY(put_hz(capture, "core:frequency", c->carrier_hz));
    return put_text(capture, "core:datetime", c->datetime);
}

phw_status phw_sigmf_writer_create(phw_sigmf_writer **out, phw_writer *meta,
                                   phw_writer *data, const phw_sigmf_config *config)
{
    PHW_TRY(check(config));
    phw_sigmf_writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return no_memory();
    w->meta = meta;
    w->data = data;
    w->type = config->type;
    w->global = json_object();
    w->captures = json_array();
    w->annotations = json_array();
    (void)crypto_hash_sha512_init(&w->hash);
    phw_status s = PHW_OK;
    if (w->global == NULL || w->captures == NULL || w->annotations == NULL)
        s = no_memory();
    if (!s)
        s = put_global(w, config);
    if (!s)
        s = put_capture(w, config);
    if (s) {
        phw_sigmf_writer_destroy(w);
        return s;
    }
    *out = w;
    return PHW_OK;
}

phw_status phw_sigmf_writer_inherit(phw_sigmf_writer *w, const char *metadata)
{
    json_t *annotations = NULL;
    PHW_TRY(phw_sigmf_inherit(&annotations, w->global, w->captures, metadata));
    w->inherited = annotations;
    return PHW_OK;
}

phw_status phw_sigmf_writer_segment(phw_sigmf_writer *w, uint64_t global_index)
{
    json_t *capture = json_array_get(w->captures, json_array_size(w->captures) - 1);
    const json_t *start = json_object_get(capture, "core:sample_start");
    if ((uint64_t)json_integer_value(start) < w->n_samples) {
        capture = json_copy(capture);
        if (capture == NULL || json_array_append_new(w->captures, capture) != 0)
            return no_memory();
        (void)json_object_del(capture, "core:datetime");
        PHW_TRY(put_count(capture, "core:sample_start", w->n_samples));
    }
    return put_count(capture, "core:global_index", global_index);
}

void phw_sigmf_writer_destroy(phw_sigmf_writer *w)
{
    if (w == NULL)
        return;
    json_decref(w->global);
    json_decref(w->captures);
    json_decref(w->annotations);
    json_decref(w->inherited);
    free(w);
}

phw_status phw_sigmf_writer_push(phw_sigmf_writer *w, const phw_cf *sample, size_t n)
{
    PHW_TRY(phw_sample_encode_check(sample, n, w->n_samples));
    uint8_t bytes[BLOCK * 2 * sizeof(double)];
    const size_t width = phw_sample_type_size(w->type);
    for (size_t from = 0; from < n; from += BLOCK) {
        const size_t count = n - from < BLOCK ? n - from : BLOCK;
        w->n_clipped += phw_sample_encode(bytes, sample + from, count, w->type);
        phw_writer_write(w->data, bytes, count * width);
        (void)crypto_hash_sha512_update(&w->hash, bytes, count * width);
    }
    w->n_samples += n;
    return PHW_OK;
}

static phw_status put_band(json_t *object, double low_hz, double high_hz)
{
    if (low_hz == 0 && high_hz == 0)
        return PHW_OK;
    if (!(fabs(low_hz) <= MOST_HZ && fabs(high_hz) <= MOST_HZ && low_hz <= high_hz))
        return phw_fail(PHW_EARG,
                        "an annotation's band goes from %g to %g Hz; expected rising "
                        "edges within %g",
                        low_hz, high_hz, MOST_HZ);
    PHW_TRY(put_hz(object, "core:freq_lower_edge", low_hz));
    return put_hz(object, "core:freq_upper_edge", high_hz);
}

/* Bytes that do not continue a character of UTF-8. */
static size_t n_characters(const char *text)
{
    size_t n = 0;
    for (; *text != '\0'; ++text)
        n += ((unsigned char)*text & 0xC0U) != 0x80U;
    return n;
}

static phw_status put_annotation(json_t *object, const phw_sigmf_annotation *a)
{
    if (a->label != NULL && n_characters(a->label) > PHW_SIGMF_LABEL_MAX)
        return phw_fail(PHW_EARG, "label \"%s\": expected at most %d characters",
                        a->label, PHW_SIGMF_LABEL_MAX);
    PHW_TRY(put_count(object, "core:sample_start", a->start));
    PHW_TRY(put_count(object, "core:sample_count", a->count));
    PHW_TRY(put_band(object, a->low_hz, a->high_hz));
    PHW_TRY(put_text(object, "core:label", a->label));
    PHW_TRY(put_text(object, "core:comment", a->comment));
    return phw_sigmf_fields_write(object, a->field, a->n_fields);
}

phw_status phw_sigmf_writer_annotate(phw_sigmf_writer *w, const phw_sigmf_annotation *a)
{
    if (a->start < w->last_start)
        return phw_fail(
            PHW_EARG, "an annotation starts at %llu, before the last one's %llu",
            (unsigned long long)a->start, (unsigned long long)w->last_start);
    if (a->count > UINT64_MAX - a->start)
        return phw_fail(PHW_EARG, "an annotation of %llu samples is too long",
                        (unsigned long long)a->count);
    json_t *object = json_object();
    if (object == NULL)
        return no_memory();
    const phw_status s = put_annotation(object, a);
    if (s) {
        json_decref(object);
        return s;
    }
    if (json_array_append_new(w->annotations, object) != 0)
        return no_memory();
    w->last_start = a->start;
    const uint64_t end = a->start + a->count;
    w->last_end = end > w->last_end ? end : w->last_end;
    return PHW_OK;
}

phw_status phw_sigmf_writer_fact(phw_sigmf_writer *w, const phw_recording_field *field)
{
    return phw_sigmf_fields_write(w->global, field, 1);
}

uint64_t phw_sigmf_writer_n_samples(const phw_sigmf_writer *w)
{
    return w->n_samples;
}

uint64_t phw_sigmf_writer_n_clipped(const phw_sigmf_writer *w)
{
    return w->n_clipped;
}

static void hash_metadata(phw_sigmf_writer *w, const char *text)
{
    uint8_t digest[crypto_hash_sha512_BYTES];
    crypto_hash_sha512_state state;
    (void)crypto_hash_sha512_init(&state);
    (void)crypto_hash_sha512_update(&state, (const uint8_t *)text, strlen(text));
    (void)crypto_hash_sha512_update(&state, (const uint8_t *)"\n", 1);
    (void)crypto_hash_sha512_final(&state, digest);
    (void)sodium_bin2hex(w->meta_hash, sizeof w->meta_hash, digest, sizeof digest);
}

static phw_status put_hash(phw_sigmf_writer *w)
{
    uint8_t digest[crypto_hash_sha512_BYTES];
    char hex[2 * sizeof digest + 1];
    (void)crypto_hash_sha512_final(&w->hash, digest);
    return put_text(w->global, "core:sha512",
                    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest));
}

phw_status phw_sigmf_writer_finish(phw_sigmf_writer *w)
{
    if (w->n_samples == 0)
        return phw_fail(PHW_EARG, "a recording of no samples can't be written");
    if (w->last_end > w->n_samples)
        return phw_fail(
            PHW_EARG, "an annotation ends at sample %llu; the recording has %llu",
            (unsigned long long)w->last_end, (unsigned long long)w->n_samples);
    PHW_TRY(put_hash(w));
    if (w->inherited != NULL)
        PHW_TRY(phw_sigmf_inherit_end(w->captures, w->annotations, w->inherited,
                                      w->n_samples));
    json_t *root = json_pack("{s:O, s:O, s:O}", "global", w->global, "captures",
                             w->captures, "annotations", w->annotations);
    char *text = root != NULL ? json_dumps(root, JSON_INDENT(4)) : NULL;
    json_decref(root);
    if (text == NULL)
        return no_memory();
    phw_writer_print(w->meta, "%s\n", text);
    hash_metadata(w, text);
    free(text);
    return PHW_OK;
}

const char *phw_sigmf_writer_hash(const phw_sigmf_writer *w)
{
    return w->meta_hash;
}
