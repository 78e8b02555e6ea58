#include "phy/channel_estimators.h"

#include "core/param.h"
#include "phy/channel_estimator_esprit.h"
#include "phy/channel_estimator_lmmse.h"
#include "phy/channel_estimator_ls.h"
#include "phy/channel_estimator_music.h"
#include "phy/channel_estimator_pursuit.h"
#include "phy/channel_estimator_taps.h"

static const phw_channel_estimator *const entries[] = {
    &phw_channel_estimator_ls,     &phw_channel_estimator_lmmse,
    &phw_channel_estimator_taps,   &phw_channel_estimator_pursuit,
    &phw_channel_estimator_esprit, &phw_channel_estimator_music,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_channel_estimator *const *phw_channel_estimator_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_channel_estimator_find(const phw_channel_estimator **out,
                                      const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "channel estimator", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}
