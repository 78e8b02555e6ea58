/** @file
 * The law of a tap's envelope: what becomes of a circular Gaussian process of unit
 * power and of up to two waves that do not fade. The interface; the entries are
 * law_NAME.c, their list is channel/laws.h, and channel/envelope.h is one made ready
 * for speed.
 */
#ifndef PHW_CHANNEL_LAW_H
#define PHW_CHANNEL_LAW_H

#include <stddef.h>

#include "core/param.h"
#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most waves of one law. */
#define PHW_LAW_WAVES_MAX 2

/** One entry. Static and constant. Functions get params from the entry's own table, in
 * its order. */
typedef struct phw_law {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;
    size_t n_waves; /**< steady waves, 0..PHW_LAW_WAVES_MAX */

    /** The Doppler shift of wave i < n_waves, in units of the largest one; NULL when
     * there are no waves. */
    double (*shift)(size_t i, const phw_params *params);

    /** Values of CN(0, 1) to values of the law, E|h|^2 = 1. Value i takes its waves'
     * phases, in turns, from turn[PHW_LAW_WAVES_MAX i ...]; `turn` may be NULL when
     * there are no waves. A turn is uniform over trials, and moves by the shift times
     * fd each second. Values depend on none but themselves. */
    void (*apply)(phw_cf *inout, size_t n, const double *turn,
                  const phw_params *params);

    /** Where the law only stretches the envelope: |h|^2 of a value whose |z|^2 is
     * `power` > 0; rises with it. NULL for the others. */
    double (*stretch)(double power, const phw_params *params);

    /** Pr(|h| <= r), r >= 0, over the turns too. */
    double (*cdf)(double r, const phw_params *params);

    /** E|h|^4: 2 for Rayleigh's, 1 for what does not fade. */
    double (*kurtosis)(const phw_params *params);
} phw_law;

/** An entry and its parameters; a plain value. A zeroed one is Rayleigh's. */
typedef struct phw_law_choice {
    const phw_law *entry;
    phw_params params;
} phw_law_choice;

PHW_END_C

#endif
