/** @file
 * What Eve has: her received samples and public knowledge, and nothing else.
 *
 * We give her everything but the seed: the tag's timing, her own channels of the tag
 * and (for the attacks that say so) of the noise, her receiver's noise, the carrier's
 * leakage, the law of the noise and where its edges are. The key, the noise's samples
 * and the reader's data are not here, so no attack can use them.
 */
#ifndef PHW_ENCRYPT_UPLINK_VIEW_H
#define PHW_ENCRYPT_UPLINK_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"
#include "encrypt/noise_source.h"
#include "phy/half_bits.h"
#include "phy/line_code.h"

PHW_BEGIN_C

/** Most antennas of an eavesdropper. */
#define PHW_UPLINK_ANTENNAS_MAX 8

/** Eve's view of one reply, all borrowed. */
typedef struct phw_uplink_view {
    size_t n_antennas;                             /**< 1 to PHW_UPLINK_ANTENNAS_MAX */
    const phw_cf *sample[PHW_UPLINK_ANTENNAS_MAX]; /**< n_samples of each */
    phw_cf leakage[PHW_UPLINK_ANTENNAS_MAX];       /**< L */
    phw_cf tag[PHW_UPLINK_ANTENNAS_MAX];           /**< g, half the step */
    phw_cf noise_channel[PHW_UPLINK_ANTENNAS_MAX]; /**< h */
    size_t n_samples;
    double noise_variance; /**< v = E|z|^2 a sample and antenna, > 0 */
    const phw_line_code *code;
    phw_half_bit_clock clock; /**< of the tag; half bit 0 is bit 0's first */
    size_t n_bits;            /**< FM0's pairs reach half a bit before bit 0 and after
                                 the last: those samples must be there, too */
    phw_noise_config noise;   /**< its power P as sent; its own clock */
} phw_uplink_view;

/** Pairs of half bits of the view: n_bits + code->n_extra_pairs. */
PHW_API size_t phw_uplink_view_pairs(const phw_uplink_view *view);

/** PHW_EARG or PHW_ESHORT with the reason when the view is not as documented. */
PHW_API PHW_MUST_USE phw_status phw_uplink_view_check(const phw_uplink_view *view);

/** D = (y0 - y1) / 2 of every pair at one antenna, out[phw_uplink_view_pairs()]; of a
 * checked view. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_uplink_view_differences(phw_cf *out,
                                                            const phw_uplink_view *view,
                                                            size_t antenna);

/** What is beside the tag in a D: E|J|^2 of the noise as sent (times |h|^2 at an
 * antenna), by its law at the first pair, and E|Z|^2 = v / (2 n) of the receiver. */
PHW_API PHW_MUST_USE phw_status phw_uplink_view_powers(double *noise, double *receiver,
                                                       const phw_uplink_view *view);

PHW_END_C

#endif
