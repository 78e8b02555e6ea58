#include "phy/channel_estimator_esprit.h"

#include "phy/esprit.h"
#include "phy/path_search.h"

static phw_status find(double *cycles, size_t *n_found, const phw_subspace *s,
                       size_t n_waves)
{
    PHW_TRY(phw_esprit(cycles, s, n_waves));
    *n_found = n_waves;
    return PHW_OK;
}

static phw_status create(phw_channel_estimation **out, const phw_pilot_estimate *pilots,
                         const phw_channel_estimator_config *config)
{
    phw_path_search_config search = {.name = "esprit", .find = find};
    phw_path_search_read(&search, &config->params);
    return phw_path_search_create(out, pilots, &search);
}

const phw_channel_estimator phw_channel_estimator_esprit = {
    .name = "esprit",
    .summary = "paths by the turn between shifted windows of even pilots",
    .reference = "Roy and Kailath, IEEE Trans. ASSP 37 (1989) 984",
    .params = phw_path_search_param,
    .n_params = PHW_PATH_SEARCH_PARAMS,
    .has_paths = true,
    .create = create,
    .destroy = phw_path_search_destroy,
    .estimate = phw_path_search_run,
};
