/** @file
 * A forecaster that is learnt from a part of the trace: kernel ridge regression, which
 * also finds what is not linear.
 */
#ifndef PHW_KGEN_FORECASTER_KERNEL_H
#define PHW_KGEN_FORECASTER_KERNEL_H

#include "kgen/forecaster.h"

PHW_BEGIN_C

/** The entry "kernel". The forecast of a past u is the sum of weight[i] (u . c_i / p +
 * exp(-|u - c_i|^2 / (2 w^2 p))) over the model's centres c_i, pasts of the training
 * part, for p taps; the last weight is the width w. The ridge is the one of a row of
 * them that does best on the last quarter of the training part when the rest is learnt.
 */
extern PHW_API const phw_forecaster phw_forecaster_kernel;

PHW_END_C

#endif
