/** @file
 * Two ends' series at the probes that both have.
 */
#ifndef PHW_TOOLS_SERIES_PAIR_H
#define PHW_TOOLS_SERIES_PAIR_H

#include <stddef.h>

#include "core/status.h"
#include "tools/even_series.h"

/** A zeroed one is empty and may be freed. Row i of both is the same probe. */
typedef struct phw_series_pair {
    phw_features a;
    phw_features b;
    double offset_s; /**< median of b's instant less a's; NaN when one has none */
} phw_series_pair;

/** The rows of equal number, to be freed. PHW_EINPUT names `name`, the file of b, when
 * it has another kind or other components or no common probe. */
PHW_MUST_USE phw_status phw_series_pair_make(phw_series_pair *out,
                                             const phw_even_series *a,
                                             const phw_even_series *b,
                                             const char *name);

/** Gives back; the struct is zero afterwards. */
void phw_series_pair_free(phw_series_pair *p);

#endif
