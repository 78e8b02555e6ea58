#include "tools/staged_folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_empty(const char *path)
{
    DIR *folder = opendir(path);
    size_t n = 0;
    if (folder == NULL)
        return false;
    for (const struct dirent *e = readdir(folder); e != NULL; e = readdir(folder))
        n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
    (void)closedir(folder);
    return n == 0;
}

/* Characters of the folder that it is in, with the slash. */
static size_t parent_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? (size_t)(slash - path) + 1 : 0;
}

static phw_status name_stage(phw_staged_folder *f)
{
    const char *path = f->target.path;
    const size_t parent = parent_length(path);
    const int n = snprintf(f->stage, sizeof f->stage, "%.*s.%s.part", (int)parent, path,
                           path + parent);
    return n >= 0 && (size_t)n < sizeof f->stage
               ? PHW_OK
               : phw_fail(PHW_EARG, "%s: the path is too long", path);
}

static phw_status make_stage(phw_staged_folder *f)
{
    const char *path = f->target.path;
    if (!is_empty(path))
        return phw_fail(PHW_EIO,
                        "%s: is no empty folder; name one that is not there yet", path);
    PHW_TRY(name_stage(f));
    if (mkdir(f->stage, 0777) != 0)
        return phw_fail(PHW_EIO, "%s: can't be made: %s%s", f->stage, strerror(errno),
                        errno == EEXIST ? "; another run writes to it, or was "
                                          "killed: then remove it"
                                        : "");
    return PHW_OK;
}

phw_status phw_staged_folder_create(phw_staged_folder *out, const char *path)
{
    char target[PHW_OUTPUT_PATH_MAX];
    phw_staged_folder f = {.committed = false};
    size_t length = strlen(path);
    while (length > 1 && path[length - 1] == '/')
        --length;
    if (length >= sizeof target)
        return phw_fail(PHW_EARG, "%.40s...: the path is too long", path);
    (void)snprintf(target, sizeof target, "%.*s", (int)length, path);
    PHW_TRY(phw_output_folder_create(&f.target, target));
    const phw_status s = make_stage(&f);
    if (s)
        phw_output_folder_undo(&f.target);
    else
        *out = f;
    return s;
}

/* So that the name outlives a crash; what can't be synced is no failure. */
static void sync_parent(const char *path)
{
    char parent[PHW_OUTPUT_PATH_MAX];
    const size_t length = parent_length(path);
    (void)snprintf(parent, sizeof parent, "%.*s", (int)length, path);
    const int fd = open(length > 0 ? parent : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    (void)fsync(fd);
    (void)close(fd);
}

phw_status phw_staged_folder_commit(phw_staged_folder *f)
{
    if (rename(f->stage, f->target.path) != 0)
        return phw_fail(PHW_EIO, "%s: can't be made: %s", f->target.path,
                        strerror(errno));
    f->committed = true;
    sync_parent(f->target.path);
    return PHW_OK;
}

/* All are files of ours: the folder was made for them. */
static void empty(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL)
        return;
    for (const struct dirent *e = readdir(folder); e != NULL; e = readdir(folder))
        (void)unlinkat(dirfd(folder), e->d_name, 0);
    (void)closedir(folder);
}

void phw_staged_folder_discard(phw_staged_folder *f)
{
    if (f->target.path[0] == '\0')
        return;
    if (f->committed) {
        empty(f->target.path);
    } else {
        empty(f->stage);
        (void)rmdir(f->stage);
    }
    phw_output_folder_undo(&f->target);
    *f = (phw_staged_folder){.committed = false};
}
