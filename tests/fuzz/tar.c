#include "datasets/tar.h"

#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_tar t = {0};
    FILE *stream = tmpfile();
    if (stream == NULL)
        return 0;
    if (fwrite(data, 1, size, stream) == size &&
        phw_tar_parse(&t, stream, size) == PHW_OK) {
        for (size_t i = 0; i < t.n; ++i) {
            if (t.entry[i].offset > size || t.entry[i].size > size - t.entry[i].offset)
                abort();
        }
    }
    phw_tar_free(&t);
    (void)fclose(stream);
    return 0;
}
