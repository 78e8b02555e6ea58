#include "tools/type_hints.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/file.h"

/* In the order in which they are met most. */
static const phw_sample_type types[] = {
    {PHW_COMPONENT_I16, true, false}, {PHW_COMPONENT_F32, true, false},
    {PHW_COMPONENT_U8, true, false},  {PHW_COMPONENT_I8, true, false},
    {PHW_COMPONENT_I32, true, false}, {PHW_COMPONENT_F64, true, false},
    {PHW_COMPONENT_U16, true, false}, {PHW_COMPONENT_I16, true, true},
    {PHW_COMPONENT_F32, true, true},  {PHW_COMPONENT_F64, true, true},
};

#define N_TYPES (sizeof types / sizeof types[0])

/* Laws of bytes further apart than this (half the sum of differences) are two: of a
 * million bytes of one law it is below 0.02. */
#define APART 0.15

/* Samples of usual size, and how many may be of another. */
#define LEAST_USUAL 1e-9
#define MOST_USUAL  1e5
#define MOST_ODD    0.01

/* How bytes are spread, by their place in a group of eight. */
typedef struct spread {
    double share[8][256];
} spread;

static void count(spread *s, const uint8_t *byte, size_t n)
{
    memset(s, 0, sizeof *s);
    for (size_t i = 0; i < n; ++i)
        s->share[i % 8][byte[i]] += 8.0 / (double)n;
}

static double distance(const double *a, const double *b)
{
    double sum = 0;
    for (size_t i = 0; i < 256; ++i)
        sum += 0.5 * fabs(a[i] - b[i]);
    return sum;
}

/* Bits of Shannon's entropy. */
static double entropy(const double *share)
{
    double sum = 0;
    for (size_t i = 0; i < 256; ++i)
        sum -= share[i] > 0 ? share[i] * log2(share[i]) : 0;
    return sum;
}

/* Mean distance of bytes from 0 as two's complement, or from the middle. */
static double size_of(const double *share, bool is_signed)
{
    double sum = 0;
    for (int i = 0; i < 256; ++i) {
        const double x = is_signed ? (i < 128 ? i : i - 256) : i - 127.5;
        sum += share[i] * fabs(x);
    }
    return sum;
}

/* The laws at distance `width` differ, or not. */
static bool is_word(const spread *s, size_t width)
{
    return distance(s->share[0], s->share[width - 1]) > APART;
}

static const char *doubt_8(const spread *s, bool is_signed)
{
    /* Neighbours of two places that are I and Q of one sample, or halves of a word. */
    if (is_word(s, 2) || is_word(s, 4))
        return "its bytes take turns, as in wider types";
    if (size_of(s->share[0], is_signed) > size_of(s->share[0], !is_signed))
        return is_signed ? "its bytes lie about 128: unsigned"
                         : "its bytes lie about 0: signed";
    return NULL;
}

/* The upper byte of small numbers changes less than the lower one. */
static const char *doubt_words(const spread *s, phw_sample_type type, size_t width)
{
    const size_t upper = type.big_endian ? 0 : width - 1;
    const size_t lower = type.big_endian ? width - 1 : 0;
    if (!is_word(s, width))
        return "all its bytes are alike, as in 8-bit types";
    if (entropy(s->share[upper]) > entropy(s->share[lower]))
        return "its upper bytes change more than the lower ones";
    const bool is_signed = type.component != PHW_COMPONENT_U16;
    if (size_of(s->share[upper], is_signed) > size_of(s->share[upper], !is_signed))
        return is_signed ? "its numbers lie about the middle: unsigned"
                         : "its numbers lie about 0: signed";
    if (width == 4 && distance(s->share[1], s->share[3]) < APART)
        return "its halves are alike, as in 16-bit types";
    if (width == 2 && distance(s->share[1], s->share[3]) > APART)
        return "its pairs of bytes take turns, as in wider types";
    return NULL;
}

static double usual_share(const uint8_t *byte, size_t n, phw_sample_type type)
{
    const size_t width = type.component == PHW_COMPONENT_F64 ? 8 : 4;
    const size_t n_numbers = n / width;
    size_t good = 0;
    for (size_t i = 0; i + width <= n; i += width) {
        phw_cf x = 0;
        const phw_sample_type one = {type.component, false, type.big_endian};
        if (phw_sample_type_convert(&x, byte + i, 1, one, 0) != PHW_OK)
            continue;
        const double size = fabs((double)crealf(x));
        good += size == 0 || (size >= LEAST_USUAL && size <= MOST_USUAL);
    }
    return (double)good / (double)n_numbers;
}

static const char *doubt_floats(const spread *s, const uint8_t *byte, size_t n,
                                phw_sample_type type)
{
    const size_t width = type.component == PHW_COMPONENT_F64 ? 8 : 4;
    const size_t used = n < 65536 ? n : 65536;
    if (usual_share(byte, used, type) < 1 - MOST_ODD)
        return "numbers that are not finite, huge or tiny";
    if (entropy(s->share[type.big_endian ? 0 : width - 1]) >
        entropy(s->share[width / 2]))
        return "its exponents change more than its fractions";
    if (width == 8 && distance(s->share[3], s->share[7]) < APART)
        return "its halves are alike, as in 32-bit types";
    return NULL;
}

static const char *doubt(const spread *s, const uint8_t *byte, size_t n,
                         phw_sample_type type)
{
    const size_t width = phw_sample_type_size(type) / 2;
    if (type.component == PHW_COMPONENT_F32 || type.component == PHW_COMPONENT_F64)
        return doubt_floats(s, byte, n, type);
    return width == 1 ? doubt_8(s, type.component == PHW_COMPONENT_I8)
                      : doubt_words(s, type, width);
}

static double rms_dbfs(const uint8_t *byte, size_t n, phw_sample_type type)
{
    phw_cf x[1024];
    const size_t size = phw_sample_type_size(type);
    double sum = 0;
    size_t n_samples = 0;
    for (size_t at = 0; size > 0 && at + size <= n;
         at += sizeof x / sizeof x[0] * size) {
        size_t count = (n - at) / size;
        count = count < sizeof x / sizeof x[0] ? count : sizeof x / sizeof x[0];
        if (phw_sample_type_convert(x, byte + at, count, type, 0) != PHW_OK)
            return (double)NAN;
        for (size_t i = 0; i < count; ++i)
            sum += phw_cf_power(x[i]);
        n_samples += count;
    }
    return n_samples > 0 ? 10 * log10(sum / (double)n_samples) : (double)NAN;
}

static phw_type_hint try_type(const spread *s, const uint8_t *byte, size_t n,
                              uint64_t size, phw_sample_type type)
{
    phw_type_hint h = {.type = type, .why = "nothing speaks against it"};
    h.fits = size % phw_sample_type_size(h.type) == 0;
    h.rms_dbfs = rms_dbfs(byte, n, h.type);
    const char *against = doubt(s, byte, n, h.type);
    if (!h.fits)
        against = "the file is no whole number of its samples";
    h.plausible = against == NULL;
    if (against != NULL)
        h.why = against;
    return h;
}

size_t phw_type_hints(phw_type_hint hint[PHW_TYPE_HINTS_MAX], const uint8_t *byte,
                      size_t n, uint64_t size)
{
    static const size_t least = 256; /* fewer say nothing */
    spread s;
    size_t at = 0;
    if (n < least)
        return 0;
    count(&s, byte, n - n % 8);
    for (int plausible = 1; plausible >= 0; --plausible) {
        for (size_t i = 0; i < N_TYPES; ++i) {
            const phw_type_hint h = try_type(&s, byte, n - n % 8, size, types[i]);
            if (h.plausible == (plausible == 1))
                hint[at++] = h;
        }
    }
    return at;
}

size_t phw_type_hints_read(phw_type_hint hint[PHW_TYPE_HINTS_MAX], const char *path)
{
    struct stat info;
    FILE *stream = phw_file_open(path);
    if (stream == NULL)
        return 0;
    uint8_t *byte = malloc(PHW_TYPE_HINTS_BYTES);
    size_t n = 0;
    if (byte != NULL && fstat(fileno(stream), &info) == 0 && S_ISREG(info.st_mode))
        n = fread(byte, 1, PHW_TYPE_HINTS_BYTES, stream);
    n = n > 0 ? phw_type_hints(hint, byte, n, (uint64_t)info.st_size) : 0;
    (void)fclose(stream);
    free(byte);
    return n;
}
