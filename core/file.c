#include "core/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

struct phw_writer {
    FILE *stream;
    char *path;
    char *part; /* .NAME.part in the same folder, so that rename() is atomic */
    char *old;  /* .NAME.part.old: what it replaces, until all of a run are renamed */
    int error;  /* the first errno, 0 while all is well */
    bool existed, kept;
    bool deferred; /* syncing is the caller's */
};

/* What stands before the last '/' of a path, the '/' included. */
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

static phw_status out_of_memory(const char *path)
{
    return phw_fail(PHW_ENOMEM, "%s: no memory to write it", path);
}

static bool set_names(phw_writer *w, const char *path)
{
    const size_t folder = folder_length(path);
    const size_t size = strlen(path) + sizeof "..part.old";
    w->path = strdup(path);
    w->part = malloc(size);
    w->old = malloc(size);
    if (w->path == NULL || w->part == NULL || w->old == NULL)
        return false;
    (void)snprintf(w->part, size, "%.*s.%s.part", (int)folder, path, path + folder);
    (void)snprintf(w->old, size, "%s.old", w->part);
    return true;
}

static void destroy(phw_writer *w)
{
    free(w->path);
    free(w->part);
    free(w->old);
    free(w);
}

static int lock(int fd)
{
    /* A file system without locks has to do without. */
    return flock(fd, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK ? -1 : 0;
}

/* Whether the name still stands for the open file: its owner may have renamed it. */
static bool is_still(const char *part, int fd)
{
    struct stat named;
    struct stat opened;
    return lstat(part, &named) == 0 && fstat(fd, &opened) == 0 &&
           named.st_ino == opened.st_ino && named.st_dev == opened.st_dev;
}

/* Removes the part that a killed run left: one that nobody holds the lock of. */
static int remove_stale(const char *part)
{
    const int fd = open(part, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ELOOP ? unlink(part) : -1;
    int failed = lock(fd);
    if (failed == 0 && !is_still(part, fd)) {
        errno = EWOULDBLOCK;
        failed = -1;
    }
    if (failed == 0)
        failed = unlink(part);
    const int error = errno;
    (void)close(fd);
    errno = error;
    return failed;
}

/* A link in the part's place is not followed. The lock lasts as long as the stream: two
 * writers of one target would otherwise rename each other's halves. */
static FILE *open_part(const char *part, bool private_file)
{
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    const mode_t mode = private_file ? 0600 : 0644;
    int fd = open(part, flags, mode);
    if (fd < 0 && errno == EEXIST && remove_stale(part) == 0)
        fd = open(part, flags, mode);
    if (fd < 0)
        return NULL;
    FILE *stream = lock(fd) == 0 ? fdopen(fd, "wb") : NULL;
    if (stream == NULL) {
        (void)close(fd);
        return NULL;
    }
    if (private_file) /* no copy of a secret in a buffer that nobody wipes */
        (void)setvbuf(stream, NULL, _IONBF, 0);
    return stream;
}

static const char *reason(int error)
{
    return error == EWOULDBLOCK ? "another run is writing it" : strerror(error);
}

phw_status phw_writer_create(phw_writer **out, const char *path, bool private_file)
{
    struct stat info;
    if (path[folder_length(path)] == '\0' ||
        (stat(path, &info) == 0 && !S_ISREG(info.st_mode)))
        return phw_fail(PHW_EIO, "\"%s\" is not a regular file: name a file to write",
                        path);
    phw_writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return out_of_memory(path);
    if (!set_names(w, path)) {
        destroy(w);
        return out_of_memory(path);
    }
    w->stream = open_part(w->part, private_file);
    if (w->stream == NULL) {
        const int error = errno;
        destroy(w);
        return phw_fail(PHW_EIO, "%s: can't be written: %s", path, reason(error));
    }
    *out = w;
    return PHW_OK;
}

static void keep_first_error(phw_writer *w, bool failed)
{
    if (failed && w->error == 0)
        w->error = errno != 0 ? errno : EIO;
}

const char *phw_writer_path(const phw_writer *w)
{
    return w->path;
}

void phw_writer_write(phw_writer *w, const void *bytes, size_t size)
{
    if (size == 0 || w->error != 0)
        return;
    errno = 0;
    keep_first_error(w, fwrite(bytes, 1, size, w->stream) != size);
}

void phw_writer_print(phw_writer *w, const char *format, ...)
{
    if (w->error != 0)
        return;
    errno = 0;
    va_list args;
    va_start(args, format);
    keep_first_error(w, vfprintf(w->stream, format, args) < 0);
    va_end(args);
}

/* A rename is only safe on disk once its folder is. Some file systems refuse to sync a
 * folder: the file itself is whole then, so that is no failure. */
static void sync_folder(const char *path)
{
    const size_t length = folder_length(path);
    char *folder = length == 0 ? strdup(".") : strndup(path, length);
    if (folder == NULL)
        return;
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0) {
        (void)fsync(fd);
        (void)close(fd);
    }
    free(folder);
}

void phw_writer_defer_sync(phw_writer *w)
{
    w->deferred = true;
}

/* A short write can leave fflush and fsync content: each is checked. */
static bool flush(phw_writer *w)
{
    errno = 0;
    keep_first_error(w, ferror(w->stream) != 0);
    keep_first_error(w, fflush(w->stream) != 0);
    if (!w->deferred)
        keep_first_error(w, fsync(fileno(w->stream)) != 0);
    return w->error == 0;
}

/* A file system without links has to do without the old file. */
static void keep_old(phw_writer *w)
{
    struct stat info;
    w->existed = lstat(w->path, &info) == 0;
    if (!w->existed)
        return;
    (void)unlink(w->old);
    w->kept = link(w->path, w->old) == 0;
}

/* The lock outlives the part's name: closed first, another run could put its own half
 * in the part's place. All was flushed and synced before. */
static bool replace(phw_writer *w)
{
    errno = 0;
    keep_first_error(w, rename(w->part, w->path) != 0);
    if (w->error != 0)
        return false;
    (void)fclose(w->stream);
    w->stream = NULL;
    return true;
}

static void put_back(const phw_writer *w)
{
    if (w->kept)
        (void)rename(w->old, w->path);
    else if (!w->existed)
        (void)unlink(w->path);
}

static phw_status give_up(phw_writer *const *w, size_t n, size_t n_renamed,
                          size_t failed)
{
    const phw_status s = phw_fail(PHW_EIO, "%s: not written: %s", w[failed]->path,
                                  strerror(w[failed]->error));
    for (size_t i = 0; i < n_renamed; ++i)
        put_back(w[i]);
    for (size_t i = n_renamed; i < n; ++i) {
        if (w[i]->kept)
            (void)unlink(w[i]->old);
        (void)unlink(w[i]->part);
        (void)fclose(w[i]->stream);
    }
    for (size_t i = 0; i < n; ++i)
        destroy(w[i]);
    return s;
}

phw_status phw_writer_commit_all(phw_writer *const *w, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        if (!flush(w[i]))
            return give_up(w, n, 0, i);
    }
    for (size_t i = 0; i < n; ++i) {
        if (n > 1) /* one rename alone is all or nothing as it is */
            keep_old(w[i]);
        if (!replace(w[i]))
            return give_up(w, n, i, i);
    }
    for (size_t i = 0; i < n; ++i) {
        if (w[i]->kept)
            (void)unlink(w[i]->old);
        if (!w[i]->deferred)
            sync_folder(w[i]->path);
        destroy(w[i]);
    }
    return PHW_OK;
}

phw_status phw_writer_commit(phw_writer *w)
{
    return phw_writer_commit_all(&w, 1);
}

void phw_writer_discard(phw_writer *w)
{
    if (w == NULL)
        return;
    (void)unlink(w->part);
    (void)fclose(w->stream);
    destroy(w);
}

/* Reads to the end or one byte past the limit, whatever fstat says of the size: it is 0
 * for a pipe. */
static phw_status read_stream(uint8_t **out, size_t *size, FILE *stream, size_t most)
{
    size_t room = 4096;
    size_t n = 0;
    uint8_t *byte = malloc(room + 1);
    while (byte != NULL) {
        n += fread(byte + n, 1, room - n, stream);
        if (n < room || n > most)
            break;
        room = room > most / 2 ? most + 1 : 2 * room;
        uint8_t *grown = realloc(byte, room + 1);
        if (grown == NULL)
            free(byte);
        byte = grown;
    }
    if (byte == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to read %zu bytes", room);
    if (ferror(stream) || n > most) {
        free(byte);
        if (n > most)
            return phw_fail(PHW_EINPUT, "more than %zu bytes, the most that is read",
                            most);
        return phw_fail(PHW_EINPUT, "%s", strerror(errno));
    }
    byte[n] = 0;
    *out = byte;
    *size = n;
    return PHW_OK;
}

phw_status phw_file_refuse(const char *path)
{
    const int error = errno;
    return phw_fail(PHW_EINPUT, "%s: %s; give %s", path, strerror(error),
                    error == ENOENT || error == ENOTDIR ? "an existing file"
                    : error == EACCES                   ? "a file that you may read"
                                                        : "a file that can be opened");
}

FILE *phw_file_open(const char *path)
{
    const int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    FILE *stream = fd >= 0 ? fdopen(fd, "rb") : NULL;
    if (fd >= 0 && stream == NULL)
        (void)close(fd);
    return stream;
}

phw_status phw_file_read(uint8_t **out, size_t *size, const char *path, size_t most)
{
    struct stat info;
    FILE *stream = fopen(path, "rbe");
    if (stream == NULL)
        return phw_file_refuse(path);
    if (fstat(fileno(stream), &info) == 0 && S_ISDIR(info.st_mode)) {
        (void)fclose(stream);
        return phw_fail(PHW_EINPUT, "%s: is a folder; expected a file", path);
    }
    const phw_status s = read_stream(out, size, stream, most);
    (void)fclose(stream);
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}

phw_status phw_folder_create(const char *path)
{
    char *copy = strdup(path);
    if (copy == NULL)
        return out_of_memory(path);
    int error = 0;
    for (char *at = copy + 1; error == 0 && at[-1] != '\0'; ++at) {
        if (*at != '/' && *at != '\0')
            continue;
        const char kept = *at;
        *at = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST)
            error = errno;
        *at = kept;
    }
    free(copy);
    struct stat info;
    if (error == 0 && (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)))
        error = ENOTDIR;
    if (error != 0)
        return phw_fail(PHW_EIO, "%s: the folder can't be made: %s", path,
                        strerror(error));
    return PHW_OK;
}
