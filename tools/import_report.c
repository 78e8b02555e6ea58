#include "tools/import_report.h"

#include "tools/printable.h"

/* A row for each reason, and where it was met first. */
static json_t *counts_json(const phw_import_count *count, size_t n)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < n; ++i)
        (void)json_array_append_new(
            rows, json_pack("{s:s,s:I,s:I}", "reason", count[i].reason, "n",
                            (json_int_t)count[i].n, "first_offset",
                            (json_int_t)count[i].first_offset));
    return rows;
}

static json_t *notes_json(const phw_import *m)
{
    json_t *rows = json_array();
    for (size_t i = 0; i < m->n_notes; ++i)
        (void)json_array_append_new(
            rows, json_pack("{s:o}", "note", phw_printable(m->note[i])));
    return rows;
}

void phw_import_report(phw_result *r, const phw_import *m)
{
    phw_result_json(r, "skipped_by", "left out, by reason",
                    counts_json(m->skipped, m->n_reasons));
    phw_result_json(r, "events", "kept, but", counts_json(m->event, m->n_events));
    phw_result_json(r, "notes", "notes", notes_json(m));
}
