#include "kgen/randomizer_beams.h"

#include "kgen/private_draws.h"

static const phw_param params_table[] = {PHW_DRAW_LAW_PARAM};

static void draw(phw_cf *out, const uint32_t *word, size_t n, const phw_params *params)
{
    phw_private_draws(out, word, n, (phw_draw_law)params->value[0]);
}

const phw_randomizer phw_randomizer_beams = {
    .name = "beams",
    .summary = "Alice sends and hears by random weights of her antennas",
    .reference = "reconfigurable antennas, arXiv 2106.02731",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .stage = PHW_RANDOMIZES_AIR,
    .reach = PHW_REACH_ANTENNAS,
    .draws = {true, false},
    .draw = draw,
};
