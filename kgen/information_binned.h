/** @file
 * Mutual information of values put into bins.
 */
#ifndef PHW_KGEN_INFORMATION_BINNED_H
#define PHW_KGEN_INFORMATION_BINNED_H

#include "kgen/information.h"

PHW_BEGIN_C

/** The entry "binned": H(x) + H(y) - H(x, y) of the bins that the values of one
 * component fall into, added up over the components as "gaussian" does it; bins of
 * equal numbers of values, equal values in one. Each entropy is the plug-in estimate
 * and (occupied bins - 1) / (2 n ln 2) (Miller and Madow). No more than the values' own
 * (data processing), but for chance; bins that hold a few rows each are too many. */
extern PHW_API const phw_information phw_information_binned;

PHW_END_C

#endif
