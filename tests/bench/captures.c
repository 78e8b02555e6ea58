/* Channel captures to traces, in thousand probes and million bytes a second, with a
 * copy of the same bytes beside as the limit; each capture is taken again and again
 * until there are 8 MB. Prints; asserts nothing. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "datasets/import_formats.h"

#include "tests/bench/clock.h"

enum {
    REPEATS = 5,
    TOTAL = 8 << 20
};

/* The bytes copied: keeps the compiler from dropping the work. */
static volatile uint8_t sink;

static double import_s(phw_import *m, const uint8_t *byte, size_t n, const char *format)
{
    double best = 1e9;
    const phw_import_options options = {.format = format};
    for (int k = 0; k < REPEATS; ++k) {
        phw_import_free(m);
        const double from = now_s();
        if (phw_import_parse(m, byte, n, "bench", &options) != PHW_OK)
            exit(1);
        const double took = now_s() - from;
        best = took < best ? took : best;
    }
    return best;
}

static double copy_s(uint8_t *to, const uint8_t *byte, size_t n)
{
    double best = 1e9;
    for (int k = 0; k < REPEATS; ++k) {
        const double from = now_s();
        memcpy(to, byte, n);
        sink = to[n - 1];
        const double took = now_s() - from;
        best = took < best ? took : best;
    }
    return best;
}

/* What stands before the records and must not be repeated: pcap's header, of 24 bytes.
 */
static size_t header_size(const char *format)
{
    return strcmp(format, "nexmon") == 0 ? 24 : 0;
}

static void measure(const char *path)
{
    uint8_t *one = NULL;
    size_t n_one = 0;
    const phw_import_format *format = phw_import_matches(path);
    uint8_t *byte = malloc(TOTAL);
    uint8_t *copy = malloc(TOTAL);
    if (format == NULL || byte == NULL || copy == NULL ||
        phw_file_read(&one, &n_one, path, TOTAL) != PHW_OK)
        exit(1);
    const size_t head = header_size(format->name);
    memcpy(byte, one, head);
    size_t n = head;
    for (; n + n_one - head <= TOTAL; n += n_one - head)
        memcpy(byte + n, one + head, n_one - head);
    phw_import m = {0};
    const double took = import_s(&m, byte, n, format->name);
    printf("%-11s %8.0f k probes/s %7.0f MB/s; a copy %7.0f MB/s\n", format->name,
           1e-3 * (double)m.n_probes / took, 1e-6 * (double)n / took,
           1e-6 * (double)n / copy_s(copy, byte, n));
    phw_import_free(&m);
    free(one);
    free(copy);
    free(byte);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i)
        measure(argv[i]);
    return argc > 1 ? 0 : 2;
}
