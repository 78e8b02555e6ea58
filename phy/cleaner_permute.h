/** @file
 * The cleaner `permute`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_PERMUTE_H
#define PHW_PHY_CLEANER_PERMUTE_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_permute;

#endif
