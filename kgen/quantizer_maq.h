/** @file
 * One to three bits a sample by one of two maps as cqa, at the thresholds of a
 * normal distribution of the end's own mean and deviation.
 */
#ifndef PHW_KGEN_QUANTIZER_MAQ_H
#define PHW_KGEN_QUANTIZER_MAQ_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "maq". */
extern PHW_API const phw_quantizer phw_quantizer_maq;

PHW_END_C

#endif
