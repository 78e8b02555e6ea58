/** @file
 * How well a burst's carrier offset, clock and timing can be told: the bounds of Cramer
 * and Rao, in closed form, for a sounding waveform over any channel.
 */
#ifndef PHW_PHY_SOUNDING_BOUND_H
#define PHW_PHY_SOUNDING_BOUND_H

#include "core/sample.h"
#include "core/status.h"
#include "phy/sounding_waveform.h"

PHW_BEGIN_C

/** Variances; infinite for what the waveform does not show. */
typedef struct phw_sounding_bound {
    double cfo;    /**< (cycles a sample)^2 */
    double clock;  /**< of the clocks' ratio; the carrier offset is unknown too */
    double timing; /**< samples^2, of a lone path whose gain is unknown */
} phw_sounding_bound;

/** At the channel's response h[n_used] and `noise`, the variance of a sample. With S_bk
 * what block b at time t_b sends on bin k at frequency f_k, and the response unknown,
 * the bins' samples H_k S_bk e^(j 2 pi (cfo + clock f_k) t_b) in noise of variance
 * n_core noise have the information (2 (2 pi)^2 / (n_core noise)) sum_k |H_k|^2 v_k
 * [1, f_k; f_k, f_k^2] of both, v_k = sum_b |S_bk|^2 t_b^2 - (sum_b |S_bk|^2 t_b)^2 /
 * sum_b |S_bk|^2 (Kay, Fundamentals of Statistical Signal Processing: Estimation
 * Theory, 1993, equation 3.31, and its Schur complement; for one core, twice, it is
 * that of Moose, IEEE Trans. Commun. 42 (1994) 2908). What the phase does inside a
 * block counts as the channel's. Of the timing: phw_bound_delay(). */
PHW_API void phw_sounding_bound_of(phw_sounding_bound *out,
                                   const phw_sounding_waveform *w, const phw_cf *h,
                                   double noise);

PHW_END_C

#endif
