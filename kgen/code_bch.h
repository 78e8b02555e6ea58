/** @file
 * The entry "bch" of the block codes.
 */
#ifndef PHW_KGEN_CODE_BCH_H
#define PHW_KGEN_CODE_BCH_H

#include "kgen/code.h"

PHW_BEGIN_C

/** Primitive binary BCH codes of length 255, see kgen/bch.h. No branch and no index
 * depends on the word. */
PHW_API extern const phw_code phw_code_bch;

PHW_END_C

#endif
