#include "encrypt/frame_record.h"

#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_frame_record r = {0};
    const char *text = size > 0 ? (const char *)data : "";
    if (phw_frame_record_parse(&r, text, size) != PHW_OK)
        return 0;
    /* Each stream of each key is found as the one entry that it is. */
    for (size_t i = 0; i < r.n; ++i) {
        if (phw_frame_record_find(&r, r.entry[i].key, r.entry[i].stream) != &r.entry[i])
            abort();
    }
    phw_frame_record_free(&r);
    return 0;
}
