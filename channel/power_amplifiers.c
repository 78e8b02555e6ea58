#include "channel/power_amplifiers.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "channel/power_amplifier_ghorbani.h"
#include "channel/power_amplifier_memory.h"
#include "channel/power_amplifier_none.h"
#include "channel/power_amplifier_rapp.h"
#include "channel/power_amplifier_saleh.h"

static const phw_power_amplifier *const entry[] = {
    &phw_power_amplifier_none,   &phw_power_amplifier_rapp,
    &phw_power_amplifier_saleh,  &phw_power_amplifier_ghorbani,
    &phw_power_amplifier_memory,
};

enum {
    ENTRIES = sizeof entry / sizeof entry[0]
};

const phw_power_amplifier *const *phw_power_amplifier_list(size_t *n)
{
    *n = ENTRIES;
    return entry;
}

phw_status phw_power_amplifier_find(const phw_power_amplifier **out, const char *name)
{
    char all[128] = "";
    size_t used = 0;
    for (size_t i = 0; i < ENTRIES; ++i) {
        if (strcmp(entry[i]->name, name) == 0) {
            *out = entry[i];
            return PHW_OK;
        }
        used += (size_t)snprintf(all + used, sizeof all - used, "%s%s",
                                 i > 0 ? ", " : "", entry[i]->name);
    }
    return phw_fail(PHW_EARG, "unknown power amplifier \"%s\"; there are %s", name,
                    all);
}

phw_status phw_power_amplifier_choose(phw_power_amplifier_choice *out, const char *text)
{
    char name[32];
    const char *rest = NULL;
    phw_power_amplifier_choice c = {0};
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_power_amplifier_find(&c.entry, name));
    const phw_status s =
        phw_params_read(&c.params, c.entry->params, c.entry->n_params, rest);
    if (s)
        return phw_fail_within(s, "power amplifier %s", name);
    *out = c;
    return PHW_OK;
}

void phw_power_amplifier_curve(double *amplitude_out, double *phase_rad,
                               const phw_power_amplifier_choice *choice,
                               double amplitude)
{
    double re = choice->entry == NULL ? 1 : 0;
    double im = 0;
    for (size_t d = 0; choice->entry != NULL && d < choice->entry->n_delays; ++d) {
        double part[2];
        choice->entry->gain(&part[0], &part[1], amplitude, d, &choice->params);
        re += part[0];
        im += part[1];
    }
    *amplitude_out = amplitude * hypot(re, im);
    *phase_rad = atan2(im, re);
}
