/** @file
 * A polynomial is laid through the values around each.
 */
#ifndef PHW_KGEN_FILTER_SAVGOL_H
#define PHW_KGEN_FILTER_SAVGOL_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "savgol": at each row the value of the polynomial of `order` that fits the
 * `window` rows around it by least squares (Savitzky and Golay); near an end, that of
 * the first or last whole window. Keeps peaks that an average flattens. Less entropy an
 * instant, as any smoothing: charged afterwards. */
extern PHW_API const phw_filter phw_filter_savgol;

PHW_END_C

#endif
