#include "tools/capture_file.h"

#include <stdio.h>
#include <string.h>

#include "core/file.h"
#include "datasets/import_formats.h"
#include "datasets/trace_csv.h"

bool phw_capture_file_is(const char *path)
{
    static const char own[] = PHW_TRACE_CSV_FIRST_LINE;
    char head[sizeof own] = "";
    const phw_import_format *format = phw_import_matches(path);
    if (format == NULL || strcmp(format->name, "csv") != 0)
        return format != NULL;
    FILE *stream = phw_file_open(path);
    if (stream == NULL)
        return false;
    const size_t n = fread(head, 1, sizeof head - 1, stream);
    (void)fclose(stream);
    return n == sizeof own - 1 && memcmp(head, own, n) == 0;
}
