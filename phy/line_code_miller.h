/** @file
 * Miller's code on a subcarrier of 2, 4 or 8 cycles a bit: the level inverts in the
 * middle of a 1, and at the edge between two 0s; it is multiplied by a square wave that
 * begins high with every bit.
 */
#ifndef PHW_PHY_LINE_CODE_MILLER_H
#define PHW_PHY_LINE_CODE_MILLER_H

#include "phy/line_code.h"

PHW_BEGIN_C

/** The entries "miller2", "miller4" and "miller8". */
extern PHW_API const phw_line_code phw_line_code_miller2;
extern PHW_API const phw_line_code phw_line_code_miller4; /**< 4 cycles a bit */
extern PHW_API const phw_line_code phw_line_code_miller8; /**< 8 cycles a bit */

PHW_END_C

#endif
