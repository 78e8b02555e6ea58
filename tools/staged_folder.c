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

static bool sync_at(int folder, const char *name, int flags)
{
    const int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | flags);
    bool good = fd >= 0;
    if (good)
        good = fsync(fd) == 0;
    if (fd >= 0)
        (void)close(fd);
    return good;
}

/* One behind the other after all were written: a file system that keeps a journal has
 * them all on disk after the first. */
static phw_status sync_files(const char *path)
{
    bool good = true;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return phw_fail(PHW_EIO, "%s: can't be read: %s", path, strerror(errno));
    for (const struct dirent *e = readdir(folder); e != NULL; e = readdir(folder)) {
        if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
            good = good && sync_at(dirfd(folder), e->d_name, 0);
    }
    const int error = errno;
    (void)closedir(folder);
    return good ? PHW_OK
                : phw_fail(PHW_EIO, "%s: not written: %s", path, strerror(error));
}

/* So that the name outlives a crash. Some file systems refuse to sync a folder. */
static void sync_folder(const char *path)
{
    char folder[PHW_OUTPUT_PATH_MAX];
    (void)snprintf(folder, sizeof folder, "%.*s", (int)parent_length(path), path);
    (void)sync_at(AT_FDCWD, folder[0] != '\0' ? folder : ".", O_DIRECTORY);
}

phw_status phw_staged_folder_commit(phw_staged_folder *f)
{
    PHW_TRY(sync_files(f->stage));
    (void)sync_at(AT_FDCWD, f->stage, O_DIRECTORY);
    if (rename(f->stage, f->target.path) != 0)
        return phw_fail(PHW_EIO, "%s: can't be made: %s", f->target.path,
                        strerror(errno));
    f->committed = true;
    sync_folder(f->target.path);
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
