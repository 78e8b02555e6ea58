#include "tools/recording_output.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "datasets/recording_raw.h"
#include "datasets/sample_encode.h"
#include "datasets/sigmf_writer.h"
#include "datasets/wav_writer.h"

#define BLOCK 4096 /* raw samples converted at a time */

typedef enum form {
    SIGMF = 0,
    WAV,
    RAW,
    N_FORMS
} form;

struct phw_recording_output {
    form form;
    phw_sample_type type;
    phw_sigmf_writer *sigmf;
    phw_wav_writer *wav;
    phw_writer *raw;
    uint64_t n_samples, n_clipped; /* of raw ones */
};

static bool ends_in(const char *path, const char *suffix)
{
    const size_t n = strlen(path);
    const size_t m = strlen(suffix);
    return n > m && strcasecmp(path + n - m, suffix) == 0;
}

/* RAW, too, for a name that says nothing. */
static form form_of(const char *path)
{
    if (ends_in(path, ".sigmf-meta") || ends_in(path, ".sigmf-data"))
        return SIGMF;
    return ends_in(path, ".wav") ? WAV : RAW;
}

static bool raw_type(phw_sample_type *out, const char *path)
{
    return phw_raw_type_of_name(out, path) == PHW_OK;
}

bool phw_recording_output_knows(const char *path)
{
    phw_sample_type unused;
    return form_of(path) != RAW || raw_type(&unused, path);
}

/* The type that samples of `type` take in a form when nobody says another. */
static phw_sample_type nearest(form to, phw_sample_type type)
{
    if (to == WAV)
        return phw_wav_type(type);
    if (type.component == PHW_COMPONENT_I24)
        type.component = PHW_COMPONENT_I32;
    return type;
}

static phw_status raw_choice(phw_sample_type *type,
                             const phw_recording_output_config *c)
{
    phw_sample_type named;
    const bool says = raw_type(&named, c->path);
    if (!says && c->type == NULL)
        return phw_fail(PHW_EARG,
                        "%s: the name says no form of recording: expected .sigmf-meta, "
                        ".wav, a suffix of raw samples (.cs16 .cu8 .cs8 .cf32 .f32 "
                        "...), or --to TYPE for raw samples of that type",
                        c->path);
    if (says && c->type != NULL && !phw_sample_type_equal(named, *type))
        return phw_fail(PHW_EARG,
                        "%s: the suffix says another sample type than --to %s", c->path,
                        c->type);
    if (says)
        *type = named;
    return PHW_OK;
}

static phw_status choose(phw_recording_output *o, const phw_recording_output_config *c)
{
    o->form = form_of(c->path);
    o->type = nearest(o->form, c->from->type);
    if (c->type != NULL && phw_sample_type_parse(&o->type, c->type) != PHW_OK)
        return phw_fail_within(PHW_EARG, "--to");
    if (o->form == RAW)
        return raw_choice(&o->type, c);
    if (c->from->rate_hz == 0)
        return phw_fail(PHW_EARG, "%s: needs a sample rate: give --rate", c->path);
    return PHW_OK;
}

static phw_status create_sigmf(phw_recording_output *o, phw_outputs *outputs,
                               const phw_recording_output_config *c)
{
    const phw_sigmf_config config = {
        .type = o->type,
        .rate_hz = c->from->rate_hz,
        .carrier_hz = c->from->carrier_hz,
        .description = c->from->description,
        .author = c->from->author,
        .license = c->from->license,
        .hardware = c->from->hardware,
    };
    phw_writer *meta = NULL;
    phw_writer *data = NULL;
    char *path[2] = {NULL};
    phw_status s = phw_sigmf_paths(&path[0], &path[1], c->path);
    if (!s)
        s = phw_outputs_add(&meta, outputs, path[0], false);
    if (!s)
        s = phw_outputs_add(&data, outputs, path[1], false);
    if (!s)
        s = phw_sigmf_writer_create(&o->sigmf, meta, data, &config);
    if (!s && c->from->metadata != NULL)
        s = phw_sigmf_writer_inherit(o->sigmf, c->from->metadata);
    free(path[0]);
    free(path[1]);
    return s;
}

static phw_status create_wav(phw_recording_output *o, phw_outputs *outputs,
                             const phw_recording_output_config *c)
{
    const phw_wav_config config = {.type = o->type,
                                   .rate_hz = c->from->rate_hz,
                                   .carrier_hz = c->from->carrier_hz,
                                   .n_samples = c->from->n_samples};
    phw_writer *file = NULL;
    PHW_TRY(phw_outputs_add(&file, outputs, c->path, false));
    return phw_wav_writer_create(&o->wav, file, &config);
}

phw_status phw_recording_output_create(phw_recording_output **out, phw_outputs *outputs,
                                       const phw_recording_output_config *config)
{
    phw_recording_output *o = calloc(1, sizeof *o);
    if (o == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory", config->path);
    phw_status s = choose(o, config);
    if (!s && o->form == SIGMF)
        s = create_sigmf(o, outputs, config);
    else if (!s && o->form == WAV)
        s = create_wav(o, outputs, config);
    else if (!s)
        s = phw_outputs_add(&o->raw, outputs, config->path, false);
    if (s) {
        phw_recording_output_destroy(o);
        return s;
    }
    *out = o;
    return PHW_OK;
}

const char *phw_recording_output_form(const phw_recording_output *o)
{
    static const char *const name[N_FORMS] = {"sigmf", "wav", "raw"};
    return name[o->form];
}

phw_sample_type phw_recording_output_type(const phw_recording_output *o)
{
    return o->type;
}

static phw_status push_raw(phw_recording_output *o, const phw_cf *sample, size_t n)
{
    PHW_TRY(phw_sample_encode_check(sample, n, o->n_samples));
    uint8_t bytes[BLOCK * 2 * sizeof(double)];
    const size_t size = phw_sample_type_size(o->type);
    for (size_t from = 0; from < n; from += BLOCK) {
        const size_t count = n - from < BLOCK ? n - from : BLOCK;
        o->n_clipped += phw_sample_encode(bytes, sample + from, count, o->type);
        phw_writer_write(o->raw, bytes, count * size);
    }
    o->n_samples += n;
    return PHW_OK;
}

phw_status phw_recording_output_push(phw_recording_output *o, const phw_cf *sample,
                                     size_t n)
{
    if (o->form == SIGMF)
        return phw_sigmf_writer_push(o->sigmf, sample, n);
    return o->form == WAV ? phw_wav_writer_push(o->wav, sample, n)
                          : push_raw(o, sample, n);
}

uint64_t phw_recording_output_n_clipped(const phw_recording_output *o)
{
    if (o->form == SIGMF)
        return phw_sigmf_writer_n_clipped(o->sigmf);
    return o->form == WAV ? phw_wav_writer_n_clipped(o->wav) : o->n_clipped;
}

phw_status phw_recording_output_finish(phw_recording_output *o)
{
    if (o->form == SIGMF)
        return phw_sigmf_writer_finish(o->sigmf);
    if (o->form == WAV)
        return phw_wav_writer_finish(o->wav);
    return o->n_samples > 0
               ? PHW_OK
               : phw_fail(PHW_EARG, "a recording of no samples can't be written");
}

void phw_recording_output_destroy(phw_recording_output *o)
{
    if (o == NULL)
        return;
    phw_sigmf_writer_destroy(o->sigmf);
    phw_wav_writer_destroy(o->wav);
    free(o);
}
