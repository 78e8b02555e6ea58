/** @file
 * The cleaner `outliers`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_OUTLIERS_H
#define PHW_PHY_CLEANER_OUTLIERS_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_outliers;

#endif
