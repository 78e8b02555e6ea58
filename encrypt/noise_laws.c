#include "encrypt/noise_laws.h"

#include "core/param.h"
#include "encrypt/noise_law_antisymmetric.h"
#include "encrypt/noise_law_binary.h"
#include "encrypt/noise_law_halfbit.h"
#include "encrypt/noise_law_shaped.h"
#include "encrypt/noise_law_white.h"

static const phw_noise_law *const entries[] = {
    &phw_noise_law_shaped, &phw_noise_law_antisymmetric, &phw_noise_law_halfbit,
    &phw_noise_law_white,  &phw_noise_law_binary,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_noise_law *const *phw_noise_law_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_noise_law_find(const phw_noise_law **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "noise law", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
