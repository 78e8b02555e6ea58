/** @file
 * The cleaner `level`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_LEVEL_H
#define PHW_PHY_CLEANER_LEVEL_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_level;

#endif
