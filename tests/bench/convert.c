/* Samples of each type to cf32, and back, in million samples a second: in memory, and
 * read from a file (the system's cache), with a copy of the same bytes in the same
 * pieces beside as the limit. Prints; asserts nothing. */
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/signal.h"
#include "datasets/recordings.h"
#include "datasets/sample_encode.h"
#include "datasets/sample_type.h"

#include "tests/bench/clock.h"

enum {
    REPEATS = 5,
    BLOCK = 65536,   /* samples that a caller asks for */
    PIECE = 8192,    /* samples converted at a time in memory */
    TOTAL = 32 << 20 /* bytes of samples */
};

static const char *const names[] = {"ci16", "cu8",  "ci8",  "ci16_be", "cu16",
                                    "ci32", "cf32", "ri16", "cf64"};

static phw_cf sample[BLOCK];
static unsigned char packed[BLOCK * 16];

/* The bytes read and dropped: keeps the compiler from dropping the work. */
static volatile float sink;

static double convert_s(const unsigned char *bytes, size_t n, phw_sample_type type)
{
    const size_t size = phw_sample_type_size(type);
    const double from = now_s();
    for (size_t at = 0; at < n; at += PIECE) {
        const size_t left = n - at;
        if (phw_sample_type_convert(sample, bytes + at * size,
                                    left < PIECE ? left : PIECE, type, at) != PHW_OK)
            exit(1);
        sink = crealf(sample[0]);
    }
    return now_s() - from;
}

static double encode_s(size_t n, phw_sample_type type)
{
    const double from = now_s();
    for (size_t at = 0; at < n; at += PIECE)
        sink = (float)phw_sample_encode(packed, sample, PIECE, type);
    return now_s() - from;
}

static double copy_s(const unsigned char *bytes, size_t n, size_t size)
{
    const double from = now_s();
    for (size_t at = 0; at + PIECE <= n; at += PIECE) {
        memcpy(packed, bytes + at * size, PIECE * size);
        sink = (float)packed[0];
    }
    return now_s() - from;
}

static double read_s(const char *path, const char *name)
{
    const phw_recording_options options = {.type = name, .rate_hz = 1e6};
    phw_recording *r = NULL;
    size_t n = 1;
    const double from = now_s();
    phw_status s = phw_recording_open(&r, path, &options);
    while (!s && n > 0)
        s = phw_recording_read(r, sample, BLOCK, &n);
    const double took = now_s() - from;
    phw_recording_close(r);
    if (s) {
        (void)fprintf(stderr, "%s\n", phw_error_message());
        exit(1);
    }
    return took;
}

static double pread_s(const char *path)
{
    const double from = now_s();
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t got = 1;
    for (off_t at = 0; fd >= 0 && got > 0; at += got)
        got = pread(fd, packed, (size_t)64 << 10, at);
    (void)close(fd);
    return now_s() - from;
}

static void least(double *out, double x)
{
    *out = fmin(*out, x);
}

static void measure(const char *name, const unsigned char *bytes, const char *path)
{
    phw_sample_type type;
    if (phw_sample_type_parse(&type, name) != PHW_OK)
        exit(1);
    const size_t size = phw_sample_type_size(type);
    const size_t n = TOTAL / size;
    double convert = HUGE_VAL;
    double encode = HUGE_VAL;
    double copy = HUGE_VAL;
    double from_file = HUGE_VAL;
    double file_copy = HUGE_VAL;
    for (int i = 0; i < REPEATS; ++i) {
        least(&convert, convert_s(bytes, n, type));
        least(&encode, encode_s(n, type));
        least(&copy, copy_s(bytes, n, size));
        least(&from_file, read_s(path, name));
        least(&file_copy, pread_s(path));
    }
    const double million = 1e-6 * (double)n;
    printf("  %-8s %8.0f %8.0f %8.0f   %8.0f %8.0f\n", name, million / convert,
           million / encode, million / copy, million / from_file, million / file_copy);
}

int main(void)
{
    char path[] = "convert-XXXXXX";
    unsigned char *bytes = malloc(TOTAL);
    const int fd = mkstemp(path);
    if (bytes == NULL || fd < 0)
        return 1;
    /* No exponent of all ones, so that floats are finite. */
    for (size_t i = 0; i < TOTAL; ++i)
        bytes[i] = (unsigned char)((i * 2654435761U >> 24) & 0x3FU);
    const ssize_t put = write(fd, bytes, TOTAL);
    printf("million samples a second   in memory               from a file\n"
           "  type      to cf32     back   memcpy       read    pread\n");
    for (size_t i = 0; put == TOTAL && i < sizeof names / sizeof names[0]; ++i)
        measure(names[i], bytes, path);
    (void)close(fd);
    (void)remove(path);
    free(bytes);
    return put == TOTAL ? 0 : 1;
}
