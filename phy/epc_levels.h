/** @file
 * The two levels of a tag's reply, and the noise about them, gathered half bit by half
 * bit (FM0) or chip by chip (Miller). Not installed.
 */
#ifndef PHW_PHY_EPC_LEVELS_H
#define PHW_PHY_EPC_LEVELS_H

#include <stdbool.h>

#include "core/status.h"
#include "phy/epc_preamble.h"

PHW_BEGIN_C

/** What has been gathered; begins with `middle` set and the rest zero. */
typedef struct phw_epc_levels {
    double middle; /**< half way between the levels, about */
    double sum[2]; /**< of the low and the high samples, less middle */
    double n[2];   /**< how many they are */
    double square; /**< of all, squared */
} phw_epc_levels;

/** Gathers half of a piece of `length` samples that is high or low, from sample `first`
 * on: a quarter of it behind its edge, so that slow edges show in neither level. */
void phw_epc_levels_add(phw_epc_levels *l, const phw_epc_sums *s, double first,
                        double length, bool is_high);

/** Half way between the levels, half their distance, and its square over the variance
 * about them, dB; nothing is set without samples of both levels. */
void phw_epc_levels_settle(double *middle, double *half_step, double *snr_db,
                           const phw_epc_levels *l);

PHW_END_C

#endif
