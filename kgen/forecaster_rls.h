/** @file
 * A linear forecaster that adapts as it goes.
 */
#ifndef PHW_KGEN_FORECASTER_RLS_H
#define PHW_KGEN_FORECASTER_RLS_H

#include "kgen/forecaster.h"

PHW_BEGIN_C

/** The entry "rls". Its model is the scale alone, without weights: it learns from the
 * series that it is run on, and its first forecasts are poor. */
extern PHW_API const phw_forecaster phw_forecaster_rls;

PHW_END_C

#endif
