#include "kgen/randomizer_ris.h"

static const char *const answers[] = {"no", "yes", NULL};

static const phw_param params_table[] = {
    {.name = "public",
     .unit = "",
     .summary = "whether Eve knows the phases: then nothing but the paths, once, is "
                "hidden from her",
     .choice = answers},
};

const phw_randomizer phw_randomizer_ris = {
    .name = "ris",
    .summary = "a surface reflects with phases drawn anew for each exchange "
               "(of scenarios)",
    .reference = "h = h_d + sum g_n e^{j theta_n}, theta_n drawn for each round",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .stage = PHW_RANDOMIZES_AIR,
    .reach = PHW_REACH_SURFACE,
};
