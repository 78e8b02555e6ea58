#include "encrypt/uplink_attacks.h"

#include <stdlib.h>

#include "core/param.h"
#include "core/signal.h"
#include "encrypt/uplink_attack_edge.h"
#include "encrypt/uplink_attack_joint.h"
#include "encrypt/uplink_attack_likelihood.h"
#include "encrypt/uplink_attack_nulling.h"
#include "encrypt/uplink_attack_slicer.h"
#include "encrypt/uplink_attack_whitened.h"

static const phw_uplink_attack *const entries[] = {
    &phw_uplink_attack_slicer, &phw_uplink_attack_likelihood,
    &phw_uplink_attack_joint,  &phw_uplink_attack_whitened,
    &phw_uplink_attack_edge,   &phw_uplink_attack_nulling,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

const phw_uplink_attack *const *phw_uplink_attack_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_uplink_attack_find(const phw_uplink_attack **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "attack", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

phw_status phw_uplink_attack_run(float *soft, const phw_uplink_attack *attack,
                                 const phw_uplink_view *view, const phw_params *params)
{
    phw_params preset = {{0}};
    PHW_TRY(phw_uplink_view_check(view));
    if (view->n_antennas < attack->n_antennas_min)
        return phw_fail(PHW_EARG, "attack %s: needs %zu antennas, not %zu",
                        attack->name, attack->n_antennas_min, view->n_antennas);
    phw_params_preset(&preset, attack->params, attack->n_params);
    float *pair = NULL;
    PHW_TRY(phw_array_alloc(&pair, phw_uplink_view_pairs(view), sizeof *pair));
    const phw_status s = attack->run(pair, view, params != NULL ? params : &preset);
    if (!s)
        view->code->join(soft, pair, view->n_bits);
    free(pair);
    return s;
}
