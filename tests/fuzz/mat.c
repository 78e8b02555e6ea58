#include <stdlib.h>

#include "core/trace.h"
#include "datasets/import_formats.h"

#include "tests/fuzz/fuzz.h"

/* Both levels; the only matrix of a file, and one that is named. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const phw_import_options options[] = {
        {.format = "mat"}, {.format = "mat", .variable = "csi", .probes_last = true}};
    for (size_t i = 0; i < 2; ++i) {
        phw_import in = {0};
        const phw_status s = phw_import_parse(&in, data, size, "fuzz.mat", &options[i]);
        if (s == PHW_OK && phw_trace_check(&in.trace[0]) != PHW_OK)
            abort();
        phw_import_free(&in);
    }
    return 0;
}
