#include "kgen/randomizer_pilots.h"

#include "kgen/private_draws.h"

static const phw_param params_table[] = {PHW_DRAW_LAW_PARAM};

static void draw(phw_cf *out, const uint32_t *word, size_t n, const phw_params *params)
{
    phw_private_draws(out, word, n, (phw_draw_law)params->value[0]);
}

const phw_randomizer phw_randomizer_pilots = {
    .name = "pilots",
    .summary = "Alice sends random pilots and multiplies what she hears by them",
    .reference = "one-sided form of product",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .stage = PHW_RANDOMIZES_AIR,
    .reach = PHW_REACH_TONES,
    .draws = {true, false},
    .draw = draw,
};
