/** @file
 * One legacy OFDM preamble as received: where it is, what its channel was, what its
 * SIGNAL field said; and the estimator that makes it from samples.
 */
#ifndef PHW_PHY_WIFI_FRAME_H
#define PHW_PHY_WIFI_FRAME_H

#include <stdbool.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "phy/ofdm.h"

PHW_BEGIN_C

/** A plain value. */
typedef struct phw_wifi_frame {
    uint64_t start_sample; /**< first sample of the first long training symbol, that
                              is 192 samples (at the bandwidth) after the frame's
                              beginning; counted at the input rate from the first
                              sample pushed, exact to one sample at the bandwidth */
    double time_s;         /**< start_sample / rate */
    double cfo_hz;         /**< carrier frequency of sender less receiver */
    double snr_db;         /**< mean |h|^2 over noise_variance, the error of h taken
                              off; at most 120. In dB of samples it is 0.90 dB less
                              (52 of 64 carriers are in use) */
    double noise_variance; /**< of one carrier of one training symbol, in the units of
                              |h|^2; an entry of h has half of it as error */
    double evm_db;         /**< mean |error|^2 of SIGNAL's 48 equalised points over
                              their power, pilot phase corrected */
    double level;          /**< root mean square of the long training samples */
    unsigned rate_mbps;    /**< of SIGNAL, as at 20 MHz; 0 unless signal_ok. A frame of
                              802.11n and later says 6 here */
    unsigned length;       /**< bytes, of SIGNAL; 0 unless signal_ok */
    bool signal_ok;        /**< the SIGNAL field is one that is sent */
    /** What stands in carrier 0 of the long training, where nothing is sent, in the
     * units of h: the sender's carrier leakage, and the receiver's own constant, turned
     * away by cfo_hz. A constant c beside unit-power training is c sqrt(52). */
    phw_cf constant;
    /** SIGNAL's equalised points less those that were sent (the nearest ones unless
     * signal_ok), whose power is 1; in the order of phw_ofdm_data. */
    phw_cf error[PHW_OFDM_N_DATA];
    phw_cf h[PHW_OFDM_N_USED]; /**< channel, least squares, carriers of
                                  phw_ofdm_carrier; 1 where unit-power training arrives
                                  unchanged with start_sample exact. Its phase is that
                                  of PHW_WIFI_FRAME_PHASE_AT; a delay of d samples adds
                                  -2 pi k d / 64 at carrier k */
} phw_wifi_frame;

/** Samples from the first long training symbol's start to where a carrier offset has
 * turned the channel by as much as h says. */
#define PHW_WIFI_FRAME_PHASE_AT 60

/** Samples that the estimator reads before and after the first long training symbol's
 * start. */
#define PHW_WIFI_FRAME_BEFORE 4
#define PHW_WIFI_FRAME_AFTER  208

/** The estimator: plans and tables, for one thread. */
typedef struct phw_wifi_estimator phw_wifi_estimator;

/** PHW_EARG for bandwidths that phw_ofdm_spacing() refuses; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_wifi_estimator_create(phw_wifi_estimator **out,
                                                          double bandwidth_hz);

/** Takes NULL. */
PHW_API void phw_wifi_estimator_destroy(phw_wifi_estimator *e);

/** Fills all of `out` but start_sample and time_s, which become 0. `at` points to the
 * first long training symbol, with PHW_WIFI_FRAME_BEFORE samples before and
 * PHW_WIFI_FRAME_AFTER from it on readable. The fine frequency is the phase between
 * the two training symbols, whose range of +-bandwidth / 128 is unfolded by
 * `coarse_hz` (Moose, IEEE Trans. Commun. 42 (1994) 2908): the maximum-likelihood
 * estimate, with variance
 *     (bandwidth / (2 pi 64))^2 / (64 SNR) * (1 + 1 / (2 SNR)),
 * SNR per sample; the factor in brackets is what it lies above the Cramer-Rao bound
 * for two copies of unknown samples. A constant (DC) in the samples has no part in it,
 * at the cost of one 64th of them. */
PHW_API void phw_wifi_estimator_run(phw_wifi_estimator *e, phw_wifi_frame *out,
                                    const phw_cf *at, double coarse_hz);

PHW_END_C

#endif
