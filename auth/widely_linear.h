/** @file
 * What a transmitter made of symbols that are known: the received samples as a least
 * squares fit of the sent ones, their mirror image, a constant and the cubic term of an
 * amplifier, all through one channel.
 */
#ifndef PHW_AUTH_WIDELY_LINEAR_H
#define PHW_AUTH_WIDELY_LINEAR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most taps of the channel. */
#define PHW_WIDELY_LINEAR_TAPS_MAX 8

/** Share of a column that the columns before it leave open, below which the fit is
 * refused: its coefficient's error would be a thousand times that of a column of its
 * own. */
#define PHW_WIDELY_LINEAR_DEGENERATE 1e-6

/** The terms besides the signal itself, each an unknown factor on it. */
typedef struct phw_widely_linear_config {
    size_t n_taps; /**< of the channel, 1 (flat) to PHW_WIDELY_LINEAR_TAPS_MAX */
    bool image;    /**< conj(x): gain and phase imbalance of the mixer */
    bool constant; /**< 1: carrier leakage */
    bool cubic;    /**< x|x|^2: the amplifier's third order */
} phw_widely_linear_config;

/** The fit y = h * (x + image conj(x) + cubic x|x|^2) + (sum of h) constant + noise. */
typedef struct phw_widely_linear {
    double gain_re[PHW_WIDELY_LINEAR_TAPS_MAX]; /**< h, a tap a sample of delay */
    double gain_im[PHW_WIDELY_LINEAR_TAPS_MAX];
    double image_re; /**< nu / mu; 0 when not asked for, as the others */
    double image_im;
    double constant_re; /**< in units of x: 20 log10 of it is dBc when E|x|^2 = 1 */
    double constant_im;
    double cubic_re; /**< b3 / b1 */
    double cubic_im;
    double noise_variance; /**< of a sample of y, from what the fit leaves */
    double signal_power;   /**< of what the fit explains, a sample */
    double open;           /**< least share of a column that those before leave open */
} phw_widely_linear;

/** Fits y[n] to the sent samples x[n]; the first n_taps - 1 samples of y only feed the
 * channel's memory. With more than one tap the least squares are of the product of
 * channel and terms, found by a few linear ones. Carrier offset is taken out before.
 * With a flat channel and proper x of unit power the standard deviation of either part
 * of the image is sqrt(1 / (2 n SNR)). PHW_EINPUT names the column that the others make
 * up (the cubic one when |x| is constant, the image when x is real up to a factor,
 * BPSK), or the sample that is not finite; PHW_EARG for a wrong number of taps;
 * PHW_ESHORT for fewer than twice as many rows as columns. Picinbono and Chevalier,
 * IEEE Trans. Signal Process. 43 (1995), 2030, for the widely linear part. */
PHW_API PHW_MUST_USE phw_status
phw_widely_linear_fit(phw_widely_linear *out, const phw_cf *y, const phw_cf *x,
                      size_t n, const phw_widely_linear_config *config);

/** The image nu / mu of a mixer with amplitude ratio `gain_db` and quadrature error
 * `phase_rad`: mu = (1 + g e^{j phi}) / 2, nu = (1 - g e^{-j phi}) / 2. */
PHW_API void phw_imbalance_image(double *image_re, double *image_im, double gain_db,
                                 double phase_rad);

/** The way back: with r = nu / mu, mu = (1 - conj r) / (1 - |r|^2), and g e^{j phi} =
 * 2 mu - 1. NaN where |r| is 1. */
PHW_API void phw_imbalance_of_image(double *gain_db, double *phase_rad, double image_re,
                                    double image_im);

/** Image rejection of such a mixer, dB: (1 + 2 g cos phi + g^2) / (1 - 2 g cos phi +
 * g^2). */
PHW_API double phw_imbalance_rejection_db(double gain_db, double phase_rad);

PHW_END_C

#endif
