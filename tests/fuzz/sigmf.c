#include <stdlib.h>
#include <string.h>

#include "datasets/recording_sigmf.h"
#include "datasets/recordings.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_recording_meta meta = {0};
    char *dataset = NULL;
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (phw_sigmf_parse(&meta, &dataset, text, size) == PHW_OK &&
        (meta.n_channels == 0 || meta.metadata == NULL))
        abort();
    phw_recording_meta_free(&meta);
    free(dataset);
    free(text);
    return 0;
}
