/** @file
 * How far a frame is from the mean of the reference frames, and they from it, once each
 * pair of them is fitted.
 */
#ifndef PHW_AUTH_SPREAD_H
#define PHW_AUTH_SPREAD_H

#include "auth/alignment.h"
#include "auth/similarity.h"
#include "core/param.h"
#include "core/status.h"

PHW_BEGIN_C

/** Squared distances, summed over the tones. */
typedef struct phw_spread {
    double within; /**< of the references from their mean: sum_i |r_i - mean|^2 */
    double frame;  /**< of the frame from that mean, never negative */
} phw_spread;

/** The parameters that a test with a fit has, in this order. */
enum {
    PHW_SPREAD_FIT = 0, /**< a phw_fit */
    PHW_SPREAD_DELAY,   /**< how far a delay is searched either way */
    PHW_N_SPREAD_PARAMS
};

/** Their table, with phase as the preset. */
extern PHW_API const phw_param phw_spread_params[PHW_N_SPREAD_PARAMS];

/** The sums of one pair, with the delay searched where the parameters ask for it.
 * PHW_EARG when it is and there are no positions that differ. */
PHW_API PHW_MUST_USE phw_status phw_spread_align(phw_alignment *out,
                                                 const phw_similarity_input *input,
                                                 size_t reference, const phw_cf *frame,
                                                 const phw_params *params);

/** Measures. The distances from a mean come of the distances D between pairs,
 *     within = sum_{i<j} D_ij / n,    frame = sum_i D_i / n - within / n,
 * which holds for fitted pairs to first order in the noise: around one channel every
 * fit takes the same directions out. PHW_EARG as phw_spread_align(). */
PHW_API PHW_MUST_USE phw_status phw_spread_measure(phw_spread *out,
                                                   const phw_similarity_input *input,
                                                   const phw_params *params);

/** The probability that a frame of the input's power, its direction drawn evenly over
 * n_parts complex dimensions, comes as close to the mean of the references as `limit`,
 * in the scale of `frame` above: with p the mean's power, q the frame's and r their
 * squared correlation, the distance is p + q - 2 sqrt(p q r) where no gain is fitted
 * and else twice the lesser root x of x^2 - (p + q) x + p q (1 - r). As
 * phw_spread_measure(). */
PHW_API PHW_MUST_USE phw_status phw_spread_miss(double *out, double limit,
                                                const phw_similarity_input *input,
                                                size_t n_parts,
                                                const phw_params *params);

/** How long the way is that a search of the delay leads the first reference: 2 range 2
 * pi sigma, as phw_coincidence_searched() has it; 0 where a fit searches none. */
PHW_API double phw_spread_way(const phw_similarity_input *input,
                              const phw_params *params);

/** Degrees of freedom that a pair of n tones keeps: 2 n less the fit's parameters;
 * negative or 0 when there are none. */
PHW_API double phw_spread_freedom(size_t n, const phw_params *params);

PHW_END_C

#endif
