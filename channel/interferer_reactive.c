#include "channel/interferer_reactive.h"

#include "channel/interferer_jammer.h"

enum {
    POWER,
    THRESHOLD,
    DELAY,
    HOLD
};

static const phw_param param[] = {
    [POWER] = PHW_INTERFERER_POWER,
    [THRESHOLD] = {.name = "threshold_db",
                   .unit = "dB",
                   .summary =
                       "mean power of a window, over the reference, that wakes it",
                   .min = -100,
                   .max = 200,
                   .preset = 6},
    [DELAY] = {.name = "delay_s",
               .unit = "s",
               .summary = "from the end of that window to its own beginning",
               .min = 0,
               .max = 1,
               .preset = 2e-6},
    [HOLD] = {.name = "hold_s",
              .unit = "s",
              .summary = "how long it goes on",
              .min = 1e-7,
              .max = 10,
              .preset = 50e-6},
};

static void fill(phw_cf *out, const phw_interferer_source *source, int64_t from,
                 size_t n)
{
    phw_interferer_jammer.fill(out, source, from, n);
}

static phw_interferer_reaction reaction(const phw_params *params)
{
    return (phw_interferer_reaction){params->value[THRESHOLD], params->value[DELAY],
                                     params->value[HOLD]};
}

const phw_interferer phw_interferer_reactive = {
    .name = "reactive",
    .summary = "white noise soon after something was heard",
    .reference = "Xu et al., MobiHoc 2005",
    .params = param,
    .n_params = sizeof param / sizeof param[0],
    .fill = fill,
    .reaction = reaction,
};
