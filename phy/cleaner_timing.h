/** @file
 * The cleaner `timing`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_TIMING_H
#define PHW_PHY_CLEANER_TIMING_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_timing;

#endif
