/** @file
 * The order of two, three or four samples in a row as a symbol.
 */
#ifndef PHW_KGEN_QUANTIZER_RANKING_H
#define PHW_KGEN_QUANTIZER_RANKING_H

#include "kgen/quantizer.h"

PHW_BEGIN_C

/** The entry "ranking". */
extern PHW_API const phw_quantizer phw_quantizer_ranking;

PHW_END_C

#endif
