#include "kgen/randomizer_permute.h"

#include <stdlib.h>

#include "core/rng.h"
#include "core/signal.h"

/* Of the stream of public permutations. */
#define PURPOSE 0x700001

static void fill(phw_picks *p, uint32_t *order, uint64_t seed)
{
    phw_rng rng = {seed, PHW_RNG_PURPOSE(PHW_RNG_CASCADE, PURPOSE), 0};
    for (size_t r = 0; r < p->n_rows; ++r) {
        rng.trial = (uint32_t)r;
        phw_rng_permutation(order, &rng, p->n_components);
        for (size_t c = 0; c < p->n_components; ++c)
            p->from[c * p->n_rows + r] = (uint32_t)(order[c] * p->n_rows + r);
    }
}

static phw_status pick(phw_picks *out, size_t n_rows, size_t n_components,
                       const phw_params *params, uint64_t seed)
{
    (void)params;
    phw_picks p = {0};
    uint32_t *order = NULL;
    PHW_TRY(phw_picks_alloc(&p, n_rows, n_components, n_rows, n_components));
    const phw_status s = phw_array_alloc(&order, n_components, sizeof *order);
    if (s) {
        phw_picks_free(&p);
        return s;
    }
    fill(&p, order, seed);
    free(order);
    *out = p;
    return PHW_OK;
}

const phw_randomizer phw_randomizer_permute = {
    .name = "permute",
    .summary = "the values of a row are permuted, anew for each row; public: spreads "
               "errors, hides nothing (values alike: --transform none)",
    .reference = "Fisher-Yates from a seed of the transcript",
    .stage = PHW_RANDOMIZES_VALUES,
    .pick = pick,
};
