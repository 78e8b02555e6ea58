#include "tools/yaml.h"

#include <assert.h>
#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UNKNOWN "Unexpected key: "

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
    text[strcspn(text, "\n")] = '\0';
    const char *line = strstr(text, "line: ");
    if (line != NULL && e->line == 0)
        e->line = (int)strtol(line + sizeof "line: " - 1, NULL, 10);
    if (e->message[0] != '\0' || strstr(text, "Backtrace") != NULL)
        return;
    const char *said = strncmp(text, "Load: ", 6) == 0 ? text + 6 : text;
    (void)snprintf(e->message, sizeof e->message, "%s", said);
    const char *key = strstr(text, UNKNOWN);
    if (key != NULL)
        (void)snprintf(e->unknown_key, sizeof e->unknown_key, "%.63s",
                       key + sizeof UNKNOWN - 1);
}

/* Whether a line of the text is "key:" at its very beginning. */
static bool is_at(const char *line, const char *key)
{
    const size_t length = strlen(key);
    return strncmp(line, key, length) == 0 && line[length] == ':';
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

/* YAML forbids a key twice; libcyaml would take the last. */
static bool is_twice(phw_yaml_error *e, const char *text, const char *key)
{
    int n = 1;
    int found = 0;
    for (const char *line = text; *line != '\0'; line = next_line(line), ++n) {
        if (is_at(line, key) && ++found == 2) {
            e->line = n;
            (void)snprintf(e->message, sizeof e->message, "%s: given twice", key);
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

phw_status phw_yaml_mapping(char **out, phw_yaml_error *error, const char *text,
                            size_t size, const char *const *name)
{
    cyaml_schema_field_t field[PHW_YAML_KEYS_MAX + 1];
    memset(field, 0, sizeof field);
    size_t n = 0;
    for (; name[n] != NULL; ++n) {
        assert(n < PHW_YAML_KEYS_MAX);
        if (is_twice(error, text, name[n]))
            return phw_fail(PHW_EINPUT, "%s", error->message);
        field[n].key = name[n];
        field[n].data_offset = (uint32_t)(n * sizeof(char *));
        field[n].value = (cyaml_schema_value_t){
            .type = CYAML_STRING,
            .flags = CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL,
            .data_size = sizeof(char),
            .string = {.min = 0, .max = 1024},
        };
    }
    const cyaml_schema_value_t schema = {
        .type = CYAML_MAPPING,
        .flags = CYAML_FLAG_POINTER,
        .data_size = (uint32_t)(PHW_YAML_KEYS_MAX * sizeof(char *)),
        .mapping = {.fields = field},
    };
    const cyaml_config_t config = {.log_fn = note,
                                   .log_ctx = error,
                                   .mem_fn = cyaml_mem,
                                   .log_level = CYAML_LOG_ERROR};
    char **data = NULL;
    const cyaml_err_t e = cyaml_load_data((const uint8_t *)text, size, &config, &schema,
                                          (cyaml_data_t **)&data, NULL);
    if (e == CYAML_ERR_OOM)
        return phw_fail(PHW_ENOMEM, "no memory to read YAML");
    if (e != CYAML_OK || data == NULL) {
        if (error->line == 0)
            error->line = 1;
        if (error->message[0] == '\0')
            (void)snprintf(error->message, sizeof error->message, "%s",
                           e == CYAML_OK ? "nothing is in it" : cyaml_strerror(e));
        return phw_fail(PHW_EINPUT, "line %d: %s", error->line, error->message);
    }
    give(out, data, n);
    (void)cyaml_free(&config, &schema, data, 0);
    return PHW_OK;
}
