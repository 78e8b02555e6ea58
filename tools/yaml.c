#include "tools/yaml.h"

#include <assert.h>
#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What libcyaml says where a key has to be told from its text. */
#define UNKNOWN "Unexpected key: "
#define TWICE   "Mapping field already seen: "
#define FIELD   "in mapping field '"

static void take_key(phw_yaml_error *e, const char *text, const char *before)
{
    const char *at = strstr(text, before);
    if (at == NULL || e->key[0] != '\0')
        return;
    at += strlen(before);
    (void)snprintf(e->key, sizeof e->key, "%.*s", (int)strcspn(at, "'\n"), at);
}

/* libcyaml says what is wrong first, and then where in a backtrace from the inside
 * out; the first of each is kept. */
__attribute__((format(printf, 3, 0))) static void note(cyaml_log_t level, void *context,
                                                       const char *format,
                                                       va_list arguments)
{
    phw_yaml_error *e = context;
    char text[256];
    (void)level;
    (void)vsnprintf(text, sizeof text, format, arguments);
    const char *line = strstr(text, "line: ");
    if (line != NULL && e->line == 0)
        e->line = (int)strtol(line + sizeof "line: " - 1, NULL, 10);
    if (strstr(text, UNKNOWN) != NULL)
        e->problem = PHW_YAML_UNKNOWN;
    else if (strstr(text, TWICE) != NULL)
        e->problem = PHW_YAML_TWICE;
    else if (strstr(text, "Expecting MAPPING") != NULL)
        e->problem = PHW_YAML_NO_MAPPING;
    else if (strstr(text, "Expecting STRING") != NULL ||
             strstr(text, "No anchor") != NULL)
        e->problem = PHW_YAML_NO_SCALAR;
    take_key(e, text, UNKNOWN);
    take_key(e, text, TWICE);
    take_key(e, text, FIELD);
}

/* Whether a line of the text is "key:" at its very beginning, quoted or not. */
static bool is_at(const char *line, const char *key)
{
    const size_t length = strlen(key);
    const char quote = *line == '"' || *line == '\'' ? *line : '\0';
    line += quote != '\0';
    if (strncmp(line, key, length) != 0)
        return false;
    line += length;
    if (quote != '\0' && *line++ != quote)
        return false;
    line += strspn(line, " \t");
    return *line == ':';
}

static const char *next_line(const char *line)
{
    line += strcspn(line, "\n");
    return *line == '\n' ? line + 1 : line;
}

int phw_yaml_line(const char *text, const char *key)
{
    int n = 1;
    for (const char *line = text; *line != '\0'; line = next_line(line), ++n) {
        if (is_at(line, key))
            return n;
    }
    return 1;
}

/* YAML forbids a key twice; libcyaml would take the last of another document. */
static bool is_twice(phw_yaml_error *e, const char *text, const char *key)
{
    int n = 1;
    int found = 0;
    for (const char *line = text; *line != '\0'; line = next_line(line), ++n) {
        if (is_at(line, key) && ++found == 2) {
            *e = (phw_yaml_error){.line = n, .problem = PHW_YAML_TWICE};
            (void)snprintf(e->key, sizeof e->key, "%s", key);
            return true;
        }
    }
    return false;
}

static void give(char **out, char **data, size_t n)
{
    for (size_t i = 0; i < n; ++i) {
        out[i] = data[i];
        data[i] = NULL;
    }
}

static void fill_fields(cyaml_schema_field_t *field, const char *const *name)
{
    for (size_t n = 0; name[n] != NULL; ++n) {
        assert(n < PHW_YAML_KEYS_MAX);
        field[n].key = name[n];
        field[n].data_offset = (uint32_t)(n * sizeof(char *));
        field[n].value = (cyaml_schema_value_t){
            .type = CYAML_STRING,
            .flags = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
            .data_size = sizeof(char),
            .string = {.min = 0, .max = UINT32_MAX},
        };
    }
}

/* libyaml's own line is lost on the way here: of the first k lines, the least k that
 * are no YAML end in the one that breaks it. */
static int broken_line(const char *text, size_t size,
                       const cyaml_schema_value_t *schema)
{
    const cyaml_config_t config = {.mem_fn = cyaml_mem};
    int good = 0;
    int bad = 1;
    for (size_t i = 0; i < size; ++i)
        bad += text[i] == '\n';
    while (bad - good > 1) {
        const int middle = good + (bad - good) / 2;
        const char *end = text;
        for (int i = 0; i < middle; ++i)
            end = next_line(end);
        char **data = NULL;
        const cyaml_err_t e =
            cyaml_load_data((const uint8_t *)text, (size_t)(end - text), &config,
                            schema, (cyaml_data_t **)&data, NULL);
        (void)cyaml_free(&config, schema, data, 0);
        if (e == CYAML_ERR_LIBYAML_PARSER)
            bad = middle;
        else
            good = middle;
    }
    return bad;
}

/* What libcyaml's answer leaves open: the problem or its line. */
static void settle(phw_yaml_error *inout, cyaml_err_t e, const char *text, size_t size,
                   const cyaml_schema_value_t *schema)
{
    if (e == CYAML_OK)
        inout->problem = PHW_YAML_EMPTY;
    if (e == CYAML_ERR_LIBYAML_PARSER)
        *inout = (phw_yaml_error){.line = broken_line(text, size, schema),
                                  .problem = PHW_YAML_SYNTAX};
    else if (inout->key[0] != '\0' && inout->problem != PHW_YAML_SYNTAX)
        inout->line = phw_yaml_line(text, inout->key);
    inout->line += inout->line == 0;
}

phw_status phw_yaml_mapping(char **out, phw_yaml_error *error, const char *text,
                            size_t size, const char *const *name)
{
    cyaml_schema_field_t field[PHW_YAML_KEYS_MAX + 1];
    memset(field, 0, sizeof field);
    fill_fields(field, name);
    size_t n = 0;
    for (; name[n] != NULL; ++n) {
        if (is_twice(error, text, name[n]))
            return phw_fail(PHW_EINPUT, "%s: given twice", name[n]);
    }
    const cyaml_schema_value_t schema = {
        .type = CYAML_MAPPING,
        .flags = CYAML_FLAG_POINTER,
        .data_size = (uint32_t)(PHW_YAML_KEYS_MAX * sizeof(char *)),
        .mapping = {.fields = field},
    };
    phw_yaml_error found = {.problem = PHW_YAML_SYNTAX};
    const cyaml_config_t config = {.log_fn = note,
                                   .log_ctx = &found,
                                   .mem_fn = cyaml_mem,
                                   .log_level = CYAML_LOG_ERROR};
    char **data = NULL;
    const cyaml_err_t e = cyaml_load_data((const uint8_t *)text, size, &config, &schema,
                                          (cyaml_data_t **)&data, NULL);
    if (e == CYAML_ERR_OOM)
        return phw_fail(PHW_ENOMEM, "no memory to read YAML");
    if (e == CYAML_OK && data != NULL) {
        give(out, data, n);
        (void)cyaml_free(&config, &schema, data, 0);
        return PHW_OK;
    }
    settle(&found, e, text, size, &schema);
    *error = found;
    return phw_fail(PHW_EINPUT, "line %d: no flat mapping of known keys", found.line);
}
