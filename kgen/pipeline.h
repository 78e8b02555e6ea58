/** @file
 * From a trace to the values that are quantized: extractors side by side, filters one
 * after the other (both from an end's own trace alone, before rows are paired), then
 * transforms of the paired rows, on bases that the leader says in public.
 */
#ifndef PHW_KGEN_PIPELINE_H
#define PHW_KGEN_PIPELINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/param.h"
#include "core/status.h"
#include "core/trace.h"
#include "kgen/blob.h"
#include "kgen/feature.h"
#include "kgen/features.h"
#include "kgen/filter.h"
#include "kgen/message.h"
#include "kgen/transform.h"

PHW_BEGIN_C

/** Most entries of each of the three stages. */
#define PHW_PIPELINE_MAX 4

/** An extractor and its parameters. */
typedef struct phw_pipeline_extractor {
    const phw_feature *entry;
    phw_params params;
} phw_pipeline_extractor;

/** A filter and its parameters. */
typedef struct phw_pipeline_filter {
    const phw_filter *entry;
    phw_params params;
} phw_pipeline_filter;

/** A transform and its parameters. */
typedef struct phw_pipeline_transform {
    const phw_transform *entry;
    phw_params params;
} phw_pipeline_transform;

/** Plain values. A zeroed one extracts nothing and is refused. */
typedef struct phw_pipeline {
    phw_pipeline_extractor extractor[PHW_PIPELINE_MAX]; /**< components side by side */
    size_t n_extractors;                                /**< 1 or more */
    phw_pipeline_filter filter[PHW_PIPELINE_MAX];       /**< in this order */
    size_t n_filters;
    phw_pipeline_transform transform[PHW_PIPELINE_MAX]; /**< in this order */
    size_t n_transforms;                                /**< 0: values as they are */
} phw_pipeline;

/** Appends what a list names, "NAME[:param=value...][,...]": extractors, then filters,
 * then transforms, each name looked up in the three registries. The stages that the
 * list leaves out stay as they were, so that defaults can be added afterwards. PHW_EARG
 * names what is unknown, out of order or too much. */
PHW_API PHW_MUST_USE phw_status phw_pipeline_read(phw_pipeline *inout,
                                                  const char *text);

/** Makes an entry, with these parameters (NULL: the presets), the only one of its
 * stage. */
PHW_API void phw_pipeline_set_feature(phw_pipeline *inout, const phw_feature *entry,
                                      const phw_params *params);

/** As phw_pipeline_set_feature(). */
PHW_API void phw_pipeline_set_filter(phw_pipeline *inout, const phw_filter *entry,
                                     const phw_params *params);

/** As phw_pipeline_set_feature(). */
PHW_API void phw_pipeline_set_transform(phw_pipeline *inout, const phw_transform *entry,
                                        const phw_params *params);

/** PHW_EARG when there is no extractor, an entry is missing, or parameters do not go
 * together. */
PHW_API PHW_MUST_USE phw_status phw_pipeline_check(const phw_pipeline *p);

/** Makes the filters fit a trace of n_rows, where they can: for an eavesdropper, who
 * does what she can. */
PHW_API void phw_pipeline_shorten(phw_pipeline *inout, size_t n_rows);

/** Whether a transform is fitted, so that the message is not empty. */
PHW_API bool phw_pipeline_is_fitted(const phw_pipeline *p);

/** An end's series, extracted and filtered, to be freed. Errors as the parts; PHW_EARG
 * when two extractors give other rows, or tell the same of the trace: what one tells of
 * the other by no straight line would be counted twice. */
PHW_API PHW_MUST_USE phw_status phw_pipeline_extract(phw_features *out,
                                                     const phw_trace *trace,
                                                     const phw_pipeline *p);

/** The public message that both ends' transforms need, from the leader's paired series
 * alone, to be freed: the transforms' messages one after the other, each but the last
 * after its length (u32, little-endian). Errors as the parts. */
PHW_API PHW_MUST_USE phw_status phw_pipeline_fit(phw_blob *out,
                                                 const phw_features *leader,
                                                 const phw_pipeline *p);

/** The values to be quantized, to be freed, of paired series and the leader's message.
 * PHW_EPEER when it is not one; other errors as the parts. */
PHW_API PHW_MUST_USE phw_status phw_pipeline_apply(phw_features *out,
                                                   const phw_features *in,
                                                   const uint8_t *message, size_t size,
                                                   const phw_pipeline *p);

/** Appends extractors and transforms with their parameters: half of a configuration's
 * digest. */
PHW_API void phw_pipeline_put(phw_message *out, const phw_pipeline *p);

/** Appends the number of filters and each with its parameters: the other half. */
PHW_API void phw_pipeline_put_filters(phw_message *out, const phw_pipeline *p);

PHW_END_C

#endif
