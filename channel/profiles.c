#include "channel/profiles.h"

#include <math.h>
#include <string.h>

#include "channel/profile_conformance.h"
#include "channel/profile_cost207.h"
#include "channel/profile_cost259.h"
#include "channel/profile_exponential.h"
#include "channel/profile_flat.h"
#include "channel/profile_itu.h"
#include "channel/profile_lte.h"
#include "channel/profile_tdl.h"
#include "channel/profile_tgn.h"
#include "channel/profile_two_ray.h"

static const struct {
    const phw_profile *first;
    size_t n;
} family[] = {
    {&phw_profile_flat, 1},
    {&phw_profile_exponential, 1},
    {&phw_profile_two_ray, 1},
    {phw_profiles_tdl, PHW_N_PROFILES_TDL},
    {phw_profiles_conformance, PHW_N_PROFILES_CONFORMANCE},
    {phw_profiles_lte, PHW_N_PROFILES_LTE},
    {phw_profiles_itu, PHW_N_PROFILES_ITU},
    {phw_profiles_cost207, PHW_N_PROFILES_COST207},
    {phw_profiles_cost259, PHW_N_PROFILES_COST259},
    {phw_profiles_tgn, PHW_N_PROFILES_TGN},
};

#define N_FAMILIES (sizeof family / sizeof family[0])

size_t phw_profile_count(void)
{
    size_t n = 0;
    for (size_t f = 0; f < N_FAMILIES; ++f)
        n += family[f].n;
    return n;
}

const phw_profile *phw_profile_at(size_t i)
{
    for (size_t f = 0; f < N_FAMILIES; i -= family[f++].n) {
        if (i < family[f].n)
            return &family[f].first[i];
    }
    return NULL;
}

static int folded(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A' + 'a';
    return c == '_' ? '-' : c;
}

static bool is_same(const char *a, const char *b)
{
    while (*a != '\0' && folded(*a) == folded(*b)) {
        ++a;
        ++b;
    }
    return *a == *b;
}

const phw_profile *phw_profile_find(const char *name)
{
    for (size_t i = 0; i < phw_profile_count(); ++i) {
        const phw_profile *p = phw_profile_at(i);
        if (is_same(p->name, name))
            return p;
    }
    return NULL;
}

static bool leaves_taps_open(const phw_profile *profile)
{
    return profile->n_params > 0 && strcmp(profile->param[0].name, "taps") == 0;
}

static phw_status set_n_taps(phw_params *params, const phw_profile *profile,
                             size_t n_taps)
{
    if (n_taps == 0 || !leaves_taps_open(profile))
        return PHW_OK;
    const phw_param *p = &profile->param[0];
    if ((double)n_taps < p->min || (double)n_taps > p->max)
        return phw_fail(PHW_EARG, "%s: %zu taps; expected %g to %g", profile->name,
                        n_taps, p->min, p->max);
    params->value[0] = (double)n_taps;
    return PHW_OK;
}

static phw_status make(phw_taps *out, const phw_profile *profile, double delay_spread_s,
                       size_t n_taps, const phw_params *params)
{
    if (!(delay_spread_s >= 0) || !isfinite(delay_spread_s))
        return phw_fail(PHW_EARG, "%s: delay spread %g s; expected 0 or more",
                        profile->name, delay_spread_s);
    phw_params p = *params;
    PHW_TRY(set_n_taps(&p, profile, n_taps));
    phw_taps taps = {0};
    profile->taps(&taps, profile, delay_spread_s, &p);
    if (n_taps != 0 && n_taps != taps.n)
        return phw_fail(PHW_EARG, "%s: %zu taps; it has %zu, or leave it to it with 0",
                        profile->name, n_taps, taps.n);
    PHW_TRY(phw_taps_normalize(&taps));
    *out = taps;
    return PHW_OK;
}

phw_status phw_profile_taps(phw_taps *out, const phw_profile *profile,
                            double delay_spread_s, size_t n_taps)
{
    phw_params params;
    phw_params_preset(&params, profile->param, profile->n_params);
    return make(out, profile, delay_spread_s, n_taps, &params);
}

static phw_status read_custom(phw_taps *out, const char *text, size_t n_taps)
{
    phw_taps taps = {0};
    PHW_TRY(phw_taps_read(&taps, text));
    if (n_taps != 0 && n_taps != taps.n)
        return phw_fail(PHW_EARG,
                        "profile: %zu taps; \"%.40s\" has %zu, or leave it "
                        "to it with 0",
                        n_taps, text, taps.n);
    *out = taps;
    return PHW_OK;
}

phw_status phw_profile_read(phw_taps *out, const char *text, double delay_spread_s,
                            size_t n_taps)
{
    const char *begin = text + strspn(text, " \t");
    if (*begin == '\0')
        return phw_fail(PHW_EARG, "profile: empty; expected a name such as tdl-a, or "
                                  "taps such as 0ns 0dB, 30ns -1dB");
    if (strchr("+-.0123456789", *begin) != NULL)
        return read_custom(out, begin, n_taps);
    char name[64];
    const char *rest = NULL;
    PHW_TRY(phw_choice_split(name, &rest, begin, sizeof name));
    const phw_profile *profile = phw_profile_find(name);
    if (profile == NULL)
        return phw_fail(PHW_EARG,
                        "profile: \"%s\" is not known; expected a name such "
                        "as tdl-a, or taps such as 0ns 0dB, 30ns -1dB",
                        name);
    phw_params params;
    const phw_status s =
        phw_params_read(&params, profile->param, profile->n_params, rest);
    if (s)
        return phw_fail_within(s, "%s", profile->name);
    return make(out, profile, delay_spread_s, n_taps, &params);
}

void phw_profile_describe(phw_profile_facts *out, const phw_profile *profile)
{
    phw_params params;
    phw_params_preset(&params, profile->param, profile->n_params);
    phw_taps taps = {0};
    profile->taps(&taps, profile, 1, &params);
    const double unit_s = profile->scalable ? 1 : 1e-9;
    *out = (phw_profile_facts){
        .n_taps = taps.n,
        .mean_excess_delay = phw_taps_mean_delay(&taps) / unit_s,
        .rms_delay_spread = phw_taps_delay_spread(&taps) / unit_s,
    };
    for (size_t l = 0; l < taps.n; ++l) {
        out->max_delay = fmax(out->max_delay, taps.delay_s[l] / unit_s);
        out->power_sum += taps.power[l];
    }
}
