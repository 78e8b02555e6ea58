#include "kgen/codes.h"

#include "core/param.h"
#include "kgen/code_bch.h"
#include "kgen/code_golay.h"
#include "kgen/code_repetition.h"

static const phw_code *const entries[] = {
    &phw_code_repetition,
    &phw_code_golay,
    &phw_code_bch,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_code *const *phw_code_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_code_find(const phw_code **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "code", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
