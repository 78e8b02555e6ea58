/** @file
 * Mode S replies and squitters at 1090 MHz: 8 us of preamble, then 56 or 112 bits by
 * pulse position at 1 Mb/s, which is Manchester code, closed by 24 bits of parity (ICAO
 * Annex 10, volume IV, 3.1.2.2).
 */
#ifndef PHW_PHY_MODE_S_H
#define PHW_PHY_MODE_S_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** The lowest sample rate, at which a sample is half a bit, and the highest. */
#define PHW_MODE_S_RATE_HZ     2e6
#define PHW_MODE_S_RATE_MAX_HZ 1e9

/** Most aircraft that are remembered. */
#define PHW_MODE_S_ADDRESSES_MAX 4096

/** Samples of the preamble, its four pulses being samples 0, 2, 7 and 9. */
#define PHW_MODE_S_PREAMBLE 16

/** Most bits, and most samples, of a message. */
#define PHW_MODE_S_BITS_MAX    112
#define PHW_MODE_S_SAMPLES_MAX (PHW_MODE_S_PREAMBLE + 2 * PHW_MODE_S_BITS_MAX)

/** One message whose parity is good, if need be after a repair. */
typedef struct phw_mode_s_message {
    uint64_t start;   /**< sample of the first pulse */
    unsigned n_bits;  /**< 56 or 112 */
    unsigned format;  /**< downlink format, 0..31 */
    uint32_t address; /**< the aircraft's, 24 bits */
    double level;     /**< mean magnitude of the preamble's pulses */
    double snr_db;    /**< of the bits: pulse power over the variance about the two
                           levels; distortion counts as noise */
    double late;      /**< pulses were taken to begin this share of half a bit late,
                            -1/2 .. 1/2: the smallest that reads */
    bool repaired;    /**< one bit was wrong, and is turned over in `bit` */
    uint8_t bit[PHW_MODE_S_BITS_MAX]; /**< one to a byte */
} phw_mode_s_message;

/** What a recording held; a zeroed one may be freed. */
typedef struct phw_mode_s_messages {
    phw_mode_s_message *message; /**< in the order of their starts */
    size_t n;
    size_t n_preambles; /**< places that looked like a preamble */
} phw_mode_s_messages;

/** The aircraft that named themselves, from one part of a recording to the next; a
 * zeroed one is empty. */
typedef struct phw_mode_s_addresses {
    uint32_t address[PHW_MODE_S_ADDRESSES_MAX];
    size_t n;
} phw_mode_s_addresses;

/** How to look. */
typedef struct phw_mode_s_config {
    double rate_hz; /**< PHW_MODE_S_RATE_HZ .. PHW_MODE_S_RATE_MAX_HZ */
    bool repair;    /**< turns over one bit of squitters (formats 17 and 18) where that
                       makes the parity good and the address a known one */
} phw_mode_s_config;

/** phw_mode_s_find() at any rate: half bits are means of magnitudes, on four grids a
 * quarter of half a bit apart when the rate is another than PHW_MODE_S_RATE_HZ; of what
 * several grids read the strongest counts. `known` may be NULL; what is in it counts as
 * heard elsewhere, and who names himself here is added. No repair touches the 5 bits of
 * the format. PHW_EARG for the rate; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_mode_s_search(phw_mode_s_messages *out,
                                                  phw_mode_s_addresses *known,
                                                  const float *magnitude, size_t n,
                                                  const phw_mode_s_config *config);

/** Finds the messages in `n` magnitudes at PHW_MODE_S_RATE_HZ. Formats 11, 17 and 18
 * name their aircraft and count when the parity is 0; where it is XORed with an
 * interrogator's code (format 11) or the aircraft's address (0, 4, 5, 16, 20, 21) they
 * count when that aircraft named itself elsewhere in the recording. Pulses that begin
 * up to half a sample early or late are sought by decision feedback. No error is
 * repaired. None found is PHW_OK; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_mode_s_find(phw_mode_s_messages *out,
                                                const float *magnitude, size_t n);

/** Gives back; the struct is zero afterwards. */
PHW_API void phw_mode_s_free(phw_mode_s_messages *m);

/** The pulses of a message as half bits, 1 for a pulse: PHW_MODE_S_PREAMBLE + 2 n_bits
 * of them into `chip`, one a sample. */
PHW_API void phw_mode_s_chips(uint8_t chip[PHW_MODE_S_SAMPLES_MAX], const uint8_t *bit,
                              unsigned n_bits);

PHW_END_C

#endif
