#include "datasets/recordings.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "core/file.h"
#include "datasets/recording_archive.h"
#include "datasets/recording_raw.h"
#include "datasets/recording_sigmf.h"
#include "datasets/recording_text.h"
#include "datasets/recording_wav.h"

/* Read at a time; fits the second-level cache together with its samples. */
#define BUFFER_BYTES ((size_t)64 << 10)
#define MOST_HZ      1e12

/* In the order they are tried: raw takes anything. */
static const phw_recording_format *const formats[] = {
    &phw_recording_archive, &phw_recording_sigmf, &phw_recording_wav,
    &phw_recording_text,    &phw_recording_raw,
};

#define N_FORMATS (sizeof formats / sizeof formats[0])

struct phw_recording {
    phw_recording_meta meta;
    int fd;
    unsigned channel;
    size_t frame_bytes; /* one sample of every channel */
    uint64_t position;  /* sample */
    size_t segment;     /* captures that start at or before `position` */
    uint64_t skipped;   /* bytes of the headers of those captures */
    uint8_t *buffer;
};

const phw_recording_format *phw_recording_format_at(size_t n)
{
    return n < N_FORMATS ? formats[n] : NULL;
}

static phw_status check_options(const phw_recording_options *o)
{
    if (!(o->rate_hz >= 0.0 && o->rate_hz <= MOST_HZ))
        return phw_fail(PHW_EARG, "sample rate %g Hz; expected above 0, at most %g",
                        o->rate_hz, MOST_HZ);
    if (!(o->carrier_hz >= 0.0 && o->carrier_hz <= MOST_HZ))
        return phw_fail(PHW_EARG, "carrier %g Hz; expected 0 to %g", o->carrier_hz,
                        MOST_HZ);
    return PHW_OK;
}

static phw_status check_type(const phw_recording_meta *meta, const char *path,
                             const char *wanted)
{
    if (wanted == NULL)
        return PHW_OK;
    char name[PHW_SAMPLE_TYPE_NAME_SIZE];
    phw_sample_type type;
    PHW_TRY(phw_sample_type_parse(&type, wanted));
    phw_sample_type_name(name, meta->type);
    if (!phw_sample_type_equal(type, meta->type))
        return phw_fail(PHW_EINPUT,
                        "%s: is %s and holds %s, not %s: leave the type out", path,
                        meta->format, name, wanted);
    return PHW_OK;
}

static phw_status describe(phw_recording_meta *meta, const char *path,
                           const phw_recording_options *options)
{
    size_t i = 0;
    while (i < N_FORMATS - 1 && !formats[i]->matches(path))
        ++i;
    meta->format = formats[i]->name;
    PHW_TRY(formats[i]->describe(meta, path, options));
    PHW_TRY(check_type(meta, path, options->type));
    if (options->channel >= meta->n_channels)
        return phw_fail(PHW_EARG, "%s: channel %u; expected 0 to %u", path,
                        options->channel, meta->n_channels - 1);
    if (options->rate_hz > 0.0)
        meta->rate_hz = options->rate_hz;
    if (options->carrier_hz > 0.0)
        meta->carrier_hz = options->carrier_hz;
    const bool may_lack_it = options->any_rate && meta->rate_hz == 0.0;
    if (!may_lack_it && !(meta->rate_hz > 0.0 && meta->rate_hz <= MOST_HZ))
        return phw_fail(PHW_EINPUT,
                        "%s: the sample rate is not told: give it (--rate 20M)", path);
    return PHW_OK;
}

static phw_status open_data(phw_recording *r)
{
    phw_recording_meta *meta = &r->meta;
    struct stat info;
    if (meta->held != NULL)
        return PHW_OK;
    r->fd = open(meta->data_path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (r->fd < 0 || fstat(r->fd, &info) != 0)
        return phw_file_refuse(meta->data_path);
    if (!S_ISREG(info.st_mode))
        return phw_fail(PHW_EINPUT,
                        "%s: is not a regular file; expected one with samples, "
                        "or - for what a pipe brings",
                        meta->data_path);
    const uint64_t size = (uint64_t)info.st_size;
    const uint64_t around = meta->data_offset + meta->trailing_bytes;
    if (around < meta->trailing_bytes || size < around)
        return phw_fail(PHW_EINPUT,
                        "%s: %llu bytes, fewer than the %llu that are said to follow "
                        "the samples",
                        meta->data_path, (unsigned long long)size,
                        (unsigned long long)meta->trailing_bytes);
    if (meta->data_bytes == 0)
        meta->data_bytes = size - around;
    return PHW_OK;
}

/* Byte at which the samples of a capture begin, given the bytes of all headers before;
 * UINT64_MAX past any file. */
static uint64_t capture_from(const phw_recording_capture *c, uint64_t skipped,
                             size_t frame_bytes)
{
    uint64_t at = 0;
    if (__builtin_mul_overflow(c->start, (uint64_t)frame_bytes, &at) ||
        __builtin_add_overflow(at, skipped, &at) ||
        __builtin_add_overflow(at, c->header_bytes, &at))
        return UINT64_MAX;
    return at;
}

/* Drops the captures past the end ("SHOULD be ignored", SigMF 1.2.5) and counts the
 * samples between the others' headers. */
static phw_status measure(phw_recording *r)
{
    phw_recording_meta *meta = &r->meta;
    uint64_t skipped = 0;
    size_t n = 0;
    for (; n < meta->n_captures; ++n) {
        const phw_recording_capture *c = &meta->captures[n];
        if (capture_from(c, skipped, r->frame_bytes) >= meta->data_bytes)
            break;
        skipped += c->header_bytes;
    }
    meta->n_ignored_captures = meta->n_captures - n;
    meta->n_captures = n;
    const uint64_t bytes = meta->data_bytes - skipped;
    if (bytes == 0)
        return phw_fail(PHW_EINPUT, "%s: holds no samples", meta->data_path);
    if (bytes % r->frame_bytes != 0) {
        char name[PHW_SAMPLE_TYPE_NAME_SIZE];
        phw_sample_type_name(name, meta->type);
        return phw_fail(PHW_EINPUT,
                        "%s: %llu bytes of samples; expected a multiple of %zu (%u "
                        "channel%s of %s): cut short, or another type",
                        meta->data_path, (unsigned long long)bytes, r->frame_bytes,
                        meta->n_channels, meta->n_channels == 1 ? "" : "s", name);
    }
    meta->n_samples = bytes / r->frame_bytes;
    return PHW_OK;
}

/* End of the capture that a sample lies in. */
static uint64_t capture_end(const phw_recording_meta *meta, uint64_t sample)
{
    for (size_t i = 0; i < meta->n_captures; ++i) {
        if (meta->captures[i].start > sample)
            return meta->captures[i].start;
    }
    return meta->n_samples;
}

static void free_annotation(phw_recording_annotation *a)
{
    free(a->label);
    free(a->comment);
    phw_recording_fields_free(a->field, a->n_fields);
}

/* Annotations past the end are dropped; others end with the samples at the latest, and
 * with their capture when they do not say. */
static void settle_annotations(phw_recording_meta *meta)
{
    size_t n = 0;
    for (size_t i = 0; i < meta->n_annotations; ++i) {
        phw_recording_annotation *a = &meta->annotations[i];
        if (a->start >= meta->n_samples) {
            free_annotation(a);
            continue;
        }
        if (a->count == UINT64_MAX)
            a->count = capture_end(meta, a->start) - a->start;
        if (a->count > meta->n_samples - a->start)
            a->count = meta->n_samples - a->start;
        meta->annotations[n++] = *a;
    }
    meta->n_ignored_annotations = meta->n_annotations - n;
    meta->n_annotations = n;
}

/* Moves the count of passed captures along with the position. */
static void find_segment(phw_recording *r)
{
    const phw_recording_meta *meta = &r->meta;
    while (r->segment < meta->n_captures &&
           meta->captures[r->segment].start <= r->position)
        r->skipped += meta->captures[r->segment++].header_bytes;
}

phw_status phw_recording_open(phw_recording **out, const char *path,
                              const phw_recording_options *options)
{
    const phw_recording_options none = {0};
    if (options == NULL)
        options = &none;
    PHW_TRY(check_options(options));
    phw_recording *r = calloc(1, sizeof *r);
    if (r == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory", path);
    r->fd = -1;
    phw_status s = describe(&r->meta, path, options);
    if (!s)
        s = open_data(r);
    if (!s) {
        r->channel = options->channel;
        r->frame_bytes = phw_sample_type_size(r->meta.type) * r->meta.n_channels;
        r->buffer = malloc(BUFFER_BYTES);
        if (r->buffer == NULL)
            s = phw_fail(PHW_ENOMEM, "%s: no memory", path);
    }
    if (!s)
        s = measure(r);
    if (s) {
        phw_recording_close(r);
        return s;
    }
    settle_annotations(&r->meta);
    find_segment(r);
    *out = r;
    return PHW_OK;
}

const phw_recording_meta *phw_recording_info(const phw_recording *r)
{
    return &r->meta;
}

static phw_status read_bytes(const phw_recording *r, uint8_t *out, size_t size,
                             uint64_t at)
{
    if (r->meta.held != NULL) {
        memcpy(out, r->meta.held + at, size);
        return PHW_OK;
    }
    while (size > 0) {
        const ssize_t got = pread(r->fd, out, size, (off_t)at);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return phw_fail(PHW_EINPUT, "%s: byte %llu can't be read: %s",
                            r->meta.data_path, (unsigned long long)at,
                            got < 0 ? strerror(errno) : "the file became shorter");
        out += got;
        size -= (size_t)got;
        at += (uint64_t)got;
    }
    return PHW_OK;
}

/* Packs the wanted channel's samples to the front of the buffer. */
static void pick_channel(const phw_recording *r, size_t n)
{
    const size_t size = phw_sample_type_size(r->meta.type);
    if (r->meta.n_channels == 1)
        return;
    for (size_t i = 0; i < n; ++i)
        memmove(r->buffer + i * size,
                r->buffer + i * r->frame_bytes + r->channel * size, size);
}

/* Reads `n` samples that lie in one piece and fit the buffer, from the position. */
static phw_status read_piece(const phw_recording *r, phw_cf *out, size_t n)
{
    const uint64_t at = r->meta.data_offset + r->position * r->frame_bytes + r->skipped;
    PHW_TRY(read_bytes(r, r->buffer, n * r->frame_bytes, at));
    pick_channel(r, n);
    const phw_status s =
        phw_sample_type_convert(out, r->buffer, n, r->meta.type, r->position);
    return s ? phw_fail_within(s, "%s", r->meta.data_path) : PHW_OK;
}

/* How many of `most` samples come next without a header between, at most a buffer's.
 */
static size_t piece_length(const phw_recording *r, size_t most)
{
    const phw_recording_meta *meta = &r->meta;
    const uint64_t end = r->segment < meta->n_captures
                             ? meta->captures[r->segment].start
                             : meta->n_samples;
    const uint64_t left = end - r->position;
    const size_t fit = BUFFER_BYTES / r->frame_bytes;
    const size_t n = most < fit ? most : fit;
    return left < n ? (size_t)left : n;
}

phw_status phw_recording_read(phw_recording *r, phw_cf *out, size_t n, size_t *n_read)
{
    const phw_recording before = *r;
    size_t done = 0;
    while (done < n && r->position < r->meta.n_samples) {
        const size_t piece = piece_length(r, n - done);
        const phw_status s = read_piece(r, out + done, piece);
        if (s) {
            r->position = before.position;
            r->segment = before.segment;
            r->skipped = before.skipped;
            return s;
        }
        done += piece;
        r->position += piece;
        find_segment(r);
    }
    *n_read = done;
    return PHW_OK;
}

phw_status phw_recording_seek(phw_recording *r, uint64_t sample)
{
    if (sample > r->meta.n_samples)
        return phw_fail(PHW_EARG, "%s: sample %llu; expected 0 to %llu",
                        r->meta.data_path, (unsigned long long)sample,
                        (unsigned long long)r->meta.n_samples);
    r->position = sample;
    r->segment = 0;
    r->skipped = 0;
    find_segment(r);
    return PHW_OK;
}

static phw_status hash_file(const phw_recording *r, char hex[129])
{
    unsigned char hash[crypto_hash_sha512_BYTES];
    crypto_hash_sha512_state state;
    const uint64_t from = r->meta.data_offset;
    const uint64_t end = from + r->meta.data_bytes + r->meta.trailing_bytes;
    crypto_hash_sha512_init(&state);
    for (uint64_t at = from; at < end;) {
        const size_t n = end - at < BUFFER_BYTES ? (size_t)(end - at) : BUFFER_BYTES;
        PHW_TRY(read_bytes(r, r->buffer, n, at));
        crypto_hash_sha512_update(&state, r->buffer, n);
        at += n;
    }
    crypto_hash_sha512_final(&state, hash);
    sodium_bin2hex(hex, 129, hash, sizeof hash);
    return PHW_OK;
}

phw_status phw_recording_verify(phw_recording *r)
{
    if (r->meta.hash == PHW_HASH_NONE)
        return PHW_OK;
    char hex[129];
    PHW_TRY(hash_file(r, hex));
    if (strcmp(hex, r->meta.sha512) != 0) {
        r->meta.hash = PHW_HASH_BAD;
        return phw_fail(PHW_EINPUT,
                        "%s: its SHA-512 is %.16s..., core:sha512 says %.16s...: the "
                        "samples were changed",
                        r->meta.data_path, hex, r->meta.sha512);
    }
    r->meta.hash = PHW_HASH_GOOD;
    return PHW_OK;
}

void phw_recording_meta_free(phw_recording_meta *meta)
{
    for (size_t i = 0; i < meta->n_annotations; ++i)
        free_annotation(&meta->annotations[i]);
    free(meta->annotations);
    phw_recording_fields_free(meta->field, meta->n_fields);
    free(meta->captures);
    free(meta->description);
    free(meta->author);
    free(meta->license);
    free(meta->hardware);
    free(meta->recorder);
    free(meta->metadata);
    free(meta->data_path);
    free(meta->held);
    *meta = (phw_recording_meta){0};
}

void phw_recording_close(phw_recording *r)
{
    if (r == NULL)
        return;
    phw_recording_meta_free(&r->meta);
    if (r->fd >= 0)
        (void)close(r->fd);
    free(r->buffer);
    free(r);
}
