#include "datasets/table.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static phw_slice trim(phw_slice s)
{
    while (s.from < s.end && isspace((unsigned char)*s.from))
        ++s.from;
    while (s.from < s.end && isspace((unsigned char)s.end[-1]))
        --s.end;
    return s;
}

size_t phw_slice_length(phw_slice s)
{
    return (size_t)(s.end - s.from);
}

bool phw_slice_is_empty(phw_slice s)
{
    return s.from == s.end;
}

bool phw_table_next(phw_table *t, phw_slice *line)
{
    while (t->at < t->end) {
        const char *stop = memchr(t->at, '\n', (size_t)(t->end - t->at));
        const phw_slice whole = {t->at, stop == NULL ? t->end : stop};
        const phw_slice seen = trim(whole);
        t->at = stop == NULL ? t->end : stop + 1;
        ++t->line;
        if (phw_slice_is_empty(seen) || *seen.from == '#')
            continue;
        *line = whole;
        return true;
    }
    return false;
}

phw_cells phw_cells_of(const phw_table *t, phw_slice line)
{
    return (phw_cells){.rest = t->delimiter == ' ' ? trim(line) : line,
                       .delimiter = t->delimiter,
                       .done = phw_slice_is_empty(line)};
}

static bool is_delimiter(char c, char delimiter)
{
    return delimiter == ' ' ? isspace((unsigned char)c) != 0 : c == delimiter;
}

/* Where the cell that starts at `from` ends: at a delimiter outside quotes. */
static const char *cell_end(const phw_cells *c, const char *from)
{
    bool quoted = false;
    for (; from < c->rest.end; ++from) {
        if (*from == '"')
            quoted = !quoted;
        if (!quoted && is_delimiter(*from, c->delimiter))
            break;
    }
    return from;
}

bool phw_cells_next(phw_cells *c, phw_slice *cell)
{
    if (c->done)
        return false;
    const char *end = cell_end(c, c->rest.from);
    phw_slice seen = trim((phw_slice){c->rest.from, end});
    c->done = end == c->rest.end;
    c->rest.from = c->done ? end : end + 1;
    if (c->delimiter == ' ')
        c->rest = trim(c->rest);
    if (seen.end - seen.from >= 2 && *seen.from == '"' && seen.end[-1] == '"')
        seen = trim((phw_slice){seen.from + 1, seen.end - 1});
    *cell = seen;
    return true;
}

bool phw_table_number(const phw_table *t, double *out, phw_slice cell)
{
    char text[64];
    const size_t n = (size_t)(cell.end - cell.from);
    if (n == 0 || n >= sizeof text)
        return false;
    memcpy(text, cell.from, n);
    text[n] = '\0';
    const char *digits = text + (*text == '+' || *text == '-');
    if (strcasecmp(digits, "nan") == 0 || strcasecmp(digits, "inf") == 0 ||
        strcasecmp(digits, "infinity") == 0) {
        *out = (double)NAN;
        return true;
    }
    if (strspn(text, "0123456789+-.eE") != n)
        return false;
    char *stop = NULL;
    const double x = strtod_l(text, &stop, t->c_locale);
    if (*stop != '\0' || stop == text)
        return false;
    *out = x;
    return true;
}

typedef int (*compare)(const char *, const char *, size_t);

static size_t find(const phw_table *t, const char *name, compare same)
{
    phw_slice cell;
    phw_cells c = phw_cells_of(t, t->header);
    for (size_t i = 0; phw_cells_next(&c, &cell); ++i) {
        const size_t n = (size_t)(cell.end - cell.from);
        if (n == strlen(name) && same(cell.from, name, n) == 0)
            return i;
    }
    return PHW_NO_COLUMN;
}

size_t phw_table_find(const phw_table *t, const char *name)
{
    const size_t exact = find(t, name, strncmp);
    return exact != PHW_NO_COLUMN ? exact : find(t, name, strncasecmp);
}

void phw_table_list(const phw_table *t, char *out, size_t size)
{
    phw_slice cell;
    phw_cells c = phw_cells_of(t, t->header);
    size_t n = 0;
    out[0] = '\0';
    while (n + 8 < size && phw_cells_next(&c, &cell)) {
        const size_t length = (size_t)(cell.end - cell.from);
        const int shown = snprintf(out + n, size - n, "%s%.*s", n > 0 ? ", " : "",
                                   length < size ? (int)length : (int)size, cell.from);
        n += shown > 0 ? (size_t)shown : 0;
    }
}

static phw_status check_no_zero(const char *text, size_t size, const char *name)
{
    const char *zero = memchr(text, 0, size);
    if (zero == NULL)
        return PHW_OK;
    size_t line = 1;
    for (const char *at = text; at < zero; ++at)
        line += *at == '\n';
    return phw_fail(PHW_EINPUT,
                    "%s: line %zu: a 0 byte; expected text (binary file, or UTF-16?)",
                    name, line);
}

static char guess_delimiter(phw_slice line)
{
    const size_t n = (size_t)(line.end - line.from);
    for (const char *choice = "\t;,"; *choice != '\0'; ++choice) {
        if (memchr(line.from, *choice, n) != NULL)
            return *choice;
    }
    return ' ';
}

static bool has_number(const phw_table *t, phw_slice line)
{
    phw_slice cell;
    double number = 0.0;
    phw_cells c = phw_cells_of(t, line);
    while (phw_cells_next(&c, &cell)) {
        if (phw_table_number(t, &number, cell))
            return true;
    }
    return false;
}

phw_status phw_table_start(phw_table *out, const char *text, size_t size,
                           const char *name, char delimiter)
{
    PHW_TRY(check_no_zero(text, size, name));
    const bool has_mark = size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0;
    phw_table t = {.name = name,
                   .at = text + (has_mark ? 3 : 0),
                   .end = text + size,
                   .delimiter = delimiter,
                   .c_locale = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0)};
    if (t.c_locale == (locale_t)0)
        return phw_fail(PHW_ENOMEM, "%s: no memory", name);
    phw_table ahead = t;
    phw_slice first;
    if (phw_table_next(&ahead, &first)) {
        if (delimiter == '\0')
            ahead.delimiter = t.delimiter = guess_delimiter(first);
        if (!has_number(&ahead, first)) {
            t = ahead;
            t.header = first;
        }
    }
    *out = t;
    return PHW_OK;
}

void phw_table_end(phw_table *t)
{
    freelocale(t->c_locale);
}
