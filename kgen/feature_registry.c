#include "kgen/feature_registry.h"

#include "core/param.h"
#include "kgen/feature_amplitude.h"
#include "kgen/feature_column.h"
#include "kgen/feature_crossings.h"
#include "kgen/feature_parts.h"
#include "kgen/feature_phase.h"
#include "kgen/feature_phase_difference.h"
#include "kgen/feature_power.h"
#include "kgen/feature_taps.h"
#include "kgen/feature_taps_power.h"

/* The first are what an eavesdropper tries of her own (kgen/eavesdropper_view.h). */
static const phw_feature *const entries[] = {
    &phw_feature_power, &phw_feature_amplitude,        &phw_feature_parts,
    &phw_feature_phase, &phw_feature_phase_difference, &phw_feature_taps_power,
    &phw_feature_taps,  &phw_feature_crossings,        &phw_feature_column,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_feature *const *phw_feature_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_feature_find(const phw_feature **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "feature", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
