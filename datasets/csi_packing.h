/** @file
 * How the chips of Intel (5300) and Atheros (ath9k) pack a channel, which several
 * recorders hand on as it is. Values come antenna by antenna (rx * n_tx + tx), carriers
 * ascending. Not installed.
 */
#ifndef PHW_DATASETS_CSI_PACKING_H
#define PHW_DATASETS_CSI_PACKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Groups of carriers that a 5300 tells of. */
#define PHW_CSI_5300_GROUPS 30

/** The most antennas of either chip, at one end. */
#define PHW_CSI_MOST_SIDE 3

/** The most carriers of an ath9k. */
#define PHW_CSI_ATHEROS_MOST_TONES 114

/** Bytes of a 5300's channel; 0 when that many antennas are not possible. */
size_t phw_csi_5300_size(size_t n_rx, size_t n_tx);

/** Unpacks n_rx * n_tx * 30 counts. False when `antenna_sel` (two bits a chain) does
 * not name each of the first n_rx antennas once: then they keep the stream's order. */
bool phw_csi_5300_unpack(phw_cf *value, const uint8_t *packed, size_t n_rx, size_t n_tx,
                         unsigned antenna_sel);

/** The 30 offsets (Hz) of each antenna: the middles of groups of two carriers at 20
 * MHz, of four at 40 MHz. */
void phw_csi_5300_offsets(double *offset_hz, size_t n_antennas, bool is_wide);

/** Bytes of an ath9k's channel; 0 when those carriers or antennas are not possible. */
size_t phw_csi_atheros_size(size_t n_tones, size_t n_rx, size_t n_tx);

/** Unpacks n_rx * n_tx * n_tones counts. */
void phw_csi_atheros_unpack(phw_cf *value, const uint8_t *packed, size_t n_tones,
                            size_t n_rx, size_t n_tx);

PHW_END_C

#endif
