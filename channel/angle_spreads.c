#include "channel/angle_spreads.h"

#include "channel/angle_spread_gaussian.h"
#include "channel/angle_spread_isotropic.h"
#include "channel/angle_spread_laplacian.h"
#include "channel/angle_spread_sector.h"
#include "channel/angle_spread_von_mises.h"

static const phw_angle_spread *const entries[] = {
    &phw_angle_spread_isotropic, &phw_angle_spread_isotropic_3d,
    &phw_angle_spread_laplacian, &phw_angle_spread_von_mises,
    &phw_angle_spread_gaussian,  &phw_angle_spread_sector,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

#define NAME_SIZE 32

const phw_angle_spread *const *phw_angle_spread_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_angle_spread_find(const phw_angle_spread **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "angles", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

phw_status phw_angles_choose(phw_angles_choice *out, const char *text)
{
    char name[NAME_SIZE];
    const char *rest = NULL;
    phw_angles_choice choice = {0};
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_angle_spread_find(&choice.entry, name));
    const phw_status s = phw_params_read(&choice.params, choice.entry->params,
                                         choice.entry->n_params, rest);
    if (s)
        return phw_fail_within(s, "angles %s", name);
    *out = choice;
    return PHW_OK;
}

const phw_angle_spread *phw_angles_entry(const phw_angles_choice *choice)
{
    return choice->entry != NULL ? choice->entry : &phw_angle_spread_isotropic;
}
