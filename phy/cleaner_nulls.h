/** @file
 * The cleaner `nulls`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_NULLS_H
#define PHW_PHY_CLEANER_NULLS_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_nulls;

#endif
