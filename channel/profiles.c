#include "channel/profiles.h"

#include <math.h>
#include <strings.h>

#include "channel/profile_exponential.h"
#include "channel/profile_flat.h"
#include "channel/profile_tdl.h"

static const phw_profile *const profiles[] = {
    &phw_profile_flat,  &phw_profile_exponential, &phw_profile_tdl_a,
    &phw_profile_tdl_b, &phw_profile_tdl_c,
};

size_t phw_profile_count(void)
{
    return sizeof profiles / sizeof profiles[0];
}

const phw_profile *phw_profile_at(size_t i)
{
    return i < phw_profile_count() ? profiles[i] : NULL;
}

const phw_profile *phw_profile_find(const char *name)
{
    for (size_t i = 0; i < phw_profile_count(); ++i)
        if (strcasecmp(profiles[i]->name, name) == 0)
            return profiles[i];
    return NULL;
}

phw_status phw_profile_taps(phw_taps *out, const phw_profile *profile,
                            double delay_spread_s, size_t n_taps)
{
    if (!(delay_spread_s >= 0) || !isfinite(delay_spread_s))
        return phw_fail(PHW_EARG, "%s: delay spread %g s; expected 0 or more",
                        profile->name, delay_spread_s);
    phw_taps taps = {0};
    PHW_TRY(profile->taps(&taps, delay_spread_s, n_taps));
    PHW_TRY(phw_taps_normalize(&taps));
    *out = taps;
    return PHW_OK;
}
