#include "phy/channel_estimator_music.h"

#include <stdlib.h>

#include "phy/music.h"
#include "phy/path_search.h"

struct phw_channel_estimation {
    phw_path_search *search;
};

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
    phw_path_search_config search = {.name = "music", .find = phw_music_search};
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

const phw_channel_estimator phw_channel_estimator_music = {
    .name = "music",
    .summary = "paths where the noise of windows of even pilots has no share",
    .reference = "Schmidt, IEEE Trans. Antennas Propag. 34 (1986) 276",
    .params = phw_path_search_param,
    .n_params = PHW_PATH_SEARCH_PARAMS,
    .has_paths = true,
    .create = create,
    .destroy = destroy,
    .estimate = estimate,
};
