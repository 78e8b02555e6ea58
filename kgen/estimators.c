#include "kgen/estimators.h"

#include "core/param.h"
#include "kgen/estimator_90b_collision.h"
#include "kgen/estimator_90b_compression.h"
#include "kgen/estimator_90b_lag.h"
#include "kgen/estimator_90b_lrs.h"
#include "kgen/estimator_90b_lz78y.h"
#include "kgen/estimator_90b_multi_mcw.h"
#include "kgen/estimator_90b_multi_mmc.h"
#include "kgen/estimator_90b_t_tuple.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/estimator_lag.h"
#include "kgen/estimator_markov.h"
#include "kgen/estimator_mcv.h"

static const phw_estimator *const entries[] = {
    &phw_estimator_mcv,           &phw_estimator_markov,
    &phw_estimator_lag,           &phw_estimator_gaussian,
    &phw_estimator_90b_collision, &phw_estimator_90b_compression,
    &phw_estimator_90b_t_tuple,   &phw_estimator_90b_lrs,
    &phw_estimator_90b_multi_mcw, &phw_estimator_90b_lag,
    &phw_estimator_90b_multi_mmc, &phw_estimator_90b_lz78y,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_estimator *const *phw_estimator_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_estimator_find(const phw_estimator **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "estimator", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
