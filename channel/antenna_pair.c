#include "channel/antenna_pair.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "channel/fading.h"
#include "channel/taps.h"
#include "core/signal.h"

#define KEPT PHW_ANTENNA_PAIR_KEPT

struct phw_antenna_pair {
    phw_fading *fading;
    unsigned oldest;
    bool filled[KEPT];
    double time_s[KEPT];
    phw_cf value[KEPT][PHW_TAPS_MAX];
};

phw_status phw_antenna_pair_create(phw_antenna_pair **out,
                                   const phw_fading_config *config)
{
    if (config->n > PHW_TAPS_MAX)
        return phw_fail(PHW_EARG, "antennas: %zu processes; expected at most %d",
                        config->n, PHW_TAPS_MAX);
    phw_antenna_pair *pair = NULL;
    PHW_TRY(phw_array_alloc(&pair, 1, sizeof *pair));
    const phw_status s = phw_fading_create(&pair->fading, config);
    if (s) {
        free(pair);
        return s;
    }
    *out = pair;
    return PHW_OK;
}

void phw_antenna_pair_destroy(phw_antenna_pair *pair)
{
    if (pair == NULL)
        return;
    phw_fading_destroy(pair->fading);
    free(pair);
}

void phw_antenna_pair_reset(phw_antenna_pair *pair, const phw_rng *rng)
{
    phw_fading_reset(pair->fading, rng);
    memset(pair->filled, 0, sizeof pair->filled);
}

phw_status phw_antenna_pair_read(const phw_cf **out, phw_antenna_pair *pair,
                                 double time_s)
{
    for (unsigned k = 0; k < KEPT; ++k) {
        if (pair->filled[k] && pair->time_s[k] == time_s) {
            *out = pair->value[k];
            return PHW_OK;
        }
    }
    const unsigned slot = pair->oldest;
    pair->filled[slot] = false;
    PHW_TRY(phw_fading_read(pair->fading, pair->value[slot], time_s));
    pair->filled[slot] = true;
    pair->time_s[slot] = time_s;
    pair->oldest = (slot + 1) % KEPT;
    *out = pair->value[slot];
    return PHW_OK;
}
