#include "kgen/forecasters.h"

#include "core/param.h"
#include "kgen/forecaster_kalman.h"
#include "kgen/forecaster_kernel.h"
#include "kgen/forecaster_mmse.h"
#include "kgen/forecaster_rls.h"

static const phw_forecaster *const entries[] = {
    &phw_forecaster_mmse,
    &phw_forecaster_kalman,
    &phw_forecaster_rls,
    &phw_forecaster_kernel,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_forecaster *const *phw_forecaster_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_forecaster_find(const phw_forecaster **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "forecaster", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
