/** @file
 * What a probe is worth: the key bits that one component's samples give when they come
 * that often. A sample that the past foretells is worth what is new in it; one that the
 * other end sees otherwise costs what has to be said. A Gaussian model, for choosing a
 * rate: nothing here is certified.
 */
#ifndef PHW_KGEN_PACING_H
#define PHW_KGEN_PACING_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/coherence_law.h"

PHW_BEGIN_C

/** Most bits of a symbol. */
#define PHW_PACING_BITS_MAX 4

/** What a reconciler says over the least there is to say, 1 or more. */
#define PHW_PACING_EFFICIENCY 1.15

/** A sample's worth, with the number of bits that is best. */
typedef struct phw_pace {
    unsigned n_bits;       /**< of an equiprobable Gray-coded symbol; 0: none is worth
                                its saying */
    double open;           /**< of the variance to who knows the past, 0..1 */
    double charged_bits;   /**< min-entropy of a symbol by average guessing, given the
                                past (phw_gaussian_min_entropy()) */
    double disclosed_bits; /**< PHW_PACING_EFFICIENCY times the entropy of each bit's
                                error */
    double net_bits;       /**< what is left, 0 or more */
} phw_pace;

/** How often bit `plane` (0 the most significant) of an equiprobable Gray-coded symbol
 * of n_bits (1..PHW_PACING_BITS_MAX) differs between two normals of correlation rho,
 * -1..1. Within 1e-5. */
PHW_API double phw_pace_disagreement(unsigned n_bits, unsigned plane, double rho);

/** The best worth of samples of which `open` is new and whose two ends have the
 * correlation rho; symbols with a bit that differs more often than in a quarter are
 * none. */
PHW_API void phw_pace_worth(phw_pace *out, double open, double rho);

/** The same of every step-th value of x[n], `open` by phw_gaussian_innovation(), a
 * bound. PHW_ESHORT when there are fewer than 2 PHW_GAUSSIAN_N_MIN such or they are
 * constant; PHW_EARG for a step of 0; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_pace_measure(phw_pace *out, const double *x,
                                                 size_t n, size_t step, double rho);

/** `open` of a series that comes by the law of Clarke's process read every `turns`,
 * R(0+) = signal (0..1): what its 256 last values leave. PHW_EARG. */
PHW_API PHW_MUST_USE phw_status phw_pace_model(double *open, phw_coherence_law law,
                                               double turns, double signal);

PHW_END_C

#endif
