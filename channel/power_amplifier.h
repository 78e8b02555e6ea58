/** @file
 * What a power amplifier model is: an entry of the registry in
 * channel/power_amplifiers.h.
 *
 * Every model here is a sum of memoryless branches, y(n) = sum_d g_d(|x(n-d)|) x(n-d):
 * the classic ones have the branch d = 0 alone, a memory polynomial has several. The
 * branch's complex gain over the amplitude is all that an entry gives.
 */
#ifndef PHW_CHANNEL_POWER_AMPLIFIER_H
#define PHW_CHANNEL_POWER_AMPLIFIER_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most branches of a model. */
#define PHW_POWER_AMPLIFIER_DELAYS_MAX 4

/** One model. Static and constant: nobody frees it. */
typedef struct phw_power_amplifier {
    const char *name;        /**< as the user writes it: "rapp" */
    const char *summary;     /**< one line */
    const char *reference;   /**< paper and equation */
    const phw_param *params; /**< n_params of them, or NULL */
    size_t n_params;
    size_t n_delays; /**< branches, 1..PHW_POWER_AMPLIFIER_DELAYS_MAX */
    /** Complex gain of branch `delay` at an input amplitude >= 0 in the model's own
     * units, in which 1 is where it saturates or its formula was fitted to. */
    void (*gain)(double *re, double *im, double amplitude, size_t delay,
                 const phw_params *params);
} phw_power_amplifier;

PHW_END_C

#endif
