#include "datasets/trace_csv_facts.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "datasets/trace_csv.h"

phw_slice phw_trace_csv_facts(const char *text, size_t size)
{
    const char *at = text;
    const char *const end = text + size;
    const size_t n = strlen(PHW_TRACE_CSV_FIRST_LINE);
    const bool ours = size > n && memcmp(text, PHW_TRACE_CSV_FIRST_LINE, n) == 0;
    while (ours && at < end && *at == '#') {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        at = stop == NULL ? end : stop + 1;
    }
    return (phw_slice){text, at};
}

bool phw_trace_csv_fact(phw_slice *out, phw_slice facts, const char *key)
{
    char start[64];
    const int n = snprintf(start, sizeof start, "# %s:", key);
    const char *at = facts.from;
    while (at < facts.end) {
        const char *stop = memchr(at, '\n', (size_t)(facts.end - at));
        if (stop == NULL)
            stop = facts.end;
        if (stop - at >= n && strncmp(at, start, (size_t)n) == 0) {
            *out = (phw_slice){at + n, stop};
            while (out->from < out->end && isspace((unsigned char)*out->from))
                ++out->from;
            while (out->from < out->end && isspace((unsigned char)out->end[-1]))
                --out->end;
            return true;
        }
        at = stop + (stop < facts.end);
    }
    return false;
}

void phw_trace_csv_text(char *out, size_t size, phw_slice facts, const char *key)
{
    phw_slice text;
    if (!phw_trace_csv_fact(&text, facts, key))
        return;
    const size_t n =
        phw_slice_length(text) < size - 1 ? phw_slice_length(text) : size - 1;
    memcpy(out, text.from, n);
    out[n] = '\0';
}

phw_status phw_trace_csv_number(double *out, phw_slice facts, const char *key,
                                const phw_table *t)
{
    phw_slice text;
    if (!phw_trace_csv_fact(&text, facts, key))
        return PHW_OK;
    if (!phw_table_number(t, out, text) || !isfinite(*out) || *out < 0)
        return phw_fail(
            PHW_EINPUT, "%s: '# %s: %.*s' is no number of 0 or more", t->name, key,
            phw_slice_length(text) < 40 ? (int)phw_slice_length(text) : 40, text.from);
    return PHW_OK;
}
