/** @file
 * The reader's part of error correction: which code a plane needs, and the correction
 * of its own bits by the device's remainders.
 */
#ifndef PHW_KGEN_ZERO_POWER_DECODER_H
#define PHW_KGEN_ZERO_POWER_DECODER_H

#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"
#include "core/status.h"
#include "kgen/zero_power_syndrome.h"

PHW_BEGIN_C

/** What is known of a plane's errors, and the code chosen for it. */
typedef struct phw_zero_power_plan {
    unsigned t;     /**< errors that a block's code corrects; 0: the plane is of no use
                     */
    size_t k;       /**< bits of a block that its remainder does not tell */
    double rate;    /**< the estimated error rate */
    double failure; /**< probability that a block has more than t errors */
} phw_zero_power_plan;

/** Bits of a message of the BCH code of length PHW_BCH_N that corrects t errors, 1 ..
 * PHW_BCH_T_MAX. */
PHW_API size_t phw_zero_power_code_bits(unsigned t);

/** The code of most (1 - failure) k, where e of n compared bits differ: errors of a
 * block are beta-binomial, the rate having Jeffreys' posterior, Beta(e + 1/2, n - e +
 * 1/2); with n = 0 the rate is `assumed`. No code (t = 0) above PHW_RECONCILE_RATE_MAX
 * or where that is less than `least` of PHW_BCH_N. */
PHW_API phw_zero_power_plan phw_zero_power_plan_make(size_t n_errors, size_t n,
                                                     double assumed, double least);

/** A code's decoder and its scratch. */
typedef struct phw_zero_power_decoder phw_zero_power_decoder;

/** That of t, 1 .. PHW_BCH_T_MAX. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status
phw_zero_power_decoder_create(phw_zero_power_decoder **out, unsigned t);

/** Takes NULL; wipes. */
PHW_API void phw_zero_power_decoder_destroy(phw_zero_power_decoder *d);

/** Bits of a remainder. */
PHW_API unsigned phw_zero_power_decoder_degree(const phw_zero_power_decoder *d);

/** Corrects block `block` of `n_blocks` of the own string (phw_zero_power_syndrome()
 * says which bits it has) so that its remainder is `theirs`, and answers how many bits
 * it turned; -1, and nothing is changed, where no correction is found. Where more than
 * t errors are left, the least sure bits (`margin`, one of each bit of the string) are
 * guessed too, up to six of them (Chase, IEEE Trans. IT 18(1), 1972); the guess that
 * turns the fewest bits counts. */
PHW_API int phw_zero_power_correct(phw_zero_power_decoder *d, phw_bits *own,
                                   const float *margin, const uint64_t *theirs,
                                   size_t block, size_t n_blocks);

PHW_END_C

#endif
