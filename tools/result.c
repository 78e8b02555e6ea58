#include "tools/result.h"

#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tools/printable.h"

#define FIELDS_MAX 64

typedef struct field {
    char name[48];
    const char *label;
    const char *unit;
} field;

struct phw_result {
    json_t *object;
    field field[FIELDS_MAX];
    size_t n;
    bool failed;
};

phw_status phw_result_create(phw_result **out)
{
    phw_result *r = calloc(1, sizeof *r);
    if (r != NULL)
        r->object = json_object();
    if (r == NULL || r->object == NULL) {
        free(r);
        return phw_fail(PHW_ENOMEM, "no memory for the results");
    }
    *out = r;
    return PHW_OK;
}

void phw_result_destroy(phw_result *r)
{
    if (r == NULL)
        return;
    json_decref(r->object);
    free(r);
}

static void add(phw_result *r, const char *name, const char *label, const char *unit,
                json_t *value)
{
    if (r->n == FIELDS_MAX || json_object_set_new(r->object, name, value) != 0) {
        r->failed = true;
        return;
    }
    field *f = &r->field[r->n++];
    (void)snprintf(f->name, sizeof f->name, "%s", name);
    f->label = label;
    f->unit = unit;
}

static json_t *real(double value)
{
    return isfinite(value) ? json_real(value) : json_null();
}

void phw_result_number(phw_result *r, const char *name, const char *label,
                       const char *unit, double value)
{
    add(r, name, label, unit, real(value));
}

void phw_result_count(phw_result *r, const char *name, const char *label,
                      const char *unit, uint64_t value)
{
    add(r, name, label, unit, json_integer((json_int_t)value));
}

void phw_result_text(phw_result *r, const char *name, const char *label,
                     const char *text)
{
    add(r, name, label, "", text != NULL ? phw_printable(text) : json_null());
}

void phw_result_flag(phw_result *r, const char *name, const char *label, bool value)
{
    add(r, name, label, "", json_boolean(value));
}

void phw_result_interval(phw_result *r, const char *name, const char *label,
                         const char *unit, double low, double high)
{
    add(r, name, label, unit, json_pack("[o,o]", real(low), real(high)));
}

void phw_result_json(phw_result *r, const char *name, const char *label, json_t *value)
{
    add(r, name, label, "", value);
}

static bool takes_prefix(const char *unit)
{
    static const char *const with[] = {"Hz", "s", "m", "bit/s", "S/s", "B"};
    for (size_t i = 0; i < sizeof with / sizeof with[0]; ++i) {
        if (strcmp(with[i], unit) == 0)
            return true;
    }
    return false;
}

void phw_result_format(char *text, size_t size, double value, const char *unit)
{
    static const char *const prefix[] = {"p", "n", "u", "m", "", "k", "M", "G", "T"};
    const int plain = 4;
    int at = plain;
    if (!isfinite(value)) {
        (void)snprintf(text, size, "unknown");
        return;
    }
    if (takes_prefix(unit) && value != 0) {
        at += (int)floor(log10(fabs(value) * (1 + 1e-12)) / 3);
        at = at < 0 ? 0 : at > 8 ? 8 : at;
        /* Nobody says kiloseconds, and a millibit looks like a megabit. */
        at = strcmp(unit, "s") == 0 && at > plain ? plain : at;
        at = strcmp(unit, "bit/s") == 0 && at < plain ? plain : at;
        value /= pow(1000, at - plain);
    }
    /* Counts in full: five digits and an exponent are no way to tell bits. */
    const bool is_large = fabs(value) >= 1e5;
    (void)snprintf(text, size, "%.*g%s%s%s", is_large ? 15 : 5,
                   is_large ? round(value) : value,
                   *unit != '\0' || at != plain ? " " : "", prefix[at], unit);
}

static void format_json(char *text, size_t size, const json_t *value, const char *unit)
{
    char one[64];
    char other[64];
    if (json_is_string(value)) {
        (void)snprintf(text, size, "%s", json_string_value(value));
    } else if (json_is_integer(value)) {
        (void)snprintf(text, size, "%lld%s%s", (long long)json_integer_value(value),
                       *unit != '\0' ? " " : "", unit);
    } else if (json_is_real(value)) {
        phw_result_format(text, size, json_real_value(value), unit);
    } else if (json_is_boolean(value)) {
        (void)snprintf(text, size, "%s", json_is_true(value) ? "yes" : "no");
    } else if (json_is_array(value) && json_array_size(value) == 2) {
        format_json(one, sizeof one, json_array_get(value, 0), "");
        format_json(other, sizeof other, json_array_get(value, 1), unit);
        (void)snprintf(text, size, "%s to %s", one, other);
    } else {
        (void)snprintf(text, size, "unknown");
    }
}

bool phw_result_field(const phw_result *r, size_t i, const char **label, char *text,
                      size_t size)
{
    if (i >= r->n || r->field[i].label == NULL)
        return false;
    const json_t *value = json_object_get(r->object, r->field[i].name);
    if (json_is_object(value) || json_is_object(json_array_get(value, 0)) ||
        (json_is_array(value) && json_array_size(value) != 2))
        return false;
    *label = r->field[i].label;
    format_json(text, size, value, r->field[i].unit);
    return true;
}

const json_t *phw_result_table(const phw_result *r, size_t i, const char **label)
{
    if (i >= r->n || r->field[i].label == NULL)
        return NULL;
    const json_t *value = json_object_get(r->object, r->field[i].name);
    if (!json_is_object(json_array_get(value, 0)))
        return NULL;
    *label = r->field[i].label;
    return value;
}

void phw_result_cell(char *text, size_t size, const json_t *value)
{
    format_json(text, size, value, "");
}

json_t *phw_result_copy(const phw_result *r)
{
    return json_copy(r->object);
}

size_t phw_result_n_fields(const phw_result *r)
{
    return r->n;
}

static int column_width(const json_t *rows, const char *name)
{
    size_t width = strlen(name);
    for (size_t i = 0; i < json_array_size(rows); ++i) {
        char text[256];
        format_json(text, sizeof text, json_object_get(json_array_get(rows, i), name),
                    "");
        width = strlen(text) > width ? strlen(text) : width;
    }
    return (int)width;
}

static void print_table(json_t *rows)
{
    enum {
        COLUMNS_MAX = 24
    };

    int width[COLUMNS_MAX];
    const char *name = NULL;
    json_t *value = NULL;
    size_t n = 0;
    json_object_foreach(json_array_get(rows, 0), name, value)
    {
        if (n == COLUMNS_MAX)
            break;
        width[n] = column_width(rows, name);
        (void)printf("%s%-*s", n > 0 ? "  " : "", width[n], name);
        ++n;
    }
    (void)printf("\n");
    for (size_t i = 0; i < json_array_size(rows); ++i) {
        size_t column = 0;
        json_object_foreach(json_array_get(rows, i), name, value)
        {
            char text[256];
            if (column == n)
                break;
            format_json(text, sizeof text, value, "");
            (void)printf("%s%-*s", column > 0 ? "  " : "",
                         column + 1 < n ? width[column] : 0, text);
            ++column;
        }
        (void)printf("\n");
    }
}

static void print_lines(const phw_result *r)
{
    const char *label = NULL;
    char text[512];
    int width = 0;
    for (size_t i = 0; i < r->n; ++i) {
        if (phw_result_field(r, i, &label, text, sizeof text))
            width = (int)strlen(label) > width ? (int)strlen(label) : width;
    }
    for (size_t i = 0; i < r->n; ++i) {
        json_t *value = json_object_get(r->object, r->field[i].name);
        if (phw_result_field(r, i, &label, text, sizeof text)) {
            if (!json_is_null(value))
                (void)printf("%-*s  %s\n", width, label, text);
        } else if (r->field[i].label != NULL &&
                   json_is_object(json_array_get(value, 0))) {
            (void)printf("%s%s:\n", i > 0 ? "\n" : "", r->field[i].label);
            print_table(value);
        }
    }
}

static phw_status print_json(const phw_result *r)
{
    json_t *object = json_copy(r->object);
    bool good = object != NULL &&
                json_object_set_new(object, "version", json_string(PHW_VERSION)) == 0;
    if (good && json_object_get(object, "seed") == NULL)
        good = json_object_set_new(object, "seed", json_null()) == 0;
    char *text =
        good ? json_dumps(object, JSON_INDENT(2) | JSON_REAL_PRECISION(12)) : NULL;
    json_decref(object);
    if (text == NULL)
        return phw_fail(PHW_ENOMEM, "no memory to print the results");
    (void)puts(text);
    free(text);
    return PHW_OK;
}

phw_status phw_result_print(const phw_result *r, const phw_arguments *arguments)
{
    if (r->failed)
        return phw_fail(PHW_ENOMEM, "no memory for the results");
    if (phw_argument_given(arguments, "json"))
        return print_json(r);
    print_lines(r);
    return PHW_OK;
}
