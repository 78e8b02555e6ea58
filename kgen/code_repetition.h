/** @file
 * The entry "repetition" of the block codes.
 */
#ifndef PHW_KGEN_CODE_REPETITION_H
#define PHW_KGEN_CODE_REPETITION_H

#include "kgen/code.h"

PHW_BEGIN_C

/** Each bit an odd number of times, by majority. No branch and no index depends on
 * the word. */
PHW_API extern const phw_code phw_code_repetition;

PHW_END_C

#endif
