/** @file
 * What a power delay profile is: an entry of the registry in channel/profiles.h.
 */
#ifndef PHW_CHANNEL_PROFILE_H
#define PHW_CHANNEL_PROFILE_H

#include <stdbool.h>
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
    const phw_param *param; /**< what can be set, or NULL; "taps" stands first */
    size_t n_params;
    /** Delays grow with the RMS delay spread that is asked for; false: they are fixed,
     * and the delay spread is not heeded. */
    bool scalable;
    const void *table; /**< what `taps` reads, in its family's own form, or NULL */
    size_t n_rows;
    /** Fills `out` from the entry itself, for an RMS delay spread and one value for
     * each of `param`; powers need not sum to 1. Called through phw_profile_taps(),
     * which checks both first. */
    void (*taps)(phw_taps *out, const struct phw_profile *self, double delay_spread_s,
                 const phw_params *params);
} phw_profile;

PHW_END_C

#endif
