#include "kgen/amplifiers.h"

#include <string.h>

#include "kgen/amplifier_modified_toeplitz.h"
#include "kgen/amplifier_toeplitz.h"

static const phw_amplifier *const entries[] = {
    &phw_amplifier_toeplitz,
    &phw_amplifier_modified_toeplitz,
};

const phw_amplifier *const *phw_amplifier_list(size_t *n)
{
    *n = sizeof entries / sizeof *entries;
    return entries;
}

phw_status phw_amplifier_find(const phw_amplifier **out, const char *name)
{
    for (size_t i = 0; i < sizeof entries / sizeof *entries; ++i) {
        if (strcmp(entries[i]->name, name) == 0) {
            *out = entries[i];
            return PHW_OK;
        }
    }
    return phw_fail(
        PHW_EARG,
        "amplifier: there is no '%s'; there are toeplitz and modified-toeplitz", name);
}
