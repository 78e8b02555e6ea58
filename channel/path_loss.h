/** @file
 * How much a link loses on the mean over its length. The interface; the entries are
 * path_loss_NAME.c, their list is channel/path_losses.h.
 */
#ifndef PHW_CHANNEL_PATH_LOSS_H
#define PHW_CHANNEL_PATH_LOSS_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** A link, as models see it. */
typedef struct phw_path {
    double distance_m; /**< between the antennas, > 0 */
    double ground_m;   /**< between their feet, >= 0 */
    double high_m;     /**< height of the higher one above ground, >= 0 */
    double low_m;      /**< and of the lower one */
    double carrier_hz; /**< > 0 */
} phw_path;

/** One entry. Static and constant. */
typedef struct phw_path_loss {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    double sigma_db; /**< shadowing's standard deviation there; 0: none is told */
    double decorrelation_m; /**< and its decorrelation distance; 0: none is told */

    /** The loss in dB, whatever it comes to; phw_path_loss_db() holds it in bounds. */
    double (*loss_db)(const phw_path *path, const phw_params *params);
} phw_path_loss;

/** An entry and its parameters; a plain value. A zeroed one is free space. */
typedef struct phw_path_loss_choice {
    const phw_path_loss *entry;
    phw_params params;
} phw_path_loss_choice;

PHW_END_C

#endif
