#include "kgen/quantizers.h"

#include "core/param.h"
#include "kgen/quantizer_cdf.h"
#include "kgen/quantizer_guard.h"
#include "kgen/quantizer_median.h"

static const phw_quantizer *const entries[] = {
    &phw_quantizer_median,
    &phw_quantizer_guard,
    &phw_quantizer_cdf,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_quantizer *const *phw_quantizer_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_quantizer_find(const phw_quantizer **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "quantizer", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
