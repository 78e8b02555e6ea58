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

/** What of a trace a feature tells: two that tell the same may not stand side by side,
 * because their bits would be counted twice wherever one follows from the other by no
 * straight line (an amplitude of two parts). */
typedef enum phw_feature_content {
    PHW_FEATURE_LEVEL = 1, /**< how strong a probe is */
    PHW_FEATURE_SHAPE = 2, /**< how its coefficients differ from each other */
    PHW_FEATURE_ALL = 3
} phw_feature_content;

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

    /** What it tells of this trace; NULL: all. */
    phw_feature_content (*tells)(const phw_trace *trace, const phw_params *params);
} phw_feature;

PHW_END_C

#endif
