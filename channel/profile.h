/** @file
 * What a power delay profile is: an entry of the registry in channel/profiles.h.
 */
#ifndef PHW_CHANNEL_PROFILE_H
#define PHW_CHANNEL_PROFILE_H

#include <stddef.h>

#include "channel/taps.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** One profile. Static and constant: nobody frees it. */
typedef struct phw_profile {
    const char *name;       /**< as the user writes it: "tdl-a" */
    const char *summary;    /**< one line */
    const char *reference;  /**< document and table it comes from */
    const phw_param *param; /**< what can be set, or NULL; entry 0 is the tap count */
    size_t n_params;        /**< 0 or 1 */
    /** Fills `out` for an RMS delay spread; powers need not sum to 1. `n_taps` is 0 for
     * the profile's own number. Called through phw_profile_taps(), which checks the
     * delay spread first. PHW_EARG when `n_taps` is one that it can't have. */
    phw_status (*taps)(phw_taps *out, double delay_spread_s, size_t n_taps);
} phw_profile;

PHW_END_C

#endif
