#include "tests/fuzz/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const phw_import_options options = {.format = "esp32"};
    return fuzz_import(&options, data, size);
}
