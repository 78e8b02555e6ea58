#include "phy/channel_estimator_music.h"

#include "phy/music.h"
#include "phy/path_search.h"

static phw_status create(phw_channel_estimation **out, const phw_pilot_estimate *pilots,
                         const phw_channel_estimator_config *config)
{
    phw_path_search_config search = {.name = "music", .find = phw_music_search};
    phw_path_search_read(&search, &config->params);
    return phw_path_search_create(out, pilots, &search);
}

const phw_channel_estimator phw_channel_estimator_music = {
    .name = "music",
    .summary = "paths where the noise of windows of even pilots has no share",
    .reference = "Schmidt, IEEE Trans. Antennas Propag. 34 (1986) 276",
    .params = phw_path_search_param,
    .n_params = PHW_PATH_SEARCH_PARAMS,
    .has_paths = true,
    .create = create,
    .destroy = phw_path_search_destroy,
    .estimate = phw_path_search_run,
};
