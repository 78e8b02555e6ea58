#include "kgen/randomizers.h"

#include "core/param.h"
#include "kgen/randomizer_beams.h"
#include "kgen/randomizer_none.h"
#include "kgen/randomizer_permute.h"
#include "kgen/randomizer_pilots.h"
#include "kgen/randomizer_product.h"
#include "kgen/randomizer_ris.h"
#include "kgen/randomizer_sample.h"

static const phw_randomizer *const entries[] = {
    &phw_randomizer_none,   &phw_randomizer_product, &phw_randomizer_pilots,
    &phw_randomizer_beams,  &phw_randomizer_ris,     &phw_randomizer_permute,
    &phw_randomizer_sample,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_randomizer *const *phw_randomizer_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_randomizer_find(const phw_randomizer **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "randomizer", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
