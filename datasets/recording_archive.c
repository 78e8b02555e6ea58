#include "datasets/recording_archive.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/file.h"
#include "datasets/recording_sigmf.h"
#include "datasets/tar.h"

#define SUFFIX      ".sigmf"
#define META_SUFFIX ".sigmf-meta"
#define DATA_SUFFIX ".sigmf-data"

/* Names that a message lists. */
#define MOST_LISTED 8

static phw_status no_memory(void)
{
    return phw_fail(PHW_ENOMEM, "no memory for the metadata");
}

static bool ends_with(const char *text, const char *end)
{
    const size_t n = strlen(text);
    const size_t m = strlen(end);
    return n > m && strcmp(text + n - m, end) == 0;
}

/* Where the recording's name starts in FILE.sigmf:NAME; NULL for FILE.sigmf alone. */
static const char *part_of(const char *path)
{
    const char *part = NULL;
    for (const char *at = strstr(path, SUFFIX ":"); at != NULL;
         at = strstr(at + 1, SUFFIX ":"))
        part = at + strlen(SUFFIX ":");
    return part;
}

static bool matches(const char *path)
{
    return ends_with(path, SUFFIX) || part_of(path) != NULL;
}

/* Whether the entry is the metadata of `name` (NULL: of any recording). */
static bool is_meta_of(const phw_tar_entry *e, const char *name)
{
    if (!ends_with(e->name, META_SUFFIX))
        return false;
    const size_t n = strlen(e->name) - strlen(META_SUFFIX);
    const char *slash = strrchr(e->name, '/');
    const char *base = slash != NULL ? slash + 1 : e->name;
    const size_t from = (size_t)(base - e->name);
    return name == NULL || (strlen(name) == n && memcmp(name, e->name, n) == 0) ||
           (from <= n && strlen(name) == n - from && memcmp(name, base, n - from) == 0);
}

static void list_names(char *out, size_t size, const phw_tar *tar)
{
    size_t at = 0;
    size_t n = 0;
    out[0] = '\0';
    for (size_t i = 0; i < tar->n && n < MOST_LISTED && at < size; ++i) {
        const char *name = tar->entry[i].name;
        if (!is_meta_of(&tar->entry[i], NULL))
            continue;
        const int length = (int)(strlen(name) - strlen(META_SUFFIX));
        const int put = snprintf(out + at, size - at, "%s%.*s", n > 0 ? ", " : "",
                                 length < 64 ? length : 64, name);
        at += put > 0 ? (size_t)put : 0;
        ++n;
    }
}

/* The only entry that is the metadata of `name`. */
static phw_status find_meta(const phw_tar_entry **out, const phw_tar *tar,
                            const char *name)
{
    const phw_tar_entry *found = NULL;
    size_t n = 0;
    size_t n_all = 0;
    for (size_t i = 0; i < tar->n; ++i) {
        n_all += is_meta_of(&tar->entry[i], NULL);
        if (is_meta_of(&tar->entry[i], name)) {
            found = &tar->entry[i];
            ++n;
        }
    }
    char names[MOST_LISTED * 68];
    list_names(names, sizeof names, tar);
    if (n_all == 0)
        return phw_fail(PHW_EINPUT, "holds no recording; expected NAME" META_SUFFIX
                                    " and NAME" DATA_SUFFIX " in it");
    if (n == 0)
        return phw_fail(PHW_EINPUT, "holds no recording '%.64s'; there are %s", name,
                        names);
    if (n > 1)
        return phw_fail(PHW_EINPUT,
                        "holds %zu recordings: say which one, as FILE" SUFFIX
                        ":NAME, of %s%s",
                        n_all, names, n_all > MOST_LISTED ? " ..." : "");
    *out = found;
    return PHW_OK;
}

/* The data of a recording: of its name, or the dataset in the same folder. */
static phw_status find_data(const phw_tar_entry **out, const phw_tar *tar,
                            const phw_tar_entry *meta, const char *dataset)
{
    const char *slash = strrchr(meta->name, '/');
    size_t n = strlen(meta->name) - strlen(META_SUFFIX);
    if (dataset != NULL)
        n = slash != NULL ? (size_t)(slash - meta->name) + 1 : 0;
    const char *tail = dataset != NULL ? dataset : DATA_SUFFIX;
    char *name = malloc(n + strlen(tail) + 1);
    if (name == NULL)
        return no_memory();
    memcpy(name, meta->name, n);
    memcpy(name + n, tail, strlen(tail) + 1);
    *out = phw_tar_find(tar, name);
    const phw_status s = *out == NULL
                             ? phw_fail(PHW_EINPUT,
                                        "%.128s: its data %.128s are not in the "
                                        "archive",
                                        meta->name, name)
                             : PHW_OK;
    free(name);
    return s;
}

static phw_status read_text(char **out, const char *path, const phw_tar_entry *e)
{
    if (e->size > PHW_SIGMF_MOST_BYTES)
        return phw_fail(PHW_EINPUT, "%.128s: %llu bytes; expected at most %zu", e->name,
                        (unsigned long long)e->size, PHW_SIGMF_MOST_BYTES);
    FILE *stream = phw_file_open(path);
    char *text = malloc((size_t)e->size + 1);
    phw_status s = PHW_OK;
    if (stream == NULL)
        s = phw_file_refuse(path);
    else if (text == NULL)
        s = no_memory();
    else if (fseeko(stream, (off_t)e->offset, SEEK_SET) != 0 ||
             fread(text, 1, (size_t)e->size, stream) != e->size)
        s = phw_fail(PHW_EINPUT, "%.128s: can't be read", e->name);
    if (stream != NULL)
        (void)fclose(stream);
    if (s) {
        free(text);
        return s;
    }
    text[e->size] = '\0';
    *out = text;
    return PHW_OK;
}

static phw_status set_data(phw_recording_meta *meta, const phw_tar_entry *data)
{
    if (meta->trailing_bytes >= data->size)
        return phw_fail(PHW_EINPUT, "%.128s: %llu bytes, holds no samples", data->name,
                        (unsigned long long)data->size);
    meta->data_offset = data->offset;
    meta->data_bytes = data->size - meta->trailing_bytes;
    return PHW_OK;
}

static phw_status describe_recording(phw_recording_meta *meta, const char *path,
                                     const phw_tar *tar, const char *part)
{
    const phw_tar_entry *e = NULL;
    const phw_tar_entry *data = NULL;
    char *text = NULL;
    char *dataset = NULL;
    PHW_TRY(find_meta(&e, tar, part));
    PHW_TRY(read_text(&text, path, e));
    phw_status s = phw_sigmf_parse(meta, &dataset, text, (size_t)e->size);
    free(text);
    if (s)
        s = phw_fail_within(s, "%.128s", e->name);
    if (!s)
        s = find_data(&data, tar, e, dataset);
    if (!s)
        s = set_data(meta, data);
    free(dataset);
    return s;
}

static phw_status describe(phw_recording_meta *meta, const char *path,
                           const phw_recording_options *options)
{
    (void)options;
    const char *part = part_of(path);
    const size_t n = part != NULL ? (size_t)(part - path) - 1 : strlen(path);
    phw_tar tar = {0};
    char *file = strndup(path, n);
    meta->data_path = file;
    if (file == NULL)
        return no_memory();
    PHW_TRY(phw_tar_read(&tar, file));
    const phw_status s = describe_recording(meta, file, &tar, part);
    phw_tar_free(&tar);
    return s ? phw_fail_within(s, "%s", file) : PHW_OK;
}

const phw_recording_format phw_recording_archive = {
    .name = "sigmf-archive",
    .summary = "SigMF in a tar file: FILE.sigmf, or FILE.sigmf:NAME of several",
    .matches = matches,
    .describe = describe,
};
