#include "kgen/transform_none.h"

#include <string.h>

static phw_status fit(phw_blob *out, const phw_features *leader,
                      const phw_params *params)
{
    (void)leader;
    (void)params;
    *out = (phw_blob){0};
    return PHW_OK;
}

static phw_status apply(phw_features *out, const phw_features *in,
                        const uint8_t *message, size_t size, const phw_params *params)
{
    (void)message;
    (void)params;
    if (size != 0)
        return phw_fail(PHW_EPEER, "transform none: message of %zu bytes, expected 0",
                        size);
    phw_features x = {0};
    PHW_TRY(phw_features_alloc(&x, in->n_rows, in->n_components));
    memcpy(x.value, in->value, x.n_rows * x.n_components * sizeof *x.value);
    memcpy(x.sequence, in->sequence, x.n_rows * sizeof *x.sequence);
    memcpy(x.time_s, in->time_s, x.n_rows * sizeof *x.time_s);
    x.has_time = in->has_time;
    *out = x;
    return PHW_OK;
}

const phw_transform phw_transform_none = {
    .name = "none",
    .summary = "the features as they are",
    .reference = "",
    .fit = fit,
    .apply = apply,
};
