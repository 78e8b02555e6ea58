/** @file
 * The entry "golay" of the block codes.
 */
#ifndef PHW_KGEN_CODE_GOLAY_H
#define PHW_KGEN_CODE_GOLAY_H

#include "kgen/code.h"

PHW_BEGIN_C

/** The extended binary Golay code (24, 12), three errors. No branch and no index
 * depends on the word. */
PHW_API extern const phw_code phw_code_golay;

PHW_END_C

#endif
