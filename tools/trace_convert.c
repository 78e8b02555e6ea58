#include "tools/trace_convert.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "datasets/import_formats.h"
#include "datasets/trace_csv.h"
#include "datasets/trace_export.h"
#include "datasets/trace_file.h"
#include "datasets/traces.h"
#include "tools/capture_file.h"
#include "tools/import_report.h"

/* What a file held. */
typedef struct set {
    const char *format;
    phw_trace *trace; /* the import's, or own ones */
    size_t n;
    uint64_t n_skipped;
    phw_import import;
} set;

static phw_status write_h5(phw_writer *w, const set *s)
{
    const phw_trace **each = calloc(s->n, sizeof *each);
    if (each == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for traces");
    for (size_t i = 0; i < s->n; ++i)
        each[i] = &s->trace[i];
    const phw_status status = phw_trace_append(w, each, s->n);
    free(each);
    return status;
}

static phw_status write_npy(phw_writer *w, const set *s)
{
    return phw_trace_export_npy(w, s->trace, "H");
}

static phw_status write_csv(phw_writer *w, const set *s)
{
    return phw_trace_csv_write(w, s->trace);
}

static phw_status write_mat(phw_writer *w, const set *s)
{
    return phw_trace_export_mat(w, s->trace);
}

typedef struct form {
    const char *suffix;
    const char *name;
    bool several; /* traces in one file */
    phw_status (*write)(phw_writer *w, const set *s);
} form;

static const form forms[] = {{".h5", "trace", true, write_h5},
                             {".npy", "npy", false, write_npy},
                             {".csv", "csv", false, write_csv},
                             {".mat", "mat", false, write_mat}};

static const form *find(const char *path)
{
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot != NULL && i < sizeof forms / sizeof forms[0]; ++i) {
        if (strcasecmp(dot, forms[i].suffix) == 0)
            return &forms[i];
    }
    return NULL;
}

bool phw_trace_convert_knows(const char *path)
{
    return find(path) != NULL;
}

static phw_status read_file(set *s, const char *path)
{
    phw_trace_group *group = NULL;
    size_t n = 0;
    PHW_TRY(phw_trace_groups(&group, &n, path));
    s->format = "trace";
    s->trace = calloc(n, sizeof *s->trace);
    phw_status status =
        s->trace == NULL ? phw_fail(PHW_ENOMEM, "%s: no memory", path) : PHW_OK;
    for (; !status && s->n < n; ++s->n)
        status = phw_trace_read(&s->trace[s->n], path, group[s->n].name);
    free(group);
    return status;
}

static phw_status read_one(set *s, const char *spec)
{
    s->trace = calloc(1, sizeof *s->trace);
    if (s->trace == NULL)
        return phw_fail(PHW_ENOMEM, "%s: no memory", spec);
    PHW_TRY(phw_trace_open(s->trace, spec, NULL));
    s->format = "table";
    s->n = 1;
    return PHW_OK;
}

static phw_status read_import(set *s, const char *path)
{
    PHW_TRY(phw_import_read(&s->import, path, NULL));
    free(s->trace);
    s->format = s->import.format;
    s->trace = s->import.trace;
    s->n = s->import.n_traces;
    s->n_skipped = phw_import_skipped(&s->import);
    return PHW_OK;
}

/* Tables of readings are text too: they are tried before matrices in text. */
static phw_status read_any(set *s, const char *from)
{
    if (phw_trace_file_is(from))
        return read_file(s, from);
    if (phw_capture_file_is(from))
        return read_import(s, from);
    const phw_status status = read_one(s, from);
    return status && phw_import_matches(from) != NULL ? read_import(s, from) : status;
}

static void free_set(set *s)
{
    for (size_t i = 0; i < s->n && s->trace != s->import.trace; ++i)
        phw_trace_free(&s->trace[i]);
    if (s->trace != s->import.trace)
        free(s->trace);
    phw_import_free(&s->import);
}

static phw_status write(phw_outputs *outputs, const set *s, const char *from,
                        const char *to)
{
    phw_writer *w = NULL;
    const form *f = find(to);
    if (s->n > 1 && !f->several)
        return phw_fail(PHW_EARG,
                        "%s: holds %zu traces, and %s has room for one: write a .h5, "
                        "then name one of it (FILE:%.64s)",
                        from, s->n, to, s->trace[0].party);
    PHW_TRY(phw_outputs_add(&w, outputs, to, false));
    return f->write(w, s);
}

phw_status phw_trace_convert(phw_result *r, phw_outputs *outputs, const char *from,
                             const char *to)
{
    set s = {.format = ""};
    phw_status status = read_any(&s, from);
    if (!status)
        status = write(outputs, &s, from, to);
    if (!status) {
        uint64_t n_probes = 0;
        for (size_t i = 0; i < s.n; ++i)
            n_probes += s.trace[i].n_probes;
        phw_result_text(r, "what", "what", "traces");
        phw_result_text(r, "from_format", "from", s.format);
        phw_result_text(r, "format", "to", find(to)->name);
        phw_result_count(r, "n_traces", "traces", "", s.n);
        phw_result_count(r, "n_probes", "probes", "", n_probes);
        phw_result_count(r, "n_skipped", "records skipped", "", s.n_skipped);
        phw_import_report(r, &s.import);
        phw_result_json(r, "outputs", "written", phw_outputs_list(outputs));
    }
    free_set(&s);
    return status;
}
