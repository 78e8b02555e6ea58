#include "channel/path_loss_tr38901.h"

#include <math.h>

#include "channel/light_speed.h"

#define REFERENCE "3GPP TR 38.901, tables 7.4.1-1 and 7.5-6"

/* The least antenna height of the table, and the environment's effective one. */
#define HEIGHT_LEAST_M  1.5
#define HEIGHT_AROUND_M 1

/* Outdoors in sight: constant + slope log10 d + 20 log10 fc to the breakpoint, from
 * there 40 log10 d less turn log10(dBP^2 + (hBS - hUT)^2). */
typedef struct in_sight {
    double constant;
    double slope;
    double turn;
} in_sight;

static const in_sight umi = {32.4, 21, 9.5};
static const in_sight uma = {28, 22, 9};

static double carrier_ghz(const phw_path *path)
{
    return path->carrier_hz * 1e-9;
}

static double height_m(double h)
{
    return fmax(h, HEIGHT_LEAST_M);
}

static double in_sight_db(const phw_path *path, const in_sight *model)
{
    const double high = height_m(path->high_m);
    const double low = height_m(path->low_m);
    const double turn_m = 4 * (high - HEIGHT_AROUND_M) * (low - HEIGHT_AROUND_M) *
                          path->carrier_hz / PHW_LIGHT_SPEED_M_S;
    const double base = model->constant + 20 * log10(carrier_ghz(path));
    const double distance = log10(path->distance_m);
    if (path->ground_m <= turn_m)
        return base + model->slope * distance;
    const double apart = high - low;
    return base + 40 * distance - model->turn * log10(turn_m * turn_m + apart * apart);
}

static double umi_los_db(const phw_path *path, const phw_params *params)
{
    (void)params;
    return in_sight_db(path, &umi);
}

static double umi_nlos_db(const phw_path *path, const phw_params *params)
{
    (void)params;
    const double db = 35.3 * log10(path->distance_m) + 22.4 +
                      21.3 * log10(carrier_ghz(path)) -
                      0.3 * (height_m(path->low_m) - HEIGHT_LEAST_M);
    return fmax(in_sight_db(path, &umi), db);
}

static double uma_los_db(const phw_path *path, const phw_params *params)
{
    (void)params;
    return in_sight_db(path, &uma);
}

static double uma_nlos_db(const phw_path *path, const phw_params *params)
{
    (void)params;
    const double db = 13.54 + 39.08 * log10(path->distance_m) +
                      20 * log10(carrier_ghz(path)) -
                      0.6 * (height_m(path->low_m) - HEIGHT_LEAST_M);
    return fmax(in_sight_db(path, &uma), db);
}

static double inh_los_db(const phw_path *path, const phw_params *params)
{
    (void)params;
    return 32.4 + 17.3 * log10(path->distance_m) + 20 * log10(carrier_ghz(path));
}

static double inh_nlos_db(const phw_path *path, const phw_params *params)
{
    const double db =
        38.3 * log10(path->distance_m) + 17.3 + 24.9 * log10(carrier_ghz(path));
    return fmax(inh_los_db(path, params), db);
}

const phw_path_loss phw_path_loss_umi_los = {
    .name = "umi-los",
    .summary = "street canyon, in sight",
    .reference = REFERENCE,
    .sigma_db = 4,
    .decorrelation_m = 10,
    .loss_db = umi_los_db,
};

const phw_path_loss phw_path_loss_umi_nlos = {
    .name = "umi-nlos",
    .summary = "street canyon, out of sight",
    .reference = REFERENCE,
    .sigma_db = 7.82,
    .decorrelation_m = 13,
    .loss_db = umi_nlos_db,
};

const phw_path_loss phw_path_loss_uma_los = {
    .name = "uma-los",
    .summary = "urban macrocell, in sight",
    .reference = REFERENCE,
    .sigma_db = 4,
    .decorrelation_m = 37,
    .loss_db = uma_los_db,
};

const phw_path_loss phw_path_loss_uma_nlos = {
    .name = "uma-nlos",
    .summary = "urban macrocell, out of sight",
    .reference = REFERENCE,
    .sigma_db = 6,
    .decorrelation_m = 50,
    .loss_db = uma_nlos_db,
};

const phw_path_loss phw_path_loss_inh_los = {
    .name = "inh-los",
    .summary = "indoor office, in sight",
    .reference = REFERENCE,
    .sigma_db = 3,
    .decorrelation_m = 10,
    .loss_db = inh_los_db,
};

const phw_path_loss phw_path_loss_inh_nlos = {
    .name = "inh-nlos",
    .summary = "indoor office, out of sight",
    .reference = REFERENCE,
    .sigma_db = 8.03,
    .decorrelation_m = 6,
    .loss_db = inh_nlos_db,
};
