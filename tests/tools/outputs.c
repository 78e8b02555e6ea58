#include "tools/outputs.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include <criterion/criterion.h>

static size_t count_files(const char *folder)
{
    DIR *d = opendir(folder);
    size_t n = 0;
    cr_assert_not_null(d);
    for (const struct dirent *e = readdir(d); e != NULL; e = readdir(d))
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    (void)closedir(d);
    return n;
}

Test(outputs, one_file_too_many_is_an_error_and_leaves_nothing)
{
    char folder[] = "outputs-XXXXXX";
    char path[64];
    phw_outputs *outputs = calloc(1, sizeof *outputs);
    phw_writer *w = NULL;
    phw_status s = PHW_OK;
    struct rlimit most;
    cr_assert_eq(getrlimit(RLIMIT_NOFILE, &most), 0);
    most.rlim_cur = most.rlim_max;
    cr_assert_eq(setrlimit(RLIMIT_NOFILE, &most), 0);
    cr_assert_not_null(outputs);
    cr_assert_not_null(mkdtemp(folder));
    for (size_t i = 0; i < PHW_OUTPUTS_MAX && !s; ++i) {
        (void)snprintf(path, sizeof path, "%s/%zu", folder, i);
        s = phw_outputs_add(&w, outputs, path, false);
    }
    cr_expect_eq(s, PHW_OK, "%s", phw_error_message());
    (void)snprintf(path, sizeof path, "%s/more", folder);
    cr_expect_eq(phw_outputs_add(&w, outputs, path, false), PHW_EIO);
    cr_expect_not_null(strstr(phw_error_message(), "more than"));
    cr_expect_eq(outputs->n, PHW_OUTPUTS_MAX);
    phw_outputs_discard(outputs);
    cr_expect_eq(count_files(folder), 0);
    cr_expect_eq(rmdir(folder), 0);
    free(outputs);
}
