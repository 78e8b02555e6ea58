#include "auth/fingerprint_features.h"

#include "auth/fingerprint_feature_band_edge.h"
#include "auth/fingerprint_feature_band_tilt.h"
#include "auth/fingerprint_feature_cfo.h"
#include "auth/fingerprint_feature_dc.h"
#include "auth/fingerprint_feature_error_axis.h"
#include "auth/fingerprint_feature_error_kurtosis.h"
#include "auth/fingerprint_feature_error_mean.h"
#include "auth/fingerprint_feature_error_spread.h"
#include "auth/fingerprint_feature_iq_gain.h"
#include "auth/fingerprint_feature_iq_phase.h"
#include "core/param.h"

static const phw_fingerprint_feature *const entries[] = {
    &phw_fingerprint_feature_cfo,
    &phw_fingerprint_feature_iq_gain,
    &phw_fingerprint_feature_iq_phase,
    &phw_fingerprint_feature_dc,
    &phw_fingerprint_feature_error_mean,
    &phw_fingerprint_feature_error_spread,
    &phw_fingerprint_feature_error_kurtosis,
    &phw_fingerprint_feature_error_axis,
    &phw_fingerprint_feature_band_tilt,
    &phw_fingerprint_feature_band_edge,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_fingerprint_feature *const *phw_fingerprint_feature_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_fingerprint_feature_find(const phw_fingerprint_feature **out,
                                        const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "fingerprint feature", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
