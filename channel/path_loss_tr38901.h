/** @file
 * The path losses of 3GPP TR 38.901, table 7.4.1-1, with their shadowing.
 *
 * Distances count in m, fc in GHz. In sight outdoors there is a breakpoint at 4 (hBS -
 * 1) (hUT - 1) fc / c on the ground; heights below the table's 1.5 m count as 1.5 m.
 */
#ifndef PHW_CHANNEL_PATH_LOSS_TR38901_H
#define PHW_CHANNEL_PATH_LOSS_TR38901_H

#include "channel/path_loss.h"

PHW_BEGIN_C

/** "umi-los": street canyon, in sight. */
PHW_API extern const phw_path_loss phw_path_loss_umi_los;

/** "umi-nlos": street canyon, out of sight. */
PHW_API extern const phw_path_loss phw_path_loss_umi_nlos;

/** "uma-los": urban macrocell, in sight. */
PHW_API extern const phw_path_loss phw_path_loss_uma_los;

/** "uma-nlos": urban macrocell, out of sight. */
PHW_API extern const phw_path_loss phw_path_loss_uma_nlos;

/** "inh-los": indoor office, in sight. */
PHW_API extern const phw_path_loss phw_path_loss_inh_los;

/** "inh-nlos": indoor office, out of sight. */
PHW_API extern const phw_path_loss phw_path_loss_inh_nlos;

PHW_END_C

#endif
