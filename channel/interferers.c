#include "channel/interferers.h"

#include <stdio.h>
#include <string.h>

#include "channel/interferer_burst.h"
#include "channel/interferer_chirp.h"
#include "channel/interferer_jammer.h"
#include "channel/interferer_ofdm.h"
#include "channel/interferer_reactive.h"
#include "channel/interferer_tone.h"

static const phw_interferer *const entry[] = {
    &phw_interferer_tone,  &phw_interferer_burst,  &phw_interferer_ofdm,
    &phw_interferer_chirp, &phw_interferer_jammer, &phw_interferer_reactive,
};

enum {
    ENTRIES = sizeof entry / sizeof entry[0]
};

const phw_interferer *const *phw_interferer_list(size_t *n)
{
    *n = ENTRIES;
    return entry;
}

phw_status phw_interferer_find(const phw_interferer **out, const char *name)
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
    return phw_fail(PHW_EARG, "unknown interferer \"%s\"; there are %s", name, all);
}

phw_status phw_interferer_choose(phw_interferer_choice *out, const char *text)
{
    char name[32];
    const char *rest = NULL;
    phw_interferer_choice c = {0};
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_interferer_find(&c.entry, name));
    const phw_status s =
        phw_params_read(&c.params, c.entry->params, c.entry->n_params, rest);
    if (s)
        return phw_fail_within(s, "interferer %s", name);
    *out = c;
    return PHW_OK;
}
