#include "tools/overlap.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "datasets/sigmf_writer.h"
#include "encrypt/frame_counter.h"

/* Where a path leads: a file that is there, or a name in a folder that is. */
typedef struct place {
    bool known, exists;
    struct stat at;
    const char *name;
} place;

static place find(const char *path)
{
    place p = {.known = true, .exists = true};
    if (stat(path, &p.at) == 0)
        return p;
    p.exists = false;
    const char *slash = strrchr(path, '/');
    p.name = slash != NULL ? slash + 1 : path;
    char *folder = slash != NULL ? strndup(path, (size_t)(p.name - path)) : strdup(".");
    p.known = folder != NULL && stat(folder, &p.at) == 0;
    free(folder);
    return p;
}

static bool is_same(const char *a, const char *b)
{
    const place x = find(a);
    const place y = find(b);
    return x.known && y.known && x.exists == y.exists && x.at.st_dev == y.at.st_dev &&
           x.at.st_ino == y.at.st_ino && (x.exists || strcmp(x.name, y.name) == 0);
}

/* The files that a text stands for. */
typedef struct files {
    char *path[3];
} files;

static void free_files(files *f)
{
    for (size_t i = 0; i < 3; ++i)
        free(f->path[i]);
}

static bool is_recording(const char *text, size_t length)
{
    static const char suffix[] = ".sigmf-"; /* meta or data */
    const size_t n = sizeof suffix - 1 + 4;
    return length > n && strncmp(text + length - n, suffix, sizeof suffix - 1) == 0;
}

/* The text as it is, and the pair of its name where it is of one or `recording`. */
static phw_status name_files(files *out, const char *text, size_t length,
                             bool recording)
{
    char *meta = NULL;
    char *data = NULL;
    char *name = strndup(text, length);
    if (name == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a file's name");
    phw_status s = PHW_OK;
    if (recording || is_recording(name, length))
        s = phw_sigmf_paths(&meta, &data, name);
    if (s)
        free(name);
    else
        *out = (files){{name, meta, data}};
    return s;
}

static bool meet(const files *a, const files *b)
{
    for (size_t i = 0; i < 9; ++i) {
        const char *x = a->path[i / 3];
        const char *y = b->path[i % 3];
        if (x != NULL && y != NULL && is_same(x, y))
            return true;
    }
    return false;
}

static phw_status meets_text(bool *met, const files *output, const char *text,
                             size_t length)
{
    files input = {{NULL}};
    PHW_TRY(name_files(&input, text, length, false));
    *met |= meet(output, &input);
    free_files(&input);
    return PHW_OK;
}

/* FILE, FILE:PART, LABEL=FILE and LABEL=FILE:PART. */
static phw_status meets_input(bool *met, const files *output, const char *text)
{
    for (const char *from = text; from != NULL;) {
        const char *colon = strrchr(from, ':');
        PHW_TRY(meets_text(met, output, from, strlen(from)));
        if (colon != NULL)
            PHW_TRY(meets_text(met, output, from, (size_t)(colon - from)));
        const char *equals = from == text ? strchr(from, '=') : NULL;
        from = equals != NULL ? equals + 1 : NULL;
    }
    return PHW_OK;
}

/* The key's records, there or not; of one that can't be found its command tells. */
static phw_status meets_records(bool *met, const files *output, const char *key)
{
    static const char *const suffix[] = {PHW_FRAMES_USED, PHW_FRAMES_ACCEPTED};
    char path[PATH_MAX + 16];
    char *real = realpath(key, NULL);
    phw_status s = PHW_OK;
    for (size_t i = 0; real != NULL && i < 2 && !s; ++i) {
        (void)snprintf(path, sizeof path, "%s%s", real, suffix[i]);
        s = meets_text(met, output, path, strlen(path));
    }
    free(real);
    return s;
}

static phw_status refuse(const phw_option *o, const char *path, const char *other)
{
    return phw_fail(PHW_EARG, "--%s: %s would replace what %s names; name another file",
                    o->param.name, path, other);
}

static phw_status check_positionals(const phw_option *o, const char *path,
                                    const files *output, const phw_arguments *a)
{
    for (size_t i = 0; i < a->n_positional; ++i) {
        bool met = false;
        PHW_TRY(meets_input(&met, output, a->positional[i]));
        if (met)
            return refuse(o, path, a->positional[i]);
    }
    return PHW_OK;
}

/* Option `i` of the table, as often as it was given. */
static phw_status meets_option(bool *met, const files *output, const phw_arguments *a,
                               size_t i)
{
    const phw_option *o = &a->option[i];
    if (o->file == PHW_OPTION_NO_FILE || !a->value[i].given)
        return PHW_OK;
    if (o->file == PHW_OPTION_READS_KEY)
        PHW_TRY(meets_records(met, output, a->value[i].text));
    if (o->kind != PHW_OPTION_LIST && o->file < PHW_OPTION_WRITES)
        return meets_input(met, output, a->value[i].text);
    if (o->kind == PHW_OPTION_LIST) {
        const char *item = NULL;
        for (size_t j = 0; (item = phw_argument_item(a, o->param.name, j)) != NULL; ++j)
            PHW_TRY(meets_input(met, output, item));
        return PHW_OK;
    }
    files other = {{NULL}};
    const char *text = a->value[i].text;
    PHW_TRY(
        name_files(&other, text, strlen(text), o->file == PHW_OPTION_WRITES_RECORDING));
    *met = meet(output, &other);
    free_files(&other);
    return PHW_OK;
}

static phw_status check_options(size_t own, const files *output, const phw_arguments *a)
{
    for (size_t i = 0; i < a->n_options; ++i) {
        char dashed[64];
        bool met = false;
        if (i == own)
            continue;
        PHW_TRY(meets_option(&met, output, a, i));
        (void)snprintf(dashed, sizeof dashed, "--%s", a->option[i].param.name);
        if (met)
            return refuse(&a->option[own], a->value[own].text, dashed);
    }
    return PHW_OK;
}

static phw_status check_output(size_t i, const phw_arguments *a,
                               const phw_command *command)
{
    const phw_option *o = &a->option[i];
    const char *path = a->value[i].text;
    files output = {{NULL}};
    if (strcmp(path, "-") == 0)
        return phw_fail(PHW_EARG,
                        "--%s: no standard output; name a file (./- is one of "
                        "that name)",
                        o->param.name);
    PHW_TRY(name_files(&output, path, strlen(path),
                       o->file == PHW_OPTION_WRITES_RECORDING));
    phw_status s =
        command->takes_family ? PHW_OK : check_positionals(o, path, &output, a);
    if (!s)
        s = check_options(i, &output, a);
    free_files(&output);
    return s;
}

phw_status phw_overlap_check(const phw_arguments *arguments, const phw_command *command)
{
    for (size_t i = 0; i < arguments->n_options; ++i) {
        const phw_option_file file = arguments->option[i].file;
        if (file < PHW_OPTION_WRITES || !arguments->value[i].given)
            continue;
        PHW_TRY(check_output(i, arguments, command));
    }
    return PHW_OK;
}
