#include "datasets/wav_writer.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "datasets/sample_encode.h"

#define BLOCK 4096 /* samples converted at a time */

#define FORMAT_PCM   1
#define FORMAT_FLOAT 3

/* In a 32-bit size field: "see ds64" (RF64), or "not known when written" (RIFF). */
#define SIZE_ELSEWHERE 0xFFFFFFFFU

/* Of an auxi chunk as SDR# and HDSDR write it: two times of 16 bytes, frequencies, and
 * the next file's name, all zero but the centre frequency. */
#define AUXI_BYTES   164
#define AUXI_CARRIER 32

/* Chunks before the samples: all sizes are fixed. */
#define HEAD_BYTES 512

struct phw_wav_writer {
    phw_writer *file;
    phw_sample_type type;
    uint64_t n_promised;
    uint64_t n_samples, n_clipped;
};

/* The bytes before the samples. */
typedef struct head {
    uint8_t byte[HEAD_BYTES];
    size_t n;
} head;

static void put(head *h, uint64_t value, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        h->byte[h->n++] = (uint8_t)(value >> 8 * i);
}

static void put_id(head *h, const char id[5])
{
    memcpy(h->byte + h->n, id, 4);
    h->n += 4;
}

phw_sample_type phw_wav_type(phw_sample_type type)
{
    static const phw_component wav[PHW_N_COMPONENTS] = {
        [PHW_COMPONENT_F32] = PHW_COMPONENT_F32,
        [PHW_COMPONENT_F64] = PHW_COMPONENT_F64,
        [PHW_COMPONENT_I32] = PHW_COMPONENT_I32,
        [PHW_COMPONENT_I24] = PHW_COMPONENT_I24,
        [PHW_COMPONENT_I16] = PHW_COMPONENT_I16,
        [PHW_COMPONENT_I8] = PHW_COMPONENT_I16,
        [PHW_COMPONENT_U32] = PHW_COMPONENT_I32,
        [PHW_COMPONENT_U16] = PHW_COMPONENT_F32,
        [PHW_COMPONENT_U8] = PHW_COMPONENT_U8,
    };
    return (phw_sample_type){.component = wav[type.component],
                             .is_complex = type.is_complex};
}

static bool is_whole32(double x)
{
    return x >= 1 && x <= 0xFFFFFFFFU && x == floor(x);
}

static phw_status check(const phw_wav_config *c)
{
    char name[PHW_SAMPLE_TYPE_NAME_SIZE];
    phw_sample_type_name(name, c->type);
    if (!phw_sample_type_equal(c->type, phw_wav_type(c->type)))
        return phw_fail(
            PHW_EARG,
            "WAV has no samples of type %s; expected little-endian u8, i16, "
            "i24, i32, f32 or f64",
            name);
    if (!is_whole32(c->rate_hz))
        return phw_fail(
            PHW_EARG, "sample rate %.10g Hz; WAV has whole numbers from 1 to 2^32 - 1",
            c->rate_hz);
    return PHW_OK;
}

static void put_format(head *h, const phw_wav_config *c)
{
    const size_t frame = phw_sample_type_size(c->type);
    const unsigned n_channels = c->type.is_complex ? 2 : 1;
    const bool is_float = c->type.component == PHW_COMPONENT_F32 ||
                          c->type.component == PHW_COMPONENT_F64;
    put_id(h, "fmt ");
    put(h, 16, 4);
    put(h, is_float ? FORMAT_FLOAT : FORMAT_PCM, 2);
    put(h, n_channels, 2);
    put(h, (uint64_t)c->rate_hz, 4);
    put(h, (uint64_t)c->rate_hz * frame, 4);
    put(h, frame, 2);
    put(h, 8 * frame / n_channels, 2);
}

static void put_carrier(head *h, const phw_wav_config *c)
{
    if (!is_whole32(c->carrier_hz))
        return;
    put_id(h, "auxi");
    put(h, AUXI_BYTES, 4);
    uint8_t *at = h->byte + h->n;
    memset(at, 0, AUXI_BYTES);
    h->n += AUXI_CARRIER;
    put(h, (uint64_t)c->carrier_hz, 4);
    h->n = (size_t)(at - h->byte) + AUXI_BYTES;
}

/* The head with sizes as 32 bits hold them, or in a ds64 chunk. */
static void put_head(head *h, const phw_wav_config *c, bool is_rf64)
{
    const bool known = c->n_samples != UINT64_MAX;
    const uint64_t bytes = known ? c->n_samples * phw_sample_type_size(c->type) : 0;
    const bool short_sizes = known && !is_rf64;
    h->n = 0;
    put_id(h, is_rf64 ? "RF64" : "RIFF");
    put(h, SIZE_ELSEWHERE, 4);
    put_id(h, "WAVE");
    if (is_rf64) {
        put_id(h, "ds64");
        put(h, 28, 4);
        put(h, 0, 8);
        put(h, bytes, 8);
        put(h, c->n_samples, 8);
        put(h, 0, 4);
    }
    put_format(h, c);
    put_carrier(h, c);
    put_id(h, "data");
    put(h, short_sizes ? bytes : SIZE_ELSEWHERE, 4);
    const size_t n = h->n;
    const uint64_t riff = n - 8 + bytes + (bytes & 1);
    h->n = is_rf64 ? 20 : 4;
    if (is_rf64 || short_sizes)
        put(h, riff, is_rf64 ? 8 : 4);
    h->n = n;
}

phw_status phw_wav_writer_create(phw_wav_writer **out, phw_writer *file,
                                 const phw_wav_config *config)
{
    PHW_TRY(check(config));
    const size_t size = phw_sample_type_size(config->type);
    const bool known = config->n_samples != UINT64_MAX;
    if (known && config->n_samples > (UINT64_MAX >> 2) / size)
        return phw_fail(PHW_EARG, "%llu samples are too many for a WAV",
                        (unsigned long long)config->n_samples);
    phw_wav_writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a WAV");
    w->file = file;
    w->type = config->type;
    w->n_promised = config->n_samples;
    head h;
    put_head(&h, config,
             known && config->n_samples * size > SIZE_ELSEWHERE - (uint64_t)HEAD_BYTES);
    phw_writer_write(file, h.byte, h.n);
    *out = w;
    return PHW_OK;
}

phw_status phw_wav_writer_push(phw_wav_writer *w, const phw_cf *sample, size_t n)
{
    PHW_TRY(phw_sample_encode_check(sample, n, w->n_samples));
    uint8_t bytes[BLOCK * 2 * sizeof(double)];
    const size_t size = phw_sample_type_size(w->type);
    for (size_t from = 0; from < n; from += BLOCK) {
        const size_t count = n - from < BLOCK ? n - from : BLOCK;
        w->n_clipped += phw_sample_encode(bytes, sample + from, count, w->type);
        phw_writer_write(w->file, bytes, count * size);
    }
    w->n_samples += n;
    return PHW_OK;
}

uint64_t phw_wav_writer_n_clipped(const phw_wav_writer *w)
{
    return w->n_clipped;
}

phw_status phw_wav_writer_finish(phw_wav_writer *w)
{
    if (w->n_samples == 0)
        return phw_fail(PHW_EARG, "a recording of no samples can't be written");
    if (w->n_promised != UINT64_MAX && w->n_samples != w->n_promised)
        return phw_fail(PHW_EARG, "%llu samples in a WAV that promised %llu",
                        (unsigned long long)w->n_samples,
                        (unsigned long long)w->n_promised);
    if (w->n_samples * phw_sample_type_size(w->type) % 2 != 0 &&
        w->n_promised != UINT64_MAX)
        phw_writer_write(w->file, "", 1);
    return PHW_OK;
}

void phw_wav_writer_destroy(phw_wav_writer *w)
{
    free(w);
}
