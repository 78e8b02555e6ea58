#include "phy/line_codes.h"

#include "core/param.h"
#include "phy/line_code_fm0.h"
#include "phy/line_code_manchester.h"
#include "phy/line_code_miller.h"

static const phw_line_code *const entries[] = {
    &phw_line_code_manchester, &phw_line_code_fm0,     &phw_line_code_miller2,
    &phw_line_code_miller4,    &phw_line_code_miller8,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_line_code *const *phw_line_code_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_line_code_find(const phw_line_code **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "line code", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
