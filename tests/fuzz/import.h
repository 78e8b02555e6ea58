/* One import format over any bytes: it says no, or hands out traces that are whole. */
#ifndef PHW_TESTS_FUZZ_IMPORT_H
#define PHW_TESTS_FUZZ_IMPORT_H

#include <stdlib.h>

#include "datasets/import_formats.h"

#include "tests/fuzz/fuzz.h"

static inline int fuzz_import(const phw_import_options *options, const uint8_t *data,
                              size_t size)
{
    phw_import m = {0};
    const phw_import_format *format = NULL;
    if (phw_import_format_find(&format, options->format) != PHW_OK)
        abort();
    (void)format->matches("fuzz", data,
                          size < PHW_IMPORT_HEAD_BYTES ? size : PHW_IMPORT_HEAD_BYTES);
    if (phw_import_parse(&m, data, size, "fuzz", options) != PHW_OK)
        return 0;
    uint64_t n = 0;
    for (size_t i = 0; i < m.n_traces; ++i) {
        if (phw_trace_check(&m.trace[i]) != PHW_OK)
            abort();
        n += m.trace[i].n_probes;
    }
    if (n == 0 || n != m.n_probes || m.n_records > n + phw_import_skipped(&m))
        abort();
    phw_import_free(&m);
    return 0;
}

#endif
