#include "tools/scheme.h"

#include <stdlib.h>
#include <string.h>

#include "tools/keygen_options.h"

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const phw_option option[] = {PHW_OPTIONS_KEYGEN};
    const size_t n = sizeof option / sizeof option[0];
    phw_scheme scheme;
    phw_arguments arguments = {.option = option, .n_options = n};
    char *text = malloc(size + 1);
    if (text == NULL)
        return 0;
    if (size > 0)
        memcpy(text, data, size);
    text[size] = '\0';
    if (phw_scheme_parse(&scheme, "fuzz", text, size) == PHW_OK) {
        if (scheme.n > PHW_SCHEME_SETTINGS_MAX)
            abort();
        (void)(phw_scheme_apply(&arguments, &scheme, option, n) == PHW_OK);
    }
    free(text);
    return 0;
}
