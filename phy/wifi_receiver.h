/** @file
 * From samples to the preambles in them: 802.11a/g/p frames and the legacy part of
 * later ones, each with its place, carrier offset, noise, SIGNAL field and channel.
 *
 * A search starts where samples repeat after 16 (short training) or after 64 (long
 * training, for frames whose short training was cut off or lost under another frame). A
 * frame is reported only when the cross correlation with the long training symbol then
 * peaks twice, 64 samples apart, and the samples repeat at that distance; SIGNAL has no
 * say. Carrier offsets of up to bandwidth / 32 either way are found, without short
 * training up to bandwidth / 128. Of 1000 simulated frames in white noise all were
 * found at 2 dB of SNR (samples), 986 at 1 dB, 797 at 0 dB.
 *
 * On request frames are decoded to their bytes as well: legacy ones at all rates, and
 * HT ones of one stream (phy/wifi_decoder.h).
 *
 * A constant (DC) offset does not disturb detection, but it does disturb the carriers
 * next to it in h: take it off before where it is not small.
 */
#ifndef PHW_PHY_WIFI_RECEIVER_H
#define PHW_PHY_WIFI_RECEIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/wifi_burst.h"
#include "phy/wifi_data.h"
#include "phy/wifi_frame.h"

PHW_BEGIN_C

/** Opaque; for one thread. The samples may be cut into blocks of any size: the frames
 * are the same. */
typedef struct phw_wifi_receiver phw_wifi_receiver;

/** What was met on the way; tells where frames that are missing got lost. */
typedef struct phw_wifi_counts {
    uint64_t n_samples; /**< pushed, at the input rate */
    uint64_t n_short;   /**< places that looked like short training */
    uint64_t n_long;    /**< of them, with long training after: the frames */
    uint64_t n_signal;  /**< of them, with a valid SIGNAL field */
    /* The rest after phw_wifi_receiver_decode() only, of the frames that are ready: */
    uint64_t n_complete; /**< with valid SIGNAL, and all the samples it promises */
    uint64_t n_crowded;  /**< of them, with too many others on the air: not decoded */
    uint64_t n_decoded;  /**< of n_complete, with bytes made of a coding that is read */
    uint64_t n_check;    /**< of them, with a right frame check sequence */
    uint64_t n_ht;       /**< of n_signal, of format HT */
    uint64_t n_ht_check; /**< of them, with a right check of HT-SIG */
} phw_wifi_counts;

/** A receiver for samples at `rate_hz`, a whole multiple 1..64 of `bandwidth_hz` (20e6,
 * 10e6 or 5e6, the channel centred at 0 Hz): above 1 the samples are low-passed and
 * thinned. Given back with phw_wifi_receiver_destroy(). PHW_EARG, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_receiver_create(phw_wifi_receiver **out,
                                                         double rate_hz,
                                                         double bandwidth_hz);

/** Takes NULL. */
PHW_API void phw_wifi_receiver_destroy(phw_wifi_receiver *r);

/** Hands in the next n samples, of any scale (amplitudes of 1e-9 to 1e9). Frames wait
 * in the receiver until they are taken. PHW_EARG after phw_wifi_receiver_finish(),
 * PHW_ENOMEM when no frame more can be kept. */
PHW_API PHW_MUST_USE phw_status phw_wifi_receiver_push(phw_wifi_receiver *r,
                                                       const phw_cf *sample, size_t n);

/** No more samples will come: looks through what is left. A frame is only reported when
 * its SIGNAL symbol is complete. PHW_EARG when called twice, PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_receiver_finish(phw_wifi_receiver *r);

/** The next frame, in the order of time; false, and `out` untouched, when there is none
 * (yet). */
PHW_API bool phw_wifi_receiver_take(phw_wifi_receiver *r, phw_wifi_frame *out);

/** Has the samples of each frame kept, from its short training to the end of SIGNAL and
 * `n_symbols` data symbols (0..PHW_WIFI_BURST_SYMBOLS_MAX) more. The frames found stay
 * the same. To be asked for before the first sample is pushed: PHW_EARG otherwise;
 * PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_receiver_keep(phw_wifi_receiver *r,
                                                       size_t n_symbols);

/** phw_wifi_receiver_take() with the frame's samples, which may be read until the next
 * call with this receiver; without any unless phw_wifi_receiver_keep() was called. */
PHW_API bool phw_wifi_receiver_take_burst(phw_wifi_receiver *r, phw_wifi_frame *frame,
                                          phw_wifi_burst *burst);

/** Has frames decoded to their bytes. Those with a SIGNAL field wait for their end, as
 * SIGNAL tells it, at most 5.5 ms at 20 MHz; those after them wait with them. Of those
 * on the air at one time PHW_WIFI_DECODED_AT_ONCE are decoded, so that no recording
 * takes more than that many times as long as a full channel. The frames found stay the
 * same. To be asked for before the first sample is pushed:
 * PHW_EARG otherwise; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_receiver_decode(phw_wifi_receiver *r);

/** phw_wifi_receiver_take_burst() with what the frame turned out to be, all zero unless
 * phw_wifi_receiver_decode() was called; false when no frame is ready. Its bytes and
 * points may be read until the next call with this receiver. `burst` may be NULL. */
PHW_API bool phw_wifi_receiver_take_data(phw_wifi_receiver *r, phw_wifi_frame *frame,
                                         phw_wifi_burst *burst, phw_wifi_data *data);

/** The counts so far. */
PHW_API phw_wifi_counts phw_wifi_receiver_counts(const phw_wifi_receiver *r);

PHW_END_C

#endif
