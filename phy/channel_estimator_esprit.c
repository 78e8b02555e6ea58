#include "phy/channel_estimator_esprit.h"

#include <stdlib.h>

#include "phy/esprit.h"
#include "phy/path_search.h"

struct phw_channel_estimation {
    phw_path_search *search;
};

static phw_status find(double *cycles, size_t *n_found, const phw_subspace *s,
                       size_t n_waves)
{
    PHW_TRY(phw_esprit(cycles, s, n_waves));
    *n_found = n_waves;
    return PHW_OK;
}

static void destroy(phw_channel_estimation *e)
{
    if (e == NULL)
        return;
    phw_path_search_destroy(e->search);
    free(e);
}

static phw_status create(phw_channel_estimation **out, const phw_pilot_estimate *pilots,
                         const phw_channel_estimator_config *config)
{
    phw_path_search_config search = {.name = "esprit", .find = find};
    phw_path_search_read(&search, &config->params);
    phw_channel_estimation *e = calloc(1, sizeof *e);
    if (e == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for an estimator");
    const phw_status s = phw_path_search_create(&e->search, pilots, &search);
    if (s) {
        destroy(e);
        return s;
    }
    *out = e;
    return PHW_OK;
}

static phw_status estimate(phw_channel_response *out, phw_channel_estimation *e,
                           const phw_pilot_estimate *pilots)
{
    return phw_path_search_run(out, e->search, pilots);
}

const phw_channel_estimator phw_channel_estimator_esprit = {
    .name = "esprit",
    .summary = "paths by the turn between shifted windows of even pilots",
    .reference = "Roy and Kailath, IEEE Trans. ASSP 37 (1989) 984",
    .params = phw_path_search_param,
    .n_params = PHW_PATH_SEARCH_PARAMS,
    .has_paths = true,
    .create = create,
    .destroy = destroy,
    .estimate = estimate,
};
