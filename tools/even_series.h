/** @file
 * A trace as series at even intervals: what is forecast, and what a rate of probing is
 * chosen by.
 */
#ifndef PHW_TOOLS_EVEN_SERIES_H
#define PHW_TOOLS_EVEN_SERIES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"
#include "core/trace.h"
#include "kgen/coherence_law.h"
#include "kgen/features.h"

/** A zeroed one is empty and may be freed. */
typedef struct phw_even_series {
    phw_features x;
    double interval_s;     /**< the median between probes; 1 without instants */
    bool has_time;         /**< false: intervals count probes */
    size_t n_gaps;         /**< intervals of more than 1.5 times the median */
    phw_coherence_law law; /**< how the series come of the fading process */
    phw_trace_kind kind;   /**< of the trace */
    char feature[256];     /**< as it was asked for, or the default */
} phw_even_series;

/** The series that `feature` (a list as keygen's --feature, without transforms; NULL:
 * amplitude, or power for traces of power) makes of a trace, to be freed. PHW_EARG
 * names --feature, PHW_EINPUT `name`. */
PHW_MUST_USE phw_status phw_even_series_make(phw_even_series *out,
                                             const phw_trace *trace, const char *name,
                                             const char *feature);

/** The same of the trace that a command line names (phw_trace_open()). */
PHW_MUST_USE phw_status phw_even_series_open(phw_even_series *out, const char *name,
                                             const char *feature);

/** Gives back; the struct is zero afterwards. */
void phw_even_series_free(phw_even_series *s);

/** The component of the greatest variance. */
size_t phw_even_series_strongest(const phw_even_series *s);

#endif
