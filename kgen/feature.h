/** @file
 * A feature: how a trace becomes the series that are quantized. The interface; the
 * entries are feature_NAME.c, their list is kgen/feature_registry.h.
 */
#ifndef PHW_KGEN_FEATURE_H
#define PHW_KGEN_FEATURE_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_feature {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** The features of a trace, a row a probe with its sequence number and instant, to
     * be freed. PHW_EINPUT when the trace's kind has no such feature. */
    phw_status (*extract)(phw_features *out, const phw_trace *trace,
                          const phw_params *params);
} phw_feature;

PHW_END_C

#endif
