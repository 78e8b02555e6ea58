#include "kgen/randomizer_sample.h"

#include "core/rng.h"

/* Of the stream of public permutations. */
#define PURPOSE 0x700002

static const phw_param params_table[] = {
    {.name = "every",
     .unit = "",
     .summary = "rows of which one is taken",
     .min = 1,
     .max = 4096,
     .preset = 2,
     .whole = true},
};

static phw_status pick(phw_picks *out, size_t n_rows, size_t n_components,
                       const phw_params *params, uint64_t seed)
{
    const phw_rng rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_CASCADE, PURPOSE), 0};
    const size_t every = (size_t)params->value[0];
    phw_picks p = {0};
    PHW_TRY(phw_picks_alloc(&p, n_rows / every, n_components, n_rows, n_components));
    for (size_t r = 0; r < p.n_rows; ++r) {
        const size_t row = r * every + phw_rng_below(&rng, r, (uint32_t)every);
        for (size_t c = 0; c < n_components; ++c)
            p.from[c * p.n_rows + r] = (uint32_t)(c * n_rows + row);
    }
    *out = p;
    return PHW_OK;
}

const phw_randomizer phw_randomizer_sample = {
    .name = "sample",
    .summary = "of so many rows one is taken, drawn; public: the entropy is at most "
               "that of all rows",
    .reference = "one row of each block, by a seed of the transcript",
    .params = params_table,
    .n_params = sizeof params_table / sizeof params_table[0],
    .stage = PHW_RANDOMIZES_VALUES,
    .thins = true,
    .pick = pick,
};
