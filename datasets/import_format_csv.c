#include "datasets/import_format_csv.h"

#include <string.h>
#include <strings.h>

#include "datasets/import_matrix.h"
#include "datasets/trace_csv.h"
#include "datasets/trace_csv_reader.h"

/* Any text may be a table, so one of others is known by its name. */
static bool matches(const char *path, const uint8_t *head, size_t n_head)
{
    static const char *const suffix[] = {".csv", ".tsv", ".txt"};
    const char *dot = strrchr(path, '.');
    if (n_head > strlen(PHW_TRACE_CSV_FIRST_LINE) &&
        memcmp(head, PHW_TRACE_CSV_FIRST_LINE, strlen(PHW_TRACE_CSV_FIRST_LINE)) == 0)
        return true;
    for (size_t i = 0; dot != NULL && i < sizeof suffix / sizeof suffix[0]; ++i) {
        if (strcasecmp(dot, suffix[i]) == 0)
            return true;
    }
    return false;
}

static phw_status read(phw_import *out, const char *path, const uint8_t *byte, size_t n,
                       const phw_import_options *options)
{
    phw_trace_kind kind = PHW_N_TRACE_KINDS;
    phw_trace t = {0};
    PHW_TRY(phw_import_kind(&kind, options));
    PHW_TRY(phw_trace_csv_parse(&t, (const char *)byte, n, path, kind));
    phw_import_name(&t, path);
    return phw_import_take(out, &t);
}

const phw_import_format phw_import_format_csv = {
    .name = "csv",
    .summary = "text table: phyward export's, or complex or real numbers",
    .reference = "datasets/trace_csv_reader.h",
    .matches = matches,
    .read = read,
};
