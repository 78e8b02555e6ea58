/** @file
 * The cleaner `resample`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_RESAMPLE_H
#define PHW_PHY_CLEANER_RESAMPLE_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_resample;

#endif
