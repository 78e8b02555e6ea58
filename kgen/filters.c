#include "kgen/filters.h"

#include "core/param.h"
#include "kgen/filter_ar.h"
#include "kgen/filter_average.h"
#include "kgen/filter_detrend.h"
#include "kgen/filter_difference.h"
#include "kgen/filter_forecast.h"
#include "kgen/filter_kalman.h"
#include "kgen/filter_limit.h"
#include "kgen/filter_savgol.h"
#include "kgen/filter_wiener.h"

static const phw_filter *const entries[] = {
    &phw_filter_detrend, &phw_filter_difference, &phw_filter_average,
    &phw_filter_savgol,  &phw_filter_kalman,     &phw_filter_wiener,
    &phw_filter_ar,      &phw_filter_forecast,   &phw_filter_limit,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_filter *const *phw_filter_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_filter_find(const phw_filter **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "filter", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
