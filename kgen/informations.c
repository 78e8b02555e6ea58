#include "kgen/informations.h"

#include "core/param.h"
#include "kgen/information_binned.h"
#include "kgen/information_coherence.h"
#include "kgen/information_gaussian.h"
#include "kgen/information_gaussian_vector.h"
#include "kgen/information_ksg.h"

static const phw_information *const entries[] = {
    &phw_information_gaussian,  &phw_information_gaussian_vector,
    &phw_information_coherence, &phw_information_ksg,
    &phw_information_binned,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_information *const *phw_information_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_information_find(const phw_information **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "information", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
