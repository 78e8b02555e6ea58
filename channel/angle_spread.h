/** @file
 * How the waves of a site are spread over directions. The interface; the entries are
 * angle_spread_NAME.c, their list is channel/angle_spreads.h, and channel/angles.h
 * works with a choice.
 *
 * A plane wave of the site has the direction u = (cos e cos a, cos e sin a, sin e):
 * azimuth a from the x axis towards y, elevation e above the plane. All waves of a
 * spread have its one elevation, but for waves from all sides of space; the azimuths
 * lie around the mean one, alike to both sides.
 */
#ifndef PHW_CHANNEL_ANGLE_SPREAD_H
#define PHW_CHANNEL_ANGLE_SPREAD_H

#include <stdbool.h>
#include <stddef.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** The parameters that every spread with a mean direction begins with. */
enum {
    PHW_ANGLE_MEAN_DEG = 0,
    PHW_ANGLE_ELEVATION_DEG,
    PHW_ANGLE_OWN /**< the first of its own */
};

/** Entries for those two, at the head of a table. */
#define PHW_ANGLE_PARAMS                                                      \
    {.name = "mean_deg",                                                      \
     .unit = "deg",                                                           \
     .summary = "mean azimuth, from the x axis towards y",                    \
     .min = -360,                                                             \
     .max = 360},                                                             \
    {                                                                         \
        .name = "elevation_deg", .unit = "deg", .summary = "above the plane", \
        .min = -90, .max = 90                                                 \
    }

/** One entry. Static and constant: nobody frees it. */
typedef struct phw_angle_spread {
    const char *name;        /**< as users write it: "laplacian" */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< NULL when nothing can be set; else the mean azimuth
                                  and the elevation come first */
    size_t n_params;
    bool solid; /**< from all sides of space: the functions are NULL */

    /** c_m = E cos(m x), m >= 1, of the azimuth's deviation x from the mean. */
    double (*moment)(unsigned m, const phw_params *params);

    /** out[i] = c_(first + i), i < n, where all of them at once cost no more than one;
     * NULL: one by one. */
    void (*moments)(double *out, unsigned first, unsigned n, const phw_params *params);

    /** The deviation, rad, that a share u of the waves lies below, 0 < u < 1; NULL when
     * there is no formula. */
    double (*quantile)(double u, const phw_params *params);

    /** The density of the deviation, -pi..pi, up to a factor: what the quantile is
     * computed from when it has no formula. NULL when it has. */
    double (*density)(double x, const phw_params *params);
} phw_angle_spread;

/** An entry and its parameters; a plain value. A zeroed one is "isotropic". */
typedef struct phw_angles_choice {
    const phw_angle_spread *entry;
    phw_params params;
} phw_angles_choice;

PHW_END_C

#endif
