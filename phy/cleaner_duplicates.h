/** @file
 * The cleaner `duplicates`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_DUPLICATES_H
#define PHW_PHY_CLEANER_DUPLICATES_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_duplicates;

#endif
