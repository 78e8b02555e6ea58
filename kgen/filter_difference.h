/** @file
 * Each value less the one some probes before.
 */
#ifndef PHW_KGEN_FILTER_DIFFERENCE_H
#define PHW_KGEN_FILTER_DIFFERENCE_H

#include "kgen/filter.h"

PHW_BEGIN_C

/** The entry "difference": row k becomes x(k + lag) - x(k) by probe numbers, in steps
 * of the median step between numbers, where both are there; only where the number in
 * steps is a multiple of `stride`. Slow trends drop out. White values give differences
 * that correlate by -1/2 at `lag`: stride = 2 with lag = 1 takes disjoint pairs.
 * PHW_ESHORT when there is no such pair. */
extern PHW_API const phw_filter phw_filter_difference;

PHW_END_C

#endif
