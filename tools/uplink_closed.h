/** @file
 * Closed forms beside an uplink's figures: the decision's SNR of each attack on one
 * read, from the paths of that read, and what it means for error rate and leak.
 */
#ifndef PHW_TOOLS_UPLINK_CLOSED_H
#define PHW_TOOLS_UPLINK_CLOSED_H

#include <stddef.h>

#include "core/status.h"
#include "encrypt/uplink_view.h"

/** What of the noise falls on pairs, and its covariance over the samples of one: what
 * is the same for all reads of one clock. A zeroed one may be freed. */
typedef struct phw_uplink_closed {
    double kappa;       /**< encrypt/uplink_ratio.h */
    double *covariance; /**< n x n, of circular noise of the config's power */
    double *sum;        /**< scratch, likewise */
    double *sign;       /**< +1 and -1 of a pair's samples */
    size_t n;           /**< samples of a pair; 0 when there are too many */
    double last[3];     /**< tag, noise and deflection of the last call */
} phw_uplink_closed;

/** For views of that code, clock and noise. PHW_ENOMEM, PHW_EARG. */
PHW_MUST_USE phw_status phw_uplink_closed_make(phw_uplink_closed *out,
                                               const phw_uplink_view *view);

/** Gives back; the struct is zero afterwards. */
void phw_uplink_closed_free(phw_uplink_closed *c);

/** SNR, over real noise, of a pair's decision by the attack of that name, in a view of
 * Gaussian noise. NaN where no closed form is known: other laws, other attacks. */
PHW_MUST_USE phw_status phw_uplink_closed_snr(double *snr, phw_uplink_closed *c,
                                              const char *attack,
                                              const phw_uplink_view *view);

/** Error rate and leak of a bit by the attack of that name on one read under noise of
 * constant amplitude ("binary") that keeps to the pairs: the slicer's error rate at any
 * phases, and both of the likelihood where noise and tag have one phase, as in
 * magnitudes, and the noise no less than half the tag's amplitude. Else NaN. */
void phw_uplink_closed_binary(double *ber, double *information,
                              const phw_uplink_closed *c, const char *attack,
                              const phw_uplink_view *view);

/** A bit's error rate when its pairs are decided at that SNR: Q(sqrt S), and 2 q (1 -
 * q) for FM0. NaN for NaN. */
double phw_uplink_closed_ber(const phw_line_code *code, double snr);

/** A bit's leak in bits, for codes whose pairs are the bits; else NaN. */
double phw_uplink_closed_information(const phw_line_code *code, double snr);

#endif
