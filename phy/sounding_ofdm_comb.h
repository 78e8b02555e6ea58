/** @file
 * Pilots on every so many carriers of an OFDM symbol, as of LTE and NR.
 */
#ifndef PHW_PHY_SOUNDING_OFDM_COMB_H
#define PHW_PHY_SOUNDING_OFDM_COMB_H

#include "core/status.h"
#include "phy/sounding.h"

PHW_BEGIN_C

/** QPSK of a Gold sequence on a comb. */
PHW_API extern const phw_sounding phw_sounding_ofdm_comb;

PHW_END_C

#endif
