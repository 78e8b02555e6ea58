#include "tools/number_list.h"

#include <stdio.h>
#include <string.h>

phw_status phw_numbers_read(phw_numbers *out, const phw_param *spec, const char *text)
{
    phw_numbers list = {.n = 0};
    for (;;) {
        char member[64];
        const size_t length = strcspn(text, ",");
        if (length >= sizeof member || list.n == PHW_NUMBERS_MAX)
            return phw_fail(PHW_EARG,
                            "%s: the list is too long; expected at most %d "
                            "numbers",
                            spec->name, PHW_NUMBERS_MAX);
        (void)snprintf(member, sizeof member, "%.*s", (int)length, text);
        PHW_TRY(phw_param_read(&list.value[list.n++], spec, member));
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    *out = list;
    return PHW_OK;
}
