#include "tools/output_folder.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"

/* How much of a path is there already: up to a '/' or the end. */
static size_t existing_length(const char *path)
{
    char part[PHW_OUTPUT_PATH_MAX];
    struct stat info;
    size_t length = strlen(path);
    for (; length > 0; --length) {
        const bool ends = path[length] == '\0' || path[length] == '/';
        (void)snprintf(part, sizeof part, "%.*s", (int)length, path);
        if (ends && stat(part, &info) == 0)
            break;
    }
    return length;
}

phw_status phw_output_folder_create(phw_output_folder *out, const char *path)
{
    phw_output_folder folder;
    const int n = snprintf(folder.path, sizeof folder.path, "%s", path);
    if (n < 0 || n >= (int)sizeof folder.path)
        return phw_fail(PHW_EARG, "--output: the path is too long");
    folder.existing = existing_length(path);
    const phw_status s = phw_folder_create(path);
    if (s)
        phw_output_folder_undo(&folder);
    else
        *out = folder;
    return s;
}

/* rmdir() leaves those in which others have put something meanwhile. */
void phw_output_folder_undo(const phw_output_folder *folder)
{
    char part[PHW_OUTPUT_PATH_MAX];
    const char *path = folder->path;
    for (size_t length = strlen(path); length > folder->existing; --length) {
        if (path[length] != '\0' && path[length] != '/')
            continue;
        (void)snprintf(part, sizeof part, "%.*s", (int)length, path);
        (void)rmdir(part);
    }
}
