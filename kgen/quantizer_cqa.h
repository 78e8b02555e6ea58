/** @file
 * One to three bits a sample at the end's own ranks, by the map of two whose
 * thresholds are farther from the leader's value, which it says in public.
 */
#ifndef PHW_KGEN_QUANTIZER_CQA_H
#define PHW_KGEN_QUANTIZER_CQA_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "cqa". */
extern PHW_API const phw_quantizer phw_quantizer_cqa;

PHW_END_C

#endif
