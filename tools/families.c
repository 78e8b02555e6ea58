#include "tools/families.h"

#include "tools/scenario.h"

/* A scenario key is an entry with one parameter: itself. */
static bool scenario_entry(phw_family_entry *out, size_t i)
{
    if (i >= PHW_N_SCENARIO_KEYS)
        return false;
    const phw_param *p = phw_scenario_param((phw_scenario_key)i);
    *out = (phw_family_entry){
        .name = p->name, .summary = p->summary, .params = p, .n_params = 1};
    return true;
}

static const phw_family family[] = {
    {"scenario", "keys of a scenario file", scenario_entry},
};

const phw_family *phw_family_at(size_t i)
{
    return i < sizeof family / sizeof family[0] ? &family[i] : NULL;
}
