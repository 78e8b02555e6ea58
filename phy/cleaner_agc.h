/** @file
 * The cleaner `agc`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_AGC_H
#define PHW_PHY_CLEANER_AGC_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_agc;

#endif
