#include "kgen/transform_whiten.h"

#include "kgen/principal.h"

enum {
    COMPONENTS,
    LEAST
};

static const phw_param params_table[] = {
    [COMPONENTS] = {.name = "components",
                    .unit = "",
                    .summary = "components kept, the strongest first; 0 for all that "
                               "are strong enough",
                    .min = 0,
                    .max = PHW_PRINCIPAL_OUT_MAX,
                    .preset = 0,
                    .whole = true},
    [LEAST] = {.name = "least",
               .unit = "",
               .summary = "share of the strongest's variance: weaker ones are left out",
               .min = 0,
               .max = 1,
               .preset = 0.001},
};

static phw_principal rule_of(const phw_params *params)
{
    return (phw_principal){.name = "whiten",
                           .n_components = (size_t)params->value[COMPONENTS],
                           .least = params->value[LEAST],
                           .scaled = true};
}

static phw_status fit(phw_blob *out, const phw_features *leader,
                      const phw_params *params)
{
    const phw_principal rule = rule_of(params);
    return phw_principal_fit(out, leader, &rule);
}

static phw_status apply(phw_features *out, const phw_features *in,
                        const uint8_t *message, size_t size, const phw_params *params)
{
    const phw_principal rule = rule_of(params);
    return phw_principal_apply(out, in, message, size, &rule);
}

const phw_transform phw_transform_whiten = {
    .name = "whiten",
    .summary = "principal components scaled to variance 1, basis and variances said by "
               "the leader",
    .reference = "Chen and Jensen, IEEE Trans. Mobile Comput. 10(2), 2011 "
                 "(decorrelation of array channels)",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fitted = true,
    .fit = fit,
    .apply = apply,
};
