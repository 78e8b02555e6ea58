/** @file
 * Excursions of a series from its moving average are limited.
 */
#ifndef PHW_KGEN_FILTER_LIMIT_H
#define PHW_KGEN_FILTER_LIMIT_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "limit": x = m + d, m the moving average of `window` rows (odd, cut off at
 * the ends), becomes m + s tanh(d / s), s = `level` times the root mean square of d.
 * Rows whose excursion is far beyond the usual count less, at either end by its own
 * doing: a burst of fading no longer correlates all coefficients of a spectrum with
 * each other, and a reading that went wrong does less harm. Nothing is fitted but s. */
extern PHW_API const phw_filter phw_filter_limit;

PHW_END_C

#endif
