#include <stdlib.h>
#include <string.h>

#include "channel/profiles.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    phw_taps taps = {0};
    if (phw_profile_read(&taps, text, 100e-9, 0) == PHW_OK &&
        phw_taps_check(&taps) != PHW_OK)
        abort();
    free(text);
    return 0;
}
