#include "datasets/import_formats.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/file.h"
#include "core/param.h"
#include "datasets/import_format_atheros.h"
#include "datasets/import_format_csv.h"
#include "datasets/import_format_esp32.h"
#include "datasets/import_format_feitcsi.h"
#include "datasets/import_format_intel5300.h"
#include "datasets/import_format_mat.h"
#include "datasets/import_format_nexmon.h"
#include "datasets/import_format_npy.h"
#include "datasets/import_format_picoscenes.h"

/* Asked in this order: the sure ones first. */
static const phw_import_format *const entries[] = {
    &phw_import_format_intel5300,  &phw_import_format_atheros,
    &phw_import_format_nexmon,     &phw_import_format_esp32,
    &phw_import_format_picoscenes, &phw_import_format_feitcsi,
    &phw_import_format_mat,        &phw_import_format_npy,
    &phw_import_format_csv, /* the last: any text may be one */
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_import_format *const *phw_import_format_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_import_format_find(const phw_import_format **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "format", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

static const phw_import_format *match(const char *path, const uint8_t *head, size_t n)
{
    for (size_t i = 0; i < N_ENTRIES; ++i) {
        if (entries[i]->matches(path, head, n))
            return entries[i];
    }
    return NULL;
}

const phw_import_format *phw_import_matches(const char *path)
{
    uint8_t head[PHW_IMPORT_HEAD_BYTES];
    FILE *stream = phw_file_open(path);
    if (stream == NULL)
        return NULL;
    const size_t n = fread(head, 1, sizeof head, stream);
    (void)fclose(stream);
    return match(path, head, n);
}

static phw_status unknown(const char *name)
{
    return phw_fail(PHW_EINPUT,
                    "%s: its first bytes are of no format known here; name one with "
                    "--format (phyward list import)",
                    name);
}

static phw_status choose(const phw_import_format **out, const uint8_t *byte, size_t n,
                         const char *name, const phw_import_options *options)
{
    if (options->format != NULL)
        return phw_import_format_find(out, options->format);
    *out = match(name, byte, n < PHW_IMPORT_HEAD_BYTES ? n : PHW_IMPORT_HEAD_BYTES);
    return *out == NULL ? unknown(name) : PHW_OK;
}

phw_status phw_import_parse(phw_import *out, const uint8_t *byte, size_t n,
                            const char *name, const phw_import_options *options)
{
    const phw_import_options none = {0};
    const phw_import_format *format = NULL;
    if (options == NULL)
        options = &none;
    PHW_TRY(choose(&format, byte, n, name, options));
    phw_import import = {.format = format->name};
    const phw_status s = format->read(&import, name, byte, n, options);
    if (s) {
        phw_import_free(&import);
        return phw_fail_within(s, "%s: %s", name, format->name);
    }
    *out = import;
    return PHW_OK;
}

/* A file of gigabytes that is no capture is refused by its head. What can be read only
 * once (a pipe) is not looked at before. */
static phw_status check_head(const char *path, const phw_import_options *options)
{
    struct stat info;
    if ((options != NULL && options->format != NULL) || stat(path, &info) != 0 ||
        !(S_ISREG(info.st_mode) || S_ISCHR(info.st_mode)) || access(path, R_OK) != 0)
        return PHW_OK;
    return phw_import_matches(path) == NULL ? unknown(path) : PHW_OK;
}

phw_status phw_import_read(phw_import *out, const char *path,
                           const phw_import_options *options)
{
    uint8_t *byte = NULL;
    size_t n = 0;
    PHW_TRY(check_head(path, options));
    PHW_TRY(phw_file_read(&byte, &n, path, PHW_IMPORT_MOST_BYTES));
    const phw_status s = phw_import_parse(out, byte, n, path, options);
    free(byte);
    return s;
}

uint64_t phw_import_skipped(const phw_import *import)
{
    uint64_t n = 0;
    for (size_t i = 0; i < import->n_reasons; ++i)
        n += import->skipped[i].n;
    return n;
}

void phw_import_free(phw_import *import)
{
    for (size_t i = 0; i < import->n_traces; ++i)
        phw_trace_free(&import->trace[i]);
    free(import->trace);
    *import = (phw_import){0};
}
