#include "kgen/randomizer_product.h"

#include "kgen/private_draws.h"

static const phw_param params_table[] = {PHW_DRAW_LAW_PARAM};

static void draw(phw_cf *out, const uint32_t *word, size_t n, const phw_params *params)
{
    phw_private_draws(out, word, n, (phw_draw_law)params->value[0]);
}

const phw_randomizer phw_randomizer_product = {
    .name = "product",
    .summary =
        "both ends multiply what they send and what they hear by draws of their own",
    .reference = "Aldaghri and Mahdavifar, arXiv 1908.03637",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .stage = PHW_RANDOMIZES_AIR,
    .reach = PHW_REACH_TONES,
    .draws = {true, true},
    .draw = draw,
};
