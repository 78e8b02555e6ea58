#include "datasets/recording_text.h"

#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_text_samples s = {0};
    const phw_status status = phw_text_samples_parse(
        &s, size > 0 ? (const char *)data : "", size, "fuzz.txt");
    if (status == PHW_OK && (s.n_bytes == 0 || s.n_bytes > 2 * size + 4 ||
                             s.n_bytes % (s.is_complex ? 8 : 4) != 0))
        abort();
    phw_text_samples_free(&s);
    return 0;
}
