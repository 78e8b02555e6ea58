#include "kgen/transform_pca.h"

#include "kgen/principal.h"

static const phw_param params_table[] = {
    {.name = "components",
     .unit = "",
     .summary = "principal components kept, the strongest first; 0 for all that the "
                "rows support",
     .min = 0,
     .max = PHW_PRINCIPAL_OUT_MAX,
     .preset = 0,
     .whole = true},
};

static phw_principal rule_of(const phw_params *params)
{
    return (phw_principal){.name = "pca", .n_components = (size_t)params->value[0]};
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

const phw_transform phw_transform_pca = {
    .name = "pca",
    .summary = "principal components on a basis that the leader estimates and says in "
               "public (it tells the covariance, no values)",
    .reference = "Patwari et al., IEEE Trans. Mobile Comput. 9(1), 2010",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fitted = true,
    .fit = fit,
    .apply = apply,
};

const phw_transform phw_transform_klt = {
    .name = "klt",
    .summary = "pca by its other name, the Karhunen-Loeve transform",
    .reference = "Patwari et al., IEEE Trans. Mobile Comput. 9(1), 2010",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .fitted = true,
    .fit = fit,
    .apply = apply,
};
