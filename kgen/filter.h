/** @file
 * A filter changes an end's own series before rows are paired: it smooths, predicts or
 * takes a trend off, from that end's data alone. The interface; the entries are
 * filter_NAME.c, their list is kgen/filters.h.
 *
 * What a filter keeps hangs together more than what it was given: a smoothed series has
 * less entropy an instant, however well the ends agree. The estimators see what is
 * quantized, after all filters, and charge it there.
 */
#ifndef PHW_KGEN_FILTER_H
#define PHW_KGEN_FILTER_H

#include <stddef.h>

#include "core/param.h"
#include "core/status.h"
#include "kgen/features.h"

PHW_BEGIN_C

/** One entry. */
typedef struct phw_filter {
    const char *name;        /**< as users write it */
    const char *summary;     /**< one line */
    const char *reference;   /**< where it comes from */
    const phw_param *params; /**< what can be set, NULL when nothing */
    size_t n_params;

    /** PHW_EARG for values that the table allows one by one but not together; NULL:
     * it allows them all. */
    phw_status (*check)(const phw_params *params);

    /** Makes values fit series of n_rows, as near as can be; NULL when any series
     * will do, or there is nothing to be done. */
    void (*shorten)(phw_params *inout, size_t n_rows);

    /** Filters every component in place; there may be fewer rows after it, but each
     * keeps its number and instant. PHW_ESHORT when there are too few; PHW_EINPUT for
     * what can't be filtered; PHW_ENOMEM. On failure the values are undefined. */
    phw_status (*apply)(phw_features *inout, const phw_params *params);
} phw_filter;

PHW_END_C

#endif
