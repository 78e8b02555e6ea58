#include "channel/path_losses.h"

#include <math.h>

#include "channel/path_loss_free_space.h"
#include "channel/path_loss_log_distance.h"
#include "channel/path_loss_tr38901.h"
#include "channel/path_loss_two_ray.h"

static const phw_path_loss *const entries[] = {
    &phw_path_loss_free_space, &phw_path_loss_log_distance, &phw_path_loss_two_ray,
    &phw_path_loss_umi_los,    &phw_path_loss_umi_nlos,     &phw_path_loss_uma_los,
    &phw_path_loss_uma_nlos,   &phw_path_loss_inh_los,      &phw_path_loss_inh_nlos,
};

#define N_ENTRIES (sizeof entries / sizeof entries[0])

#define NAME_SIZE 32

const phw_path_loss *const *phw_path_loss_list(size_t *n)
{
    *n = N_ENTRIES;
    return entries;
}

phw_status phw_path_loss_find(const phw_path_loss **out, const char *name)
{
    const char *names[N_ENTRIES + 1] = {0};
    for (size_t i = 0; i < N_ENTRIES; ++i)
        names[i] = entries[i]->name;
    const phw_param choice = {.name = "path loss", .choice = names};
    double index = 0;
    PHW_TRY(phw_param_read(&index, &choice, name));
    *out = entries[(size_t)index];
    return PHW_OK;
}

phw_status phw_path_loss_choose(phw_path_loss_choice *out, const char *text)
{
    char name[NAME_SIZE];
    const char *rest = NULL;
    phw_path_loss_choice choice = {0};
    PHW_TRY(phw_choice_split(name, &rest, text, sizeof name));
    PHW_TRY(phw_path_loss_find(&choice.entry, name));
    const phw_status s = phw_params_read(&choice.params, choice.entry->params,
                                         choice.entry->n_params, rest);
    if (s)
        return phw_fail_within(s, "path loss %s", name);
    *out = choice;
    return PHW_OK;
}

const phw_path_loss *phw_path_loss_entry(const phw_path_loss_choice *choice)
{
    return choice->entry != NULL ? choice->entry : &phw_path_loss_free_space;
}

phw_status phw_path_loss_db(double *out, const phw_path_loss_choice *choice,
                            const double a[3], const double b[3], double carrier_hz)
{
    if (!(carrier_hz > 0) || !isfinite(carrier_hz))
        return phw_fail(PHW_EARG, "path loss: carrier %g Hz; expected above 0",
                        carrier_hz);
    const double ground_m = hypot(a[0] - b[0], a[1] - b[1]);
    const double distance_m = hypot(ground_m, a[2] - b[2]);
    if (!isfinite(distance_m))
        return phw_fail(PHW_EARG, "path loss: a place is not finite");
    if (!(distance_m > 0))
        return phw_fail(PHW_EARG,
                        "path loss: both ends are at (%g, %g, %g) m; expected two "
                        "places",
                        a[0], a[1], a[2]);
    const phw_path path = {.distance_m = distance_m,
                           .ground_m = ground_m,
                           .high_m = fmax(fmax(a[2], b[2]), 0),
                           .low_m = fmax(fmin(a[2], b[2]), 0),
                           .carrier_hz = carrier_hz};
    const phw_path_loss *entry = phw_path_loss_entry(choice);
    const double db = entry->loss_db(&path, &choice->params);
    *out = fmin(fmax(db, 0), PHW_PATH_LOSS_MAX_DB);
    return PHW_OK;
}
