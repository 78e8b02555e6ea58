#include "datasets/npy.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_matrix m = {0};
    (void)phw_npy_is(data, size);
    if (phw_npy_parse(&m, data, size) == PHW_OK)
        phw_matrix_free(&m);
    return 0;
}
