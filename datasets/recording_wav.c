#include "datasets/recording_wav.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "core/file.h"
#include "datasets/recording_raw.h"

/* Chunks before the samples; real files have up to five. */
#define MOST_CHUNKS 1000

#define FORMAT_PCM        1
#define FORMAT_FLOAT      3
#define FORMAT_EXTENSIBLE 0xFFFE

/* In a 32-bit size field: "see ds64" (RF64), or "not known when written" (RIFF). */
#define SIZE_ELSEWHERE 0xFFFFFFFFU

/* A file being parsed. */
typedef struct wav {
    FILE *stream;
    const char *path;
    uint64_t file_bytes;
    uint64_t at; /* of the next chunk */
    bool is_rf64;
    bool has_format;
    uint64_t long_data_bytes; /* from ds64 */
} wav;

typedef struct chunk {
    char id[5];
    uint32_t size;
    uint64_t from; /* its first byte after id and size */
} chunk;

/* Sample formats that are read. */
static const struct {
    unsigned format;
    unsigned bits;
    phw_component component;
} formats[] = {
    {FORMAT_PCM, 8, PHW_COMPONENT_U8},     {FORMAT_PCM, 16, PHW_COMPONENT_I16},
    {FORMAT_PCM, 24, PHW_COMPONENT_I24},   {FORMAT_PCM, 32, PHW_COMPONENT_I32},
    {FORMAT_FLOAT, 32, PHW_COMPONENT_F32}, {FORMAT_FLOAT, 64, PHW_COMPONENT_F64},
};

static uint32_t get16(const uint8_t *b)
{
    return (uint32_t)b[0] | (uint32_t)b[1] << 8;
}

static uint32_t get32(const uint8_t *b)
{
    return get16(b) | get16(b + 2) << 16;
}

static phw_status read_at(wav *w, uint8_t *out, size_t n, uint64_t at, const char *what)
{
    if (at > w->file_bytes || n > w->file_bytes - at)
        return phw_fail(PHW_EINPUT,
                        "%s: ends at byte %llu within the %s: the file is cut short",
                        w->path, (unsigned long long)w->file_bytes, what);
    if (fseeko(w->stream, (off_t)at, SEEK_SET) != 0 || fread(out, 1, n, w->stream) != n)
        return phw_fail(PHW_EINPUT, "%s: byte %llu can't be read: %s", w->path,
                        (unsigned long long)at, strerror(errno));
    return PHW_OK;
}

static phw_status set_type(phw_recording_meta *meta, const wav *w, unsigned format,
                           unsigned n_channels, unsigned bits)
{
    if (n_channels != 1 && n_channels != 2)
        return phw_fail(PHW_EINPUT,
                        "%s: fmt chunk: %u channels; expected 2 (I, Q) or 1 (real)",
                        w->path, n_channels);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; ++i) {
        if (formats[i].format != format || formats[i].bits != bits)
            continue;
        meta->type = (phw_sample_type){.component = formats[i].component,
                                       .is_complex = n_channels == 2};
        return PHW_OK;
    }
    return phw_fail(
        PHW_EINPUT,
        "%s: fmt chunk: format %u of %u bits; expected PCM (1) of 8, 16, 24 "
        "or 32 bits or float (3) of 32 or 64",
        w->path, format, bits);
}

static phw_status read_format(phw_recording_meta *meta, wav *w, const chunk *c)
{
    uint8_t b[40] = {0};
    if (c->size < 16)
        return phw_fail(PHW_EINPUT, "%s: fmt chunk of %u bytes; expected at least 16",
                        w->path, c->size);
    const size_t n = c->size < sizeof b ? c->size : sizeof b;
    PHW_TRY(read_at(w, b, n, c->from, "fmt chunk"));
    unsigned format = get16(b);
    if (format == FORMAT_EXTENSIBLE)
        format = get16(b + 24); /* the first bytes of its GUID */
    PHW_TRY(set_type(meta, w, format, get16(b + 2), get16(b + 14)));
    if (get16(b + 12) != phw_sample_type_size(meta->type))
        return phw_fail(
            PHW_EINPUT,
            "%s: fmt chunk: %u bytes a frame; expected %zu for its channels "
            "and bits",
            w->path, get16(b + 12), phw_sample_type_size(meta->type));
    meta->rate_hz = (double)get32(b + 4);
    if (get32(b + 4) == 0)
        return phw_fail(PHW_EINPUT, "%s: fmt chunk: the sample rate is 0", w->path);
    meta->n_channels = 1;
    w->has_format = true;
    return PHW_OK;
}

static phw_status read_ds64(wav *w, const chunk *c)
{
    uint8_t b[24];
    if (c->size < sizeof b)
        return phw_fail(PHW_EINPUT, "%s: ds64 chunk of %u bytes; expected at least 24",
                        w->path, c->size);
    PHW_TRY(read_at(w, b, sizeof b, c->from, "ds64 chunk"));
    w->long_data_bytes = (uint64_t)get32(b + 8) | (uint64_t)get32(b + 12) << 32;
    return PHW_OK;
}

/* SDR# and HDSDR: two 16-byte SYSTEMTIMEs, then the centre frequency in Hz. */
static phw_status read_auxi(phw_recording_meta *meta, wav *w, const chunk *c)
{
    uint8_t b[36];
    if (c->size < sizeof b)
        return PHW_OK;
    PHW_TRY(read_at(w, b, sizeof b, c->from, "auxi chunk"));
    meta->carrier_hz = (double)get32(b + 32);
    return PHW_OK;
}

static phw_status read_data(phw_recording_meta *meta, const wav *w, const chunk *c)
{
    if (!w->has_format)
        return phw_fail(PHW_EINPUT, "%s: data chunk before any fmt chunk", w->path);
    uint64_t bytes = c->size;
    if (c->size == SIZE_ELSEWHERE)
        bytes = w->is_rf64 ? w->long_data_bytes : w->file_bytes - c->from;
    if (bytes > w->file_bytes - c->from)
        return phw_fail(PHW_EINPUT,
                        "%s: data chunk of %llu bytes, but only %llu follow: the file "
                        "is cut short",
                        w->path, (unsigned long long)bytes,
                        (unsigned long long)(w->file_bytes - c->from));
    if (bytes == 0)
        return phw_fail(PHW_EINPUT, "%s: data chunk: holds no samples", w->path);
    meta->data_offset = c->from;
    meta->data_bytes = bytes;
    return PHW_OK;
}

static phw_status next_chunk(chunk *c, wav *w)
{
    uint8_t b[8];
    PHW_TRY(read_at(w, b, sizeof b, w->at, "chunks before the samples"));
    memcpy(c->id, b, 4);
    c->id[4] = '\0';
    c->size = get32(b + 4);
    c->from = w->at + 8;
    w->at = c->from + c->size + (c->size & 1);
    return PHW_OK;
}

/* A chunk before the samples. */
static phw_status read_chunk(phw_recording_meta *meta, wav *w, const chunk *c)
{
    if (strcmp(c->id, "fmt ") == 0)
        return read_format(meta, w, c);
    if (strcmp(c->id, "ds64") == 0)
        return read_ds64(w, c);
    if (strcmp(c->id, "auxi") == 0)
        return read_auxi(meta, w, c);
    return PHW_OK;
}

static phw_status read_chunks(phw_recording_meta *meta, wav *w)
{
    for (size_t i = 0; i < MOST_CHUNKS; ++i) {
        chunk c;
        PHW_TRY(next_chunk(&c, w));
        if (strcmp(c.id, "data") == 0)
            return read_data(meta, w, &c);
        PHW_TRY(read_chunk(meta, w, &c));
    }
    return phw_fail(PHW_EINPUT, "%s: no data chunk among the first %d chunks", w->path,
                    MOST_CHUNKS);
}

static phw_status read_stream(phw_recording_meta *meta, wav *w)
{
    uint8_t head[12];
    if (fseeko(w->stream, 0, SEEK_END) != 0)
        return phw_fail(PHW_EINPUT, "%s: %s", w->path, strerror(errno));
    const off_t end = ftello(w->stream);
    w->file_bytes = end < 0 ? 0 : (uint64_t)end;
    PHW_TRY(read_at(w, head, sizeof head, 0, "first 12 bytes"));
    w->is_rf64 = memcmp(head, "RF64", 4) == 0;
    if ((!w->is_rf64 && memcmp(head, "RIFF", 4) != 0) ||
        memcmp(head + 8, "WAVE", 4) != 0)
        return phw_fail(PHW_EINPUT,
                        "%s: does not start as a WAV file does: expected RIFF or RF64 "
                        "and WAVE",
                        w->path);
    w->at = sizeof head;
    return read_chunks(meta, w);
}

static bool matches(const char *path)
{
    const size_t n = strlen(path);
    if (n > 4 && strcasecmp(path + n - 4, ".wav") == 0)
        return true;
    char head[12];
    FILE *stream = phw_file_open(path);
    if (stream == NULL)
        return false;
    const bool whole = fread(head, 1, sizeof head, stream) == sizeof head;
    (void)fclose(stream);
    return whole && memcmp(head + 8, "WAVE", 4) == 0 &&
           (memcmp(head, "RIFF", 4) == 0 || memcmp(head, "RF64", 4) == 0);
}

static phw_status describe(phw_recording_meta *meta, const char *path,
                           const phw_recording_options *options)
{
    (void)options;
    wav w = {.stream = phw_file_open(path), .path = path};
    if (w.stream == NULL)
        return phw_file_refuse(path);
    phw_status s = read_stream(meta, &w);
    (void)fclose(w.stream);
    if (!s && meta->carrier_hz == 0) {
        double unused = 0; /* the head's rate is the file's */
        phw_raw_numbers_of_name(&unused, &meta->carrier_hz, path);
    }
    if (!s) {
        meta->data_path = strdup(path);
        if (meta->data_path == NULL)
            s = phw_fail(PHW_ENOMEM, "%s: no memory", path);
    }
    return s;
}

const phw_recording_format phw_recording_wav = {
    .name = "wav",
    .summary = "WAV and RF64: two channels are I and Q; 8 to 32 bit, float",
    .matches = matches,
    .describe = describe,
};
