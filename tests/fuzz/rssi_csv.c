#include "datasets/rssi_csv.h"

#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const phw_rssi_options options[] = {
        {0}, {.column = "2", .sequence_column = "1", .time_column = "-"}};
    for (size_t i = 0; i < 2; ++i) {
        phw_trace t = {0};
        const phw_status s = phw_rssi_parse(&t, size > 0 ? (const char *)data : "",
                                            size, "fuzz.csv", &options[i]);
        if (s == PHW_OK && phw_trace_check(&t) != PHW_OK)
            abort();
        phw_trace_free(&t);
    }
    return 0;
}
