/** @file
 * The path loss over flat ground, which reflects.
 */
#ifndef PHW_CHANNEL_PATH_LOSS_TWO_RAY_H
#define PHW_CHANNEL_PATH_LOSS_TWO_RAY_H

#include "channel/path_loss.h"

PHW_BEGIN_C

/** "two-ray-ground": (lambda / 4 pi)^2 |e^{-j k d1} / d1 + G e^{-j k d2} / d2|^2, d1
 * the straight way, d2 that by the ground, G = `reflection` (-1: grazing). Beyond 4 ht
 * hr / lambda it tends to (ht hr / d^2)^2, 40 dB a decade. */
PHW_API extern const phw_path_loss phw_path_loss_two_ray;

PHW_END_C

#endif
