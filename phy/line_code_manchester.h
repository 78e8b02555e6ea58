/** @file
 * Manchester: 1 is high then low, 0 is low then high.
 */
#ifndef PHW_PHY_LINE_CODE_MANCHESTER_H
#define PHW_PHY_LINE_CODE_MANCHESTER_H

#include "phy/line_code.h"

PHW_BEGIN_C

/** The entry "manchester". */
extern PHW_API const phw_line_code phw_line_code_manchester;

PHW_END_C

#endif
