#include "tools/encrypted_file.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "datasets/sigmf_writer.h"
#include "tools/cancel.h"

#define FIELDS_MAX 8

/* Samples from one look for an interruption to the next. */
#define STRETCH 1048576

/* The fields of a frame; texts borrowed from the claims and `hex`. */
static size_t list_fields(phw_recording_field field[FIELDS_MAX],
                          const phw_frame_claims *c, const char *hex)
{
    size_t n = 0;
    if (c->has_stream)
        field[n++] =
            (phw_recording_field){.name = "stream", .number = (double)c->stream};
    if (c->has_frame)
        field[n++] = (phw_recording_field){.name = "frame", .number = (double)c->frame};
    if (c->modulation[0] != '\0')
        field[n++] = (phw_recording_field){.name = "modulation", .text = c->modulation};
    if (c->cipher[0] != '\0')
        field[n++] = (phw_recording_field){.name = "cipher", .text = c->cipher};
    if (c->n_tag > 0)
        field[n++] =
            (phw_recording_field){.name = "tag_symbols", .number = (double)c->n_tag};
    if (c->has_tag)
        field[n++] = (phw_recording_field){.name = "tag", .text = hex};
    return n;
}

phw_status phw_encrypted_start(phw_encrypted_file *out, phw_outputs *outputs,
                               const char *path)
{
    char *meta = NULL;
    char *data = NULL;
    phw_encrypted_file file = {0};
    PHW_TRY(phw_sigmf_paths(&meta, &data, path));
    phw_status s = phw_outputs_add(&file.meta, outputs, meta, false);
    if (!s)
        s = phw_outputs_add(&file.data, outputs, data, false);
    if (!s)
        *out = file;
    free(meta);
    free(data);
    return s;
}

static phw_status push(phw_sigmf_writer *w, const phw_signal *signal)
{
    for (size_t at = 0; at < signal->n; at += STRETCH) {
        const size_t take = signal->n - at < STRETCH ? signal->n - at : STRETCH;
        PHW_TRY(phw_cancel_check());
        PHW_TRY(phw_sigmf_writer_push(w, signal->sample + at, take));
    }
    return PHW_OK;
}

phw_status phw_encrypted_write(const phw_encrypted_file *file, const phw_signal *signal,
                               const phw_frame_claims *claims, const char *subject)
{
    char hex[2 * PHW_FRAME_TAG_SIZE + 1];
    phw_recording_field field[FIELDS_MAX];
    (void)sodium_bin2hex(hex, sizeof hex, claims->tag, sizeof claims->tag);
    const phw_sigmf_config config = {
        .type = {.component = PHW_COMPONENT_F32, .is_complex = true},
        .rate_hz = signal->rate_hz,
        .carrier_hz = signal->carrier_hz,
        .description = subject,
        .field = field,
        .n_fields = list_fields(field, claims, hex)};
    const phw_sigmf_annotation annotation = {
        .count = signal->n,
        .label = config.n_fields > 0 ? "encrypted frame" : "samples"};
    phw_sigmf_writer *w = NULL;
    PHW_TRY(phw_sigmf_writer_create(&w, file->meta, file->data, &config));
    phw_status s = push(w, signal);
    if (!s)
        s = phw_sigmf_writer_annotate(w, &annotation);
    if (!s)
        s = phw_sigmf_writer_finish(w);
    phw_sigmf_writer_destroy(w);
    return s;
}

static phw_status read_number(uint64_t *out, bool *has, const phw_recording_meta *meta,
                              const char *name, double most)
{
    const phw_recording_field *f =
        phw_recording_field_find(meta->field, meta->n_fields, name);
    if (f == NULL)
        return PHW_OK;
    if (f->text != NULL || f->number < 0 || f->number > most ||
        f->number != floor(f->number))
        return phw_fail(PHW_EINPUT, "phyward:%s is not a whole number from 0 to %.0f",
                        name, most);
    *out = (uint64_t)f->number;
    *has = true;
    return PHW_OK;
}

static phw_status read_text(char *out, size_t size, const phw_recording_meta *meta,
                            const char *name)
{
    const phw_recording_field *f =
        phw_recording_field_find(meta->field, meta->n_fields, name);
    if (f == NULL)
        return PHW_OK;
    if (f->text == NULL || strlen(f->text) >= size)
        return phw_fail(PHW_EINPUT, "phyward:%s is not a text of below %zu characters",
                        name, size);
    (void)snprintf(out, size, "%s", f->text);
    return PHW_OK;
}

static phw_status read_claims(phw_frame_claims *c, const phw_recording_meta *meta)
{
    char hex[2 * PHW_FRAME_TAG_SIZE + 1] = "";
    size_t size = 0;
    PHW_TRY(read_number(&c->stream, &c->has_stream, meta, "stream", UINT32_MAX));
    PHW_TRY(read_number(&c->frame, &c->has_frame, meta, "frame", PHW_FRAME_NUMBER_MAX));
    PHW_TRY(read_text(c->modulation, sizeof c->modulation, meta, "modulation"));
    PHW_TRY(read_text(c->cipher, sizeof c->cipher, meta, "cipher"));
    PHW_TRY(read_text(hex, sizeof hex, meta, "tag"));
    c->has_tag = hex[0] != '\0';
    if (c->has_tag && (sodium_hex2bin(c->tag, sizeof c->tag, hex, strlen(hex), NULL,
                                      &size, NULL) != 0 ||
                       size != sizeof c->tag))
        return phw_fail(PHW_EINPUT, "phyward:tag is not %d hexadecimal digits",
                        2 * PHW_FRAME_TAG_SIZE);
    return PHW_OK;
}

static phw_status fill(phw_signal *signal, phw_recording *recording)
{
    size_t n = 1;
    size_t at = 0;
    for (; at < signal->n && n > 0; at += n) {
        const size_t take = signal->n - at < STRETCH ? signal->n - at : STRETCH;
        PHW_TRY(phw_cancel_check());
        PHW_TRY(phw_recording_read(recording, signal->sample + at, take, &n));
    }
    return at == signal->n ? PHW_OK
                           : phw_fail(PHW_EINPUT, "became shorter while it was read");
}

static phw_status read_samples(phw_signal *out, phw_recording *recording)
{
    const phw_recording_meta *meta = phw_recording_info(recording);
    phw_signal signal = {0};
    PHW_TRY(phw_recording_verify(recording));
    if (meta->n_samples > PHW_FRAME_SYMBOLS_MAX)
        return phw_fail(PHW_EINPUT, "%llu samples; a frame has at most %zu",
                        (unsigned long long)meta->n_samples, PHW_FRAME_SYMBOLS_MAX);
    PHW_TRY(phw_signal_alloc(&signal, (size_t)meta->n_samples, meta->rate_hz,
                             meta->carrier_hz));
    const phw_status s = fill(&signal, recording);
    if (s)
        phw_signal_free(&signal);
    else
        *out = signal;
    return s;
}

phw_status phw_encrypted_read(phw_signal *signal, phw_frame_claims *claims,
                              const char *path, const phw_recording_options *options)
{
    phw_recording *recording = NULL;
    phw_frame_claims c = {0};
    PHW_TRY(phw_recording_open(&recording, path, options));
    phw_status s = read_claims(&c, phw_recording_info(recording));
    if (s)
        s = phw_fail_within(s, "%s", path);
    if (!s)
        s = read_samples(signal, recording);
    if (!s)
        *claims = c;
    phw_recording_close(recording);
    return s;
}
