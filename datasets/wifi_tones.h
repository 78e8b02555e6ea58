/** @file
 * Which carriers an 802.11 packet of a given number of them has. Not installed.
 */
#ifndef PHW_DATASETS_WIFI_TONES_H
#define PHW_DATASETS_WIFI_TONES_H

#include <stdbool.h>
#include <stddef.h>

#include "core/status.h"

PHW_BEGIN_C

/** The most carriers of one packet: 802.11ax at 160 MHz. */
#define PHW_WIFI_MOST_TONES 1992

/** Writes the `n` offsets (Hz), ascending, and the packet's bandwidth; `is_he` tells
 * 802.11ax and later, whose carriers lie four times as close. False when no format has
 * that many (IEEE 802.11-2020 17.3.5.10, 19.3.11.10, 21.3.7; 802.11ax-2021 27.3.10). */
bool phw_wifi_tones(double *offset_hz, double *bandwidth_hz, size_t n, bool is_he);

PHW_END_C

#endif
