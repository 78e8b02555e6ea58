#include <stdlib.h>

#include "datasets/trace_csv_reader.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_trace t = {0};
    const phw_status s = phw_trace_csv_parse(&t, size > 0 ? (const char *)data : "",
                                             size, "fuzz.csv", PHW_N_TRACE_KINDS);
    if (s == PHW_OK && phw_trace_check(&t) != PHW_OK)
        abort();
    phw_trace_free(&t);
    return 0;
}
