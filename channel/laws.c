#include "channel/laws.h"

#include <math.h>
#include <stdbool.h>

#include "channel/law_nakagami.h"
#include "channel/law_rayleigh.h"
#include "channel/law_rician.h"
#include "channel/law_static.h"
#include "channel/law_twdp.h"

static const phw_law *const entries[] = {
    &phw_law_rayleigh, &phw_law_rician, &phw_law_nakagami,
    &phw_law_twdp,     &phw_law_static,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

#define NAME_SIZE 32

const phw_law *const *phw_law_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_law_find(const phw_law **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "envelope law", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

phw_status phw_law_choose(phw_law_choice *out, const char *text)
{
    char name[NAME_SIZE];
    const char *rest = NULL;
    phw_law_choice choice = {0};
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_law_find(&choice.entry, name));
    const phw_status s = phw_params_read(&choice.params, choice.entry->params,
                                         choice.entry->n_params, rest);
    if (s)
        return phw_fail_within(s, "envelope law %s", name);
    *out = choice;
    return PHW_OK;
}

const phw_law *phw_law_entry(const phw_law_choice *choice)
{
    return choice->entry != NULL ? choice->entry : &phw_law_rayleigh;
}

double phw_law_cdf(const phw_law_choice *choice, double r)
{
    return phw_law_entry(choice)->cdf(r, &choice->params);
}

double phw_law_widening(const phw_law_choice *choice)
{
    const bool is_gaussian = phw_law_entry(choice)->stretch == NULL;
    return is_gaussian ? 1 : 16;
}

double phw_law_kurtosis(const phw_law_choice *choice)
{
    return phw_law_entry(choice)->kurtosis(&choice->params);
}

void phw_law_turns(double *turn, const phw_law_choice *choice, const phw_rng *rng,
                   double doppler_hz, double time_s)
{
    const phw_law *law = phw_law_entry(choice);
    uint32_t word[PHW_LAW_WAVES_MAX];
    phw_rng_words(word, rng, 0, PHW_LAW_WAVES_MAX);
    for (size_t i = 0; i < PHW_LAW_WAVES_MAX; ++i) {
        if (i >= law->n_waves) {
            turn[i] = 0;
            continue;
        }
        const double moved = law->shift(i, &choice->params) * doppler_hz * time_s;
        const double at = word[i] * 0x1p-32 + (moved - floor(moved));
        turn[i] = at - floor(at);
    }
}
