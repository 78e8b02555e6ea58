#include "tools/info_capture.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/import_formats.h"
#include "datasets/sigmf_collection.h"
#include "tools/printable.h"

json_t *phw_info_trace(const phw_trace *t)
{
    const double duration = t->has_time ? t->time_s[t->n_probes - 1] - t->time_s[0] : 0;
    return json_pack("{s:o,s:s,s:I,s:I,s:o,s:f,s:f,s:f,s:o}", "party",
                     phw_printable(t->party), "kind", phw_trace_kind_name(t->kind),
                     "n_probes", (json_int_t)t->n_probes, "n_coefficients",
                     (json_int_t)t->n_coefficients, "duration_s",
                     t->has_time ? json_real(duration) : json_null(), "carrier_hz",
                     t->carrier_hz, "bandwidth_hz", t->bandwidth_hz, "noise_variance",
                     t->noise_variance, "origin", phw_printable(t->origin));
}

static json_t *counts_json(const phw_import_count *count, size_t n)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < n; ++i)
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:I,s:I}", "reason", count[i].reason, "count",
                            (json_int_t)count[i].n, "first_offset",
                            (json_int_t)count[i].first_offset));
    return rows;
}

static void add_capture(phw_result *r, const phw_import *import)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < import->n_traces; ++i)
        (void)json_array_append_new(rows, phw_info_trace(&import->trace[i]));
    phw_result_text(r, "format", "format", import->format);
    phw_result_count(r, "n_records", "records", "", import->n_records);
    phw_result_count(r, "n_probes", "of them read", "", import->n_probes);
    phw_result_count(r, "n_skipped", "skipped", "", phw_import_skipped(import));
    phw_result_json(r, "skipped_by", "skipped because of",
                    counts_json(import->skipped, import->n_reasons));
    phw_result_json(r, "events", "also met",
                    counts_json(import->event, import->n_events));
    for (size_t i = 0; i < import->n_notes; ++i)
        phw_result_text(r, "note", "note", import->note[i]);
    phw_result_json(r, "parties", "parties", rows);
}

phw_status phw_info_capture(phw_result *out, const char *path,
                            const phw_arguments *arguments)
{
    phw_import import = {0};
    (void)arguments;
    PHW_TRY(phw_import_read(&import, path, NULL));
    add_capture(out, &import);
    phw_import_free(&import);
    return PHW_OK;
}

/* Whether the recording's metadata beside the collection are those it lists. */
static phw_status check_stream(const phw_sigmf_stream *stream, const char *path)
{
    char hash[PHW_SIGMF_HASH_SIZE];
    const char *slash = strrchr(path, '/');
    const int folder = slash != NULL ? (int)(slash - path) + 1 : 0;
    const size_t size = strlen(path) + strlen(stream->name) + 16;
    char *meta = malloc(size);
    if (meta == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a recording's name");
    (void)snprintf(meta, size, "%.*s%s.sigmf-meta", folder, path, stream->name);
    phw_status s = phw_sigmf_hash_file(hash, meta);
    if (!s && strcmp(hash, stream->hash) != 0)
        s = phw_fail(PHW_EINPUT,
                     "%s: its SHA-512 is %.16s..., the collection says %.16s...: the "
                     "metadata were changed",
                     meta, hash, stream->hash);
    free(meta);
    return s;
}

phw_status phw_info_collection(phw_result *out, const char *path,
                               const phw_arguments *arguments)
{
    phw_sigmf_collection c = {0};
    (void)arguments;
    PHW_TRY(phw_sigmf_collection_read(&c, path));
    json_t *rows = json_array();
    phw_status s = PHW_OK;
    for (size_t i = 0; i < c.n && !s; ++i) {
        s = check_stream(&c.stream[i], path);
        (void)json_array_append_new(rows, json_pack("{s:o,s:s}", "name",
                                                    phw_printable(c.stream[i].name),
                                                    "sha512", c.stream[i].hash));
    }
    phw_result_text(out, "description", "description", c.description);
    phw_result_text(out, "author", "author", c.author);
    phw_result_text(out, "license", "licence", c.license);
    phw_result_count(out, "n_recordings", "recordings", "", c.n);
    phw_result_json(out, "recordings", "recordings, checksums right", rows);
    phw_sigmf_collection_free(&c);
    return s;
}
