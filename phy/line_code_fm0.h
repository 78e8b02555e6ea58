/** @file
 * FM0 (bi-phase space): the level inverts at every bit's edge, and for a 0 in its
 * middle, too.
 */
#ifndef PHW_PHY_LINE_CODE_FM0_H
#define PHW_PHY_LINE_CODE_FM0_H

#include "phy/line_code.h"

PHW_BEGIN_C

/** The entry "fm0". */
extern PHW_API const phw_line_code phw_line_code_fm0;

PHW_END_C

#endif
