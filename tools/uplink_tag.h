/** @file
 * The tag in a recording: its half step, what lies below, the noise about it and how
 * its carrier turns, all by least squares from bits that are known.
 */
#ifndef PHW_TOOLS_UPLINK_TAG_H
#define PHW_TOOLS_UPLINK_TAG_H

#include "core/sample.h"
#include "core/status.h"
#include "tools/uplink_samples.h"

/** y[k] e^{-j turn k} = leakage + tag m[k] + noise, k counted from the message's
 * `from`. */
typedef struct phw_uplink_tag {
    double turn; /**< of the carrier, radians a sample; 0 for magnitudes */
    phw_cf tag;  /**< g, half the step */
    phw_cf leakage;
    double variance; /**< of the noise, E|z|^2 of circular noise: of a magnitude, which
                          has half of it, twice its own; > 0 */
} phw_uplink_tag;

/** Of a message in the recording in which it was found. PHW_ESHORT when it has no
 * levels; PHW_ENOMEM. */
PHW_MUST_USE phw_status phw_uplink_tag_fit(phw_uplink_tag *out,
                                           const phw_uplink_samples *samples,
                                           const phw_uplink_message *message);

/** The turn, in radians a sample, at which the `n` samples with m[k] > 0 add up best:
 * the peak of their periodogram. */
double phw_uplink_turn(const phw_cf *x, const float *m, size_t n);

/** out[n] = x e^{-j turn k}; out may be x. */
void phw_uplink_turn_back(phw_cf *out, const phw_cf *x, size_t n, double turn);

#endif
