/** @file
 * The cleaner `antenna`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_ANTENNA_H
#define PHW_PHY_CLEANER_ANTENNA_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_antenna;

#endif
