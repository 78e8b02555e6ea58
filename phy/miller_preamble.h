/** @file
 * Where the preamble of an EPC Gen2 reply in Miller's code is, and how long its chips
 * are.
 */
#ifndef PHW_PHY_MILLER_PREAMBLE_H
#define PHW_PHY_MILLER_PREAMBLE_H

#include <stdbool.h>
#include <stddef.h>

#include "phy/epc_preamble.h"
#include "phy/line_code.h"

/** Bits that the preamble takes: four of plain subcarrier, and 010111. */
#define PHW_MILLER_PILOT    4
#define PHW_MILLER_PREAMBLE (PHW_MILLER_PILOT + 6)

/** The best preamble about the first place at or after `from` where the subcarrier
 * shows; chips of shortest to longest samples, shortest >= 2. `inverted` tells that the
 * bits' first half is low. False when there is none. */
bool phw_miller_preamble_find(phw_epc_preamble *out, const phw_epc_sums *s, size_t from,
                              double shortest, double longest,
                              const phw_line_code *code);

/** Whether the level of the preamble's last half bit is that of its first one. */
bool phw_miller_preamble_returns(const phw_line_code *code);

#endif
