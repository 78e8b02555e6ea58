#include "encrypt/frame_counter.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "core/file.h"
#include "encrypt/frame_record.h"

/* How often a lock that another run holds is tried, and the wait between. The wait is
 * bounded because anybody who may read a folder may lock it. */
#define TRIES  1000
#define NAP_NS 10000000

static phw_status check_links(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0)
        return phw_file_refuse(path);
    if (info.st_nlink > 1)
        return phw_fail(
            PHW_EAUTH,
            "%s: the key file has %lu hard links, and each name would count "
            "frames by itself: keep one, and symbolic links to it",
            path, (unsigned long)info.st_nlink);
    return PHW_OK;
}

phw_status phw_frame_counter_path(char **out, const char *key_path, const char *suffix)
{
    char *real = realpath(key_path, NULL);
    if (real == NULL)
        return phw_file_refuse(key_path);
    const phw_status s = check_links(real);
    if (s) {
        free(real);
        return s;
    }
    const size_t size = strlen(real) + strlen(suffix) + 1;
    char *path = malloc(size);
    if (path != NULL)
        (void)snprintf(path, size, "%s%s", real, suffix);
    free(real);
    if (path == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory for the name of its record",
                        key_path);
    *out = path;
    return PHW_OK;
}

static phw_status open_folder(int *out, const char *path)
{
    const char *slash = strrchr(path, '/');
    char *folder =
        slash == NULL ? strdup(".") : strndup(path, (size_t)(slash - path) + 1);
    if (folder == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory for its folder's name", path);
    const int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    free(folder);
    if (fd < 0)
        return phw_fail(PHW_EIO, "%s: its folder can't be opened: %s", path,
                        strerror(errno));
    *out = fd;
    return PHW_OK;
}

/* A signal may come before the wait, so that its having woken a nap says too little. */
static phw_status wait_for(int fd, const char *path, bool (*stop)(void))
{
    static const struct timespec nap = {.tv_nsec = NAP_NS};
    for (int i = 0; i < TRIES; ++i) {
        if (flock(fd, LOCK_EX | LOCK_NB) == 0)
            return PHW_OK;
        if (errno != EWOULDBLOCK && errno != EINTR)
            return phw_fail(PHW_EIO,
                            "%s: its folder can't be locked: %s; frame numbers need a "
                            "file system with locks",
                            path, strerror(errno));
        if (stop != NULL && stop())
            return phw_fail(PHW_ECANCEL, "interrupted; no frame number was taken");
        (void)nanosleep(&nap, NULL);
    }
    return phw_fail(
        PHW_EIO,
        "%s: another run holds its folder's lock, for %d s now; end that, or "
        "keep the key in a folder that others may not read",
        path, TRIES / (1000000000 / NAP_NS));
}

/* The lock is the folder's: it needs no file of its own, and unlike the record's it
 * outlives the record's replacement. */
static phw_status lock_folder(int *out, const char *path, bool (*stop)(void))
{
    int fd = -1;
    PHW_TRY(open_folder(&fd, path));
    const phw_status s = wait_for(fd, path, stop);
    if (s)
        (void)close(fd);
    else
        *out = fd;
    return s;
}

/* Empty when there is none yet. */
static phw_status read_record(phw_frame_record *out, const char *path)
{
    struct stat info;
    uint8_t *text = NULL;
    size_t size = 0;
    if (lstat(path, &info) != 0 && errno == ENOENT)
        return PHW_OK;
    if (stat(path, &info) != 0)
        return phw_file_refuse(path);
    if ((info.st_mode & 022) != 0)
        return phw_fail(PHW_EAUTH,
                        "%s: mode %03o lets others change which frame numbers are "
                        "used: chmod 600 it",
                        path, (unsigned)info.st_mode & 0777);
    PHW_TRY(phw_file_read(&text, &size, path, PHW_FRAME_RECORD_SIZE_MAX));
    const phw_status s = phw_frame_record_parse(out, (const char *)text, size);
    free(text);
    return s ? phw_fail_within(s, "%s", path) : PHW_OK;
}

static phw_status choose(phw_frame_entry *entry, const phw_frame_record *record,
                         const uint64_t *wanted, const char *path)
{
    const phw_frame_entry *old =
        phw_frame_record_find(record, entry->key, entry->stream);
    if (old != NULL && wanted != NULL && *wanted <= old->highest)
        return phw_fail(PHW_EAUTH,
                        "frame %llu of stream %u: %s has %llu as the highest used; "
                        "numbers serve once, upwards",
                        (unsigned long long)*wanted, entry->stream, path,
                        (unsigned long long)old->highest);
    if (old != NULL && old->highest == UINT64_MAX)
        return phw_fail(PHW_EAUTH,
                        "%s: stream %u has no frame number left; take "
                        "another stream",
                        path, entry->stream);
    entry->highest = old != NULL ? old->highest + 1 : 0;
    if (wanted != NULL)
        entry->highest = *wanted;
    return PHW_OK;
}

static phw_status write_record(const phw_frame_record *record, const char *path)
{
    phw_writer *w = NULL;
    PHW_TRY(phw_writer_create(&w, path, true));
    phw_frame_record_write(w, record);
    return phw_writer_commit(w);
}

phw_status phw_frame_counter_take(uint64_t *frame, bool *is_first,
                                  const char *record_path, const phw_key *key,
                                  uint32_t stream, const uint64_t *wanted,
                                  bool (*stop)(void))
{
    int folder = -1;
    bool knows = false;
    phw_frame_record record = {0};
    phw_frame_entry entry = {.stream = stream};
    phw_key_fingerprint(entry.key, key);
    PHW_TRY(lock_folder(&folder, record_path, stop));
    phw_status s = read_record(&record, record_path);
    knows = phw_frame_record_knows(&record, entry.key);
    if (!s)
        s = choose(&entry, &record, wanted, record_path);
    if (!s)
        s = phw_frame_record_set(&record, &entry);
    if (!s)
        s = write_record(&record, record_path);
    if (!s && is_first != NULL)
        *is_first = !knows;
    if (!s)
        *frame = entry.highest;
    phw_frame_record_free(&record);
    (void)close(folder);
    return s;
}
