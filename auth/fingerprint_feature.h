/** @file
 * A fingerprint feature: one number of a burst that tells senders apart. The interface;
 * the entries are fingerprint_feature_NAME.c, their list is
 * auth/fingerprint_features.h. A feature's name is also that of the trace's column and
 * of the field in --json.
 */
#ifndef PHW_AUTH_FINGERPRINT_FEATURE_H
#define PHW_AUTH_FINGERPRINT_FEATURE_H

#include <stddef.h>

#include "auth/fingerprint_burst.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_fingerprint_feature {
    const char *name;        /**< as users write it; fit for phw_trace_column */
    const char *unit;        /**< "Hz", "dB", "1" ... */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL: nothing yet */
    size_t n_params;

    /** The feature of a burst that phw_fingerprint_analyze() filled; finite, or NaN
     * where the burst does not show it. */
    double (*estimate)(const phw_fingerprint_burst *burst);
} phw_fingerprint_feature;

PHW_END_C

#endif
