/** @file
 * What stands behind a frame's preamble: its format, its bytes, its sender.
 */
#ifndef PHW_PHY_WIFI_DATA_H
#define PHW_PHY_WIFI_DATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/ht_signal.h"
#include "phy/mac_header.h"

PHW_BEGIN_C

/** Told by the symbols that follow SIGNAL. */
typedef enum phw_wifi_format {
    PHW_WIFI_LEGACY = 0, /**< 802.11a, g, p: nothing of the others was seen */
    PHW_WIFI_HT,         /**< 802.11n, mixed: two symbols turned by 90 degrees */
    PHW_WIFI_VHT,        /**< 802.11ac: the second of two, and their check is right */
    PHW_WIFI_HE,         /**< 802.11ax: SIGNAL is sent twice */
    PHW_N_WIFI_FORMATS
} phw_wifi_format;

/** "legacy", "ht", "vht", "he". */
PHW_API const char *phw_wifi_format_name(phw_wifi_format format);

/** Most equalised points kept of a frame: of its first data symbols. */
#define PHW_WIFI_DATA_POINTS_MAX 832

/** Most frames that are decoded of those on the air at one time. More do not get
 * through each other; a recording full of long SIGNALs would keep a decoder busy for
 * long. */
#define PHW_WIFI_DECODED_AT_ONCE 4

/** Without SIGNAL (signal_ok of the frame) nothing is known: all is zero. */
typedef struct phw_wifi_data {
    phw_wifi_format format;
    bool complete;    /**< the recording holds all the symbols that SIGNAL promises */
    bool ht_ok;       /**< format HT: HT-SIG was read, its check right */
    phw_ht_signal ht; /**< when ht_ok */
    bool crowded;     /**< not decoded, for PHW_WIFI_DECODED_AT_ONCE frames before it
                         were still on the air, as their SIGNALs told */
    bool decoded;     /**< bytes were made: the frame is complete, not crowded and of a
                         coding we read: all legacy rates; HT of one stream, 20 MHz,
                         convolutional code, no space-time code */
    bool fcs_ok;      /**< the frame check sequence is right; of an A-MPDU that of at
                         least one of its frames */
    const uint8_t *byte; /**< when decoded: the PSDU with its frame check sequence (an
                            A-MPDU with its delimiters); the receiver's */
    size_t n_bytes;
    unsigned scrambler_seed; /**< when decoded: 1..127 (0 is sent by nobody) */
    bool mac_ok;             /**< fcs_ok, and the header was read */
    phw_mac_header mac;      /**< when mac_ok; of an A-MPDU its first good frame's */
    unsigned n_subframes;    /**< frames with a good delimiter in an A-MPDU, else 0 */
    unsigned n_subframes_ok; /**< of them, with a good check sequence */
    double data_evm_db;      /**< when decoded: mean |error|^2 of the equalised data
                                points to the nearest, over their power; else 0 */
    double clock_ppm;        /**< when decoded: sampling clock of receiver less sender,
                                from the pilots' drift; exact to some ppm in frames of
                                tens of symbols only */
    const phw_cf *point;     /**< when decoded: the first equalised data points, mean
                                power 1 sent, 48 or 52 of each symbol; the receiver's */
    size_t n_points;         /**< at most PHW_WIFI_DATA_POINTS_MAX */
} phw_wifi_data;

PHW_END_C

#endif
