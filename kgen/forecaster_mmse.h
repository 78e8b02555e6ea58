/** @file
 * The best linear forecaster: fixed weights from the Doppler spectrum.
 */
#ifndef PHW_KGEN_FORECASTER_MMSE_H
#define PHW_KGEN_FORECASTER_MMSE_H

#include "kgen/forecaster.h"

PHW_BEGIN_C

/** The entry "mmse". The model's weights are those of the present value, the one
 * before it, and so on. */
extern PHW_API const phw_forecaster phw_forecaster_mmse;

PHW_END_C

#endif
