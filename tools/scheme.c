#include "tools/scheme.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/file.h"
#include "tools/scheme_files.h"
#include "tools/suggest.h"
#include "tools/yaml.h"

#define FILE_MAX (1U << 16)

static phw_status refuse_yaml(const char *name, const phw_yaml_error *e)
{
    static const char *const problem[] = {
        [PHW_YAML_SYNTAX] = "breaks YAML's rules",
        [PHW_YAML_EMPTY] = "nothing is in it",
        [PHW_YAML_NO_MAPPING] = "no option",
        [PHW_YAML_TWICE] = "given twice",
        [PHW_YAML_TWO_DOCUMENTS] = "a second document begins",
        [PHW_YAML_NO_SCALAR] = "not one plain value",
        [PHW_YAML_TOO_LONG] = "too long a name",
        [PHW_YAML_TOO_MANY] = "too many values",
    };
    return phw_fail(PHW_EINPUT, "%s:%d: %s%s%s; expected lines of option: value", name,
                    e->line, e->key, *e->key != '\0' ? ": " : "", problem[e->problem]);
}

/* Copies a text whole. */
static phw_status copy(char *to, size_t size, const char *name,
                       const phw_yaml_entry *entry)
{
    if ((size_t)snprintf(to, size, "%s", entry->text) < size)
        return PHW_OK;
    return phw_fail(PHW_EINPUT, "%s:%d: %s: of %zu letters; expected fewer than %zu",
                    name, entry->line, entry->path, strlen(entry->text), size);
}

static phw_status take_option(phw_scheme *s, const char *name,
                              const phw_yaml_entry *entry)
{
    if (s->n == PHW_SCHEME_SETTINGS_MAX)
        return phw_fail(PHW_EINPUT, "%s:%d: more than %d options", name, entry->line,
                        PHW_SCHEME_SETTINGS_MAX);
    phw_scheme_setting *setting = &s->setting[s->n++];
    setting->line = entry->line;
    (void)snprintf(setting->option, sizeof setting->option, "%s", entry->path);
    return copy(setting->value, sizeof setting->value, name, entry);
}

static phw_status take(phw_scheme *s, const char *name, const phw_yaml_entry *entry)
{
    if (strcmp(entry->path, "description") == 0)
        return copy(s->description, sizeof s->description, name, entry);
    if (strcmp(entry->path, "reference") == 0)
        return copy(s->reference, sizeof s->reference, name, entry);
    return take_option(s, name, entry);
}

phw_status phw_scheme_parse(phw_scheme *out, const char *name, const char *text,
                            size_t size)
{
    phw_yaml yaml = {0};
    phw_yaml_error error = {0};
    phw_scheme made = {0};
    phw_status s = phw_yaml_read(&yaml, &error, text, size);
    if (s == PHW_EINPUT)
        return refuse_yaml(name, &error);
    (void)snprintf(made.name, sizeof made.name, "%s", name);
    for (size_t i = 0; i < yaml.n && !s; ++i)
        s = take(&made, name, &yaml.entry[i]);
    phw_yaml_free(&yaml);
    if (!s)
        *out = made;
    return s;
}

static bool is_path(const char *text)
{
    const size_t n = strlen(text);
    return strchr(text, '/') != NULL || (n > 5 && strcmp(text + n - 5, ".yaml") == 0);
}

static phw_status read_file(phw_scheme *out, const char *path)
{
    uint8_t *file = NULL;
    size_t size = 0;
    PHW_TRY(phw_file_read(&file, &size, path, FILE_MAX));
    const phw_status s = phw_scheme_parse(out, path, (const char *)file, size);
    free(file);
    return s;
}

static const char *file_name(const void *context, size_t i)
{
    const phw_scheme_file *file = phw_scheme_file_at(i);
    (void)context;
    return file != NULL ? file->name : NULL;
}

phw_status phw_scheme_read(phw_scheme *out, const char *name_or_path)
{
    if (is_path(name_or_path))
        return read_file(out, name_or_path);
    const phw_scheme_file *file = NULL;
    for (size_t i = 0; (file = phw_scheme_file_at(i)) != NULL; ++i) {
        if (strcmp(file->name, name_or_path) == 0)
            return phw_scheme_parse(out, file->name, file->text, strlen(file->text));
    }
    const char *near = phw_suggest(name_or_path, file_name, NULL);
    return phw_fail(PHW_EARG,
                    "--scheme %s: no scheme of phyward%s%s%s; phyward list scheme has "
                    "them, and a file of your own ends in .yaml",
                    name_or_path, near != NULL ? ", did you mean " : "",
                    near != NULL ? near : "", near != NULL ? "?" : "");
}

/* A table of options, to be searched. */
typedef struct table {
    const phw_option *option;
    size_t n;
} table;

static const char *option_name(const void *context, size_t i)
{
    const table *t = context;
    return i < t->n ? t->option[i].param.name : NULL;
}

static phw_status refuse_option(const phw_scheme *scheme, const phw_scheme_setting *s,
                                const table *allowed)
{
    const char *near = phw_suggest(s->option, option_name, allowed);
    return phw_fail(PHW_EINPUT, "%s:%d: %s: no option of a scheme%s%s%s", scheme->name,
                    s->line, s->option, near != NULL ? "; did you mean " : "",
                    near != NULL ? near : "", near != NULL ? "?" : "");
}

static phw_status apply_one(phw_arguments *inout, const phw_scheme *scheme,
                            const phw_scheme_setting *s, const table *allowed)
{
    const size_t at = phw_option_find(inout->option, inout->n_options, s->option);
    const size_t i = phw_option_find(allowed->option, allowed->n, s->option);
    if (i >= allowed->n || at >= inout->n_options)
        return refuse_option(scheme, s, allowed);
    if (inout->value[at].given || phw_argument_set(inout, at, s->value) == PHW_OK)
        return PHW_OK;
    return phw_fail_within(PHW_EINPUT, "%s:%d", scheme->name, s->line);
}

phw_status phw_scheme_apply(phw_arguments *inout, const phw_scheme *scheme,
                            const phw_option *allowed, size_t n_allowed)
{
    const table t = {allowed, n_allowed};
    for (size_t i = 0; i < scheme->n; ++i)
        PHW_TRY(apply_one(inout, scheme, &scheme->setting[i], &t));
    return PHW_OK;
}
