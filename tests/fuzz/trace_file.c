#include "datasets/trace_file.h"

#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_trace t = {0};
    if (phw_trace_parse(&t, data, size, NULL) == PHW_OK &&
        phw_trace_check(&t) != PHW_OK)
        abort();
    phw_trace_free(&t);
    return 0;
}
