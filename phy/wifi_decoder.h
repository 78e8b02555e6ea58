/** @file
 * From a frame's samples to its format and bytes (IEEE Std 802.11-2020, clauses 17,
 * 19).
 *
 * Of simulated frames of 1000 bytes over one path in white noise one in ten is lost at
 * an SNR of 1.5, 3.7, 4.7, 7.2, 10.0, 13.4, 17.6 and 19.1 dB a carrier (0.9 dB less a
 * sample) at 6 to 54 Mb/s. Clocks 40e-6 apart are followed over the longest frame.
 */
#ifndef PHW_PHY_WIFI_DECODER_H
#define PHW_PHY_WIFI_DECODER_H

#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/wifi_data.h"
#include "phy/wifi_frame.h"

PHW_BEGIN_C

/** Samples from the first long training symbol's start to where data symbols start. */
#define PHW_WIFI_DECODER_DATA_AT 208
/** The longest frame counted from there: 1366 symbols, 4095 bytes at 6 Mb/s. */
#define PHW_WIFI_DECODER_SAMPLES_MAX (PHW_WIFI_DECODER_DATA_AT + 1366 * 80)

/** Opaque; for one thread. */
typedef struct phw_wifi_decoder phw_wifi_decoder;

/** Samples at `bandwidth_hz` as phw_ofdm_spacing() takes it (PHW_EARG). PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_decoder_create(phw_wifi_decoder **out,
                                                        double bandwidth_hz);

/** Takes NULL. */
PHW_API void phw_wifi_decoder_destroy(phw_wifi_decoder *d);

/** Samples of a frame from its first long training symbol on, as its SIGNAL field has
 * it: at most PHW_WIFI_DECODER_SAMPLES_MAX; up to the first data symbol when there is
 * no SIGNAL. */
PHW_API size_t phw_wifi_decoder_reach(const phw_wifi_frame *frame);

/** Decodes the frame whose first long training symbol starts at `at`, of which `n`
 * samples are there (more than phw_wifi_decoder_reach() are not read; it is complete
 * with as many); PHW_WIFI_FRAME_BEFORE samples before `at` must be readable. The
 * pointers in `out` are the decoder's, valid until its next call. */
PHW_API void phw_wifi_decoder_run(phw_wifi_decoder *d, phw_wifi_data *out,
                                  const phw_cf *at, size_t n,
                                  const phw_wifi_frame *frame);

/** The same without the bytes: the format, HT-SIG, and whether all is there. Takes as
 * long for every frame. */
PHW_API void phw_wifi_decoder_look(phw_wifi_decoder *d, phw_wifi_data *out,
                                   const phw_cf *at, size_t n,
                                   const phw_wifi_frame *frame);

PHW_END_C

#endif
