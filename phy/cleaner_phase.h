/** @file
 * The cleaner `phase`. Not installed.
 */
#ifndef PHW_PHY_CLEANER_PHASE_H
#define PHW_PHY_CLEANER_PHASE_H

#include "phy/cleaner.h"

extern const phw_cleaner phw_cleaner_phase;

#endif
