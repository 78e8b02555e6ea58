#include "datasets/sigmf_collection.h"

#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    phw_sigmf_collection c = {0};
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (phw_sigmf_collection_parse(&c, text, size) == PHW_OK) {
        for (size_t i = 0; i < c.n; ++i) {
            if (strchr(c.stream[i].name, '/') != NULL ||
                strlen(c.stream[i].hash) != 128)
                abort();
        }
    }
    phw_sigmf_collection_free(&c);
    free(text);
    return 0;
}
