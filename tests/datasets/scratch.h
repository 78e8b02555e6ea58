/* A folder of its own for each test, gone after it, and checks of error messages. */
#ifndef PHW_TESTS_DATASETS_SCRATCH_H
#define PHW_TESTS_DATASETS_SCRATCH_H

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>

#include "core/status.h"

static char scratch_folder[256];

static inline void scratch_start(void)
{
    const char *base = getenv("TMPDIR");
    snprintf(scratch_folder, sizeof scratch_folder, "%s/phyward-XXXXXX",
             base != NULL ? base : P_tmpdir);
    cr_assert_not_null(mkdtemp(scratch_folder));
}

static inline int scratch_remove(const char *path, const struct stat *info, int type,
                                 struct FTW *where)
{
    (void)info;
    (void)type;
    (void)where;
    return remove(path);
}

static inline void scratch_end(void)
{
    nftw(scratch_folder, scratch_remove, 8, FTW_DEPTH | FTW_PHYS);
}

/* A path in the folder; the last eight stay valid. */
static inline const char *scratch_path(const char *name)
{
    static char path[8][512];
    static unsigned n;
    char *out = path[n++ % 8];
    snprintf(out, sizeof path[0], "%s/%s", scratch_folder, name);
    return out;
}

static inline const char *scratch_write(const char *name, const void *bytes,
                                        size_t size)
{
    const char *path = scratch_path(name);
    FILE *stream = fopen(path, "wb");
    cr_assert_not_null(stream);
    cr_assert_eq(fwrite(bytes, 1, size, stream), size);
    cr_assert_eq(fclose(stream), 0);
    return path;
}

static inline const char *scratch_text(const char *name, const char *text)
{
    return scratch_write(name, text, strlen(text));
}

/* A file of the source tree. */
static inline const char *source_path(const char *name)
{
    static char path[8][1024];
    static unsigned n;
    char *out = path[n++ % 8];
    const char *root = getenv("PHW_SOURCE");
    snprintf(out, sizeof path[0], "%s/%s", root != NULL ? root : ".", name);
    return out;
}

/* The call failed so, and its message holds the words. */
#define EXPECT_FAILURE(call, status, ...) \
    expect_failure(__LINE__, call, status, (const char *const[]){__VA_ARGS__, NULL})

static inline void expect_failure(int line, phw_status got, phw_status wanted,
                                  const char *const *word)
{
    cr_expect_eq(got, wanted, "line %d: %s (%s)", line, phw_status_name(got),
                 phw_error_message());
    for (; *word != NULL; ++word)
        cr_expect_not_null(strstr(phw_error_message(), *word),
                           "line %d: no '%s' in: %s", line, *word, phw_error_message());
}

#endif
