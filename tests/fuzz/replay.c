/* Runs a fuzz target over the files of a folder, and over every beginning and every
 * flipped bit of the small ones: what the normal suite does with the seed corpora. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"

#include "tests/fuzz/fuzz.h"

#define SMALL 16384
#define MOST  ((size_t)16 << 20)

/* A copy of just that size, so that a sanitizer sees one byte too many. */
static void run(const uint8_t *data, size_t size)
{
    uint8_t *copy = malloc(size + (size == 0));
    if (copy == NULL)
        abort();
    memcpy(copy, data, size);
    (void)LLVMFuzzerTestOneInput(copy, size);
    free(copy);
}

static void run_mutants(uint8_t *data, size_t size)
{
    for (size_t n = 0; n < size; ++n) {
        run(data, n);
        data[n] ^= (uint8_t)(1U << n % 8);
        run(data, size);
        data[n] ^= (uint8_t)(1U << n % 8);
    }
}

static int run_file(const char *path)
{
    uint8_t *data = NULL;
    size_t size = 0;
    if (phw_file_read(&data, &size, path, MOST) != PHW_OK) {
        fprintf(stderr, "%s\n", phw_error_message());
        return 1;
    }
    run(data, size);
    if (size <= SMALL)
        run_mutants(data, size);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    size_t n = 0;
    int failed = 0;
    if (folder == NULL) {
        fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
        return 2;
    }
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char path[4096];
        if (entry->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
        failed |= run_file(path);
        ++n;
    }
    closedir(folder);
    printf("%zu files\n", n);
    return failed != 0 || n == 0;
}
