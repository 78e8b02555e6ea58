/** @file
 * The cleaner `cfo`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_CFO_H
#define PHW_PHY_CLEANER_CFO_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_cfo;

#endif
