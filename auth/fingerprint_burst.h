/** @file
 * What one 802.11 burst shows of its sender's hardware, beside the channel that it came
 * through.
 *
 * A mixer whose branches differ sends mu x + nu conj(x). In OFDM that puts onto carrier
 * k what was sent on -k, conjugated. The long training symbol is real on every carrier,
 * so there the image is but a factor 1 +- nu / mu on the channel, which looks like a
 * rough channel; the short training symbol is real times 1 + j, and turns it by 90
 * degrees, on 12 carriers. Both together show it when the channel is smooth: when its
 * paths arrive within the guard interval. What is fitted to the 52 + 12 carriers is
 *     y = F h + rho S F h + gamma D F h + noise,   rho = nu / mu,
 * with F the carriers of all channels with delays from 4 samples before the strongest
 * path to 12 after it, between samples too (an orthonormal basis of 20 dimensions,
 * those to -60 dB), S the factors conj(x_-k) / x_k, D one on short training: gamma is
 * what is left of an error of its gain (a receiver's or amplifier's that settles, the
 * offset's error) after the carriers that both fields use have been made equal; its
 * noise then grows or falls with that gain, which the standard deviation leaves out.
 * Training of constant power on every carrier says nothing of the amplifier's third
 * order.
 */
#ifndef PHW_AUTH_FINGERPRINT_BURST_H
#define PHW_AUTH_FINGERPRINT_BURST_H

#include <stdbool.h>

#include "core/status.h"
#include "phy/wifi_burst.h"
#include "phy/wifi_frame.h"

PHW_BEGIN_C

/** The greatest misfit with which an image is told. Noise alone has a misfit of 1 with
 * standard deviation 0.21 (F with 84 and 103 degrees of freedom). */
#define PHW_FINGERPRINT_MISFIT_MOST 8.0

/** A plain value. */
typedef struct phw_fingerprint_burst {
    phw_wifi_frame frame;
    bool has_image;  /**< short training was received whole and the misfit is not above
                        PHW_FINGERPRINT_MISFIT_MOST; else the next three are NaN */
    double image_re; /**< rho = nu / mu of the sender's mixer. The receiver's adds, its
                        phase turned by twice the carrier's, which differs from frame to
                        frame: scatter that image_sd does not know */
    double image_im;
    double image_sd; /**< standard deviation of either part for the frame's noise:
                        sqrt(noise_variance / 4 / |P S F h|^2), P taking off what F h
                        and D F h can make up; 1 / sqrt(2 * 208 * SNR a carrier) for a
                        flat channel if nothing could be made up */
    double misfit;   /**< mean square that the fit leaves over what the frame's noise
                        would; NaN when short training was not received whole */
} phw_fingerprint_burst;

/** The estimator: tables, for one thread. */
typedef struct phw_fingerprint_analyzer phw_fingerprint_analyzer;

/** PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_fingerprint_analyzer_create(phw_fingerprint_analyzer **out);

/** Takes NULL. */
PHW_API void phw_fingerprint_analyzer_destroy(phw_fingerprint_analyzer *a);

/** Fills `out` from a frame and its burst, of a receiver for `bandwidth_hz`. PHW_EINPUT
 * when a sample or the frame is not finite or the frame is empty; PHW_ESHORT when the
 * burst ends before SIGNAL does, as when the receiver was not asked to keep any. */
PHW_API PHW_MUST_USE phw_status phw_fingerprint_analyze(phw_fingerprint_analyzer *a,
                                                        phw_fingerprint_burst *out,
                                                        const phw_wifi_frame *frame,
                                                        const phw_wifi_burst *burst,
                                                        double bandwidth_hz);

PHW_END_C

#endif
