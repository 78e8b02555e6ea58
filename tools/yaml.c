#include "tools/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* Mappings within each other: the file, a section, an entry of it. */
#define DEPTH_MAX 3

typedef struct reader {
    yaml_parser_t parser;
    phw_yaml made;
    size_t capacity;
    phw_yaml_error *error;
    char path[PHW_YAML_PATH_MAX];
    size_t length[DEPTH_MAX + 1]; /* of the path at each depth */
    size_t n_at[DEPTH_MAX + 1];   /* of values before the mapping began */
    size_t depth;                 /* 0: no mapping is open */
    int line;                     /* of the last key */
    bool has_key;                 /* the next event is its value */
    bool in_list;
    bool has_document; /* one has begun */
    char *list;        /* its values so far */
    size_t list_size;
} reader;

static phw_status refuse(reader *r, phw_yaml_problem problem, int line)
{
    *r->error = (phw_yaml_error){.problem = problem, .line = line};
    (void)snprintf(r->error->key, sizeof r->error->key, "%s", r->path);
    return phw_fail(PHW_EINPUT, "line %d: no mapping of plain values", line);
}

static int line_of(const yaml_event_t *event)
{
    return (int)event->start_mark.line + 1;
}

/* Whether the path, or one below it, has a value. */
static bool is_known(const phw_yaml *yaml, const char *path)
{
    const size_t n = strlen(path);
    for (size_t i = 0; i < yaml->n; ++i) {
        const char *other = yaml->entry[i].path;
        if (strncmp(other, path, n) == 0 && (other[n] == '\0' || other[n] == '.'))
            return true;
    }
    return false;
}

/* Room for one more. */
static phw_status grow(reader *r)
{
    if (r->made.n < r->capacity)
        return PHW_OK;
    const size_t n = r->capacity == 0 ? 64 : 2 * r->capacity;
    phw_yaml_entry *entry = realloc(r->made.entry, n * sizeof *entry);
    if (entry == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to read YAML");
    r->made.entry = entry;
    r->capacity = n;
    return PHW_OK;
}

/* The path goes back to that of the mapping which is open. */
static void end_value(reader *r)
{
    r->has_key = false;
    r->path[r->length[r->depth]] = '\0';
}

static phw_status add(reader *r, const char *text, bool is_list)
{
    if (r->made.n == PHW_YAML_VALUES_MAX)
        return refuse(r, PHW_YAML_TOO_MANY, r->line);
    PHW_TRY(grow(r));
    const phw_yaml_entry entry = {.path = strdup(r->path),
                                  .text = strdup(text),
                                  .line = r->line,
                                  .is_list = is_list};
    if (entry.path == NULL || entry.text == NULL) {
        free(entry.path);
        free(entry.text);
        return phw_fail(PHW_ENOMEM, "no memory to read YAML");
    }
    r->made.entry[r->made.n++] = entry;
    end_value(r);
    return PHW_OK;
}

static phw_status take_key(reader *r, const char *text, int line)
{
    const size_t at = r->length[r->depth];
    const int n =
        snprintf(r->path + at, sizeof r->path - at, "%s%s", at > 0 ? "." : "", text);
    r->line = line;
    if (n < 0 || (size_t)n >= sizeof r->path - at)
        return refuse(r, PHW_YAML_TOO_LONG, line);
    if (is_known(&r->made, r->path))
        return refuse(r, PHW_YAML_TWICE, line);
    r->has_key = true;
    return PHW_OK;
}

static phw_status add_to_list(reader *r, const char *text)
{
    const size_t old = r->list != NULL ? strlen(r->list) + 1 : 0;
    const size_t size = old + strlen(text) + 1;
    if (r->list == NULL || size > r->list_size) {
        char *grown = realloc(r->list, 2 * size);
        if (grown == NULL)
            return phw_fail(PHW_ENOMEM, "no memory to read YAML");
        r->list = grown;
        r->list_size = 2 * size;
    }
    if (old > 0)
        r->list[old - 1] = ',';
    memcpy(r->list + old, text, strlen(text) + 1);
    return PHW_OK;
}

static phw_status take_scalar(reader *r, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (strlen(text) != event->data.scalar.length)
        return refuse(r, PHW_YAML_SYNTAX, line_of(event));
    if (r->depth == 0)
        return refuse(r, PHW_YAML_NO_MAPPING, line_of(event));
    if (r->in_list)
        return add_to_list(r, text);
    return r->has_key ? add(r, text, false) : take_key(r, text, line_of(event));
}

static phw_status begin_list(reader *r, const yaml_event_t *event)
{
    if (r->depth == 0)
        return refuse(r, PHW_YAML_NO_MAPPING, line_of(event));
    if (r->in_list || !r->has_key)
        return refuse(r, PHW_YAML_NO_SCALAR, line_of(event));
    r->in_list = true;
    free(r->list);
    r->list = NULL;
    r->list_size = 0;
    return PHW_OK;
}

static phw_status end_list(reader *r)
{
    r->in_list = false;
    return add(r, r->list != NULL ? r->list : "", true);
}

static phw_status begin_mapping(reader *r, const yaml_event_t *event)
{
    const bool is_value = r->has_key && !r->in_list && r->depth < DEPTH_MAX;
    if (r->depth > 0 && !is_value)
        return refuse(r, PHW_YAML_NO_SCALAR,
                      r->has_key && !r->in_list ? r->line : line_of(event));
    ++r->depth;
    r->length[r->depth] = strlen(r->path);
    r->n_at[r->depth] = r->made.n;
    r->has_key = false;
    return PHW_OK;
}

/* One without keys is a value with an empty text. */
static phw_status end_mapping(reader *r)
{
    const bool is_empty = r->made.n == r->n_at[r->depth];
    --r->depth;
    if (is_empty && r->depth > 0)
        return add(r, "", false);
    end_value(r);
    return PHW_OK;
}

static phw_status begin_document(reader *r, const yaml_event_t *event)
{
    if (r->has_document)
        return refuse(r, PHW_YAML_TWO_DOCUMENTS, line_of(event));
    r->has_document = true;
    return PHW_OK;
}

static phw_status take(reader *r, const yaml_event_t *event)
{
    switch (event->type) {
    case YAML_DOCUMENT_START_EVENT:
        return begin_document(r, event);
    case YAML_SCALAR_EVENT:
        return take_scalar(r, event);
    case YAML_SEQUENCE_START_EVENT:
        return begin_list(r, event);
    case YAML_SEQUENCE_END_EVENT:
        return end_list(r);
    case YAML_MAPPING_START_EVENT:
        return begin_mapping(r, event);
    case YAML_MAPPING_END_EVENT:
        return end_mapping(r);
    case YAML_ALIAS_EVENT:
        return refuse(r, r->depth > 0 ? PHW_YAML_NO_SCALAR : PHW_YAML_NO_MAPPING,
                      line_of(event));
    default:
        return PHW_OK;
    }
}

/* Where the parser gave up: of a quote or bracket that was not closed where it began;
 * of what could not be decoded the offset alone is known. */
static int broken_line(const yaml_parser_t *parser, const char *text, size_t size)
{
    if (parser->error == YAML_READER_ERROR) {
        int line = 1;
        for (size_t i = 0; i < size && i < parser->problem_offset; ++i)
            line += text[i] == '\n';
        return line;
    }
    static const char *const begun[] = {"quoted", "flow", "simple key"};
    const char *context = parser->context != NULL ? parser->context : "";
    for (size_t i = 0; i < sizeof begun / sizeof begun[0]; ++i) {
        if (strstr(context, begun[i]) != NULL)
            return (int)parser->context_mark.line + 1;
    }
    return (int)parser->problem_mark.line + 1;
}

static phw_status read_all(reader *r, const char *text, size_t size)
{
    yaml_event_t event;
    phw_status s = PHW_OK;
    bool is_end = false;
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)text, size);
    while (!s && !is_end) {
        if (yaml_parser_parse(&r->parser, &event) == 0)
            return r->parser.error == YAML_MEMORY_ERROR
                       ? phw_fail(PHW_ENOMEM, "no memory to read YAML")
                       : refuse(r, PHW_YAML_SYNTAX,
                                broken_line(&r->parser, text, size));
        s = take(r, &event);
        is_end = event.type == YAML_STREAM_END_EVENT;
        yaml_event_delete(&event);
    }
    return !s && r->made.n == 0 ? refuse(r, PHW_YAML_EMPTY, 1) : s;
}

phw_status phw_yaml_read(phw_yaml *out, phw_yaml_error *error, const char *text,
                         size_t size)
{
    reader r = {.error = error};
    if (yaml_parser_initialize(&r.parser) == 0)
        return phw_fail(PHW_ENOMEM, "no memory to read YAML");
    const phw_status s = read_all(&r, text, size);
    yaml_parser_delete(&r.parser);
    free(r.list);
    if (s)
        phw_yaml_free(&r.made);
    else
        *out = r.made;
    return s;
}

void phw_yaml_free(phw_yaml *yaml)
{
    for (size_t i = 0; i < yaml->n; ++i) {
        free(yaml->entry[i].path);
        free(yaml->entry[i].text);
    }
    free(yaml->entry);
    *yaml = (phw_yaml){0};
}
