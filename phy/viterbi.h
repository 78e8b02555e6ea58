/** @file
 * The convolutional code of 802.11, rate 1/2, constraint length 7, generators 133 and
 * 171 octal (IEEE Std 802.11-2020, 17.3.5.6), and its soft decoder.
 *
 * Written here because liquid-dsp's convolutional codes only exist where libfec is
 * installed, which distributions do not have.
 */
#ifndef PHW_PHY_VITERBI_H
#define PHW_PHY_VITERBI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Codes n bits (0 or 1, a byte each) from the zero state into 2n, generator 133's
 * first. */
PHW_API void phw_convolution_encode(uint8_t *coded, const uint8_t *bit, size_t n);

/** The most likely n bits for 2n soft values, positive for a coded 1, their size how
 * sure it is (an erasure is 0), for a path that starts and ends in the zero state: the
 * last six bits come out as the zero tail whatever was received. Answers whether the
 * zero state was also the likeliest end, that is, whether the tail was really there: so
 * it is for one in 64 strings of random values. `decision` is scratch of n entries.
 * Viterbi, IEEE Trans. Inf. Theory 13 (1967) 260. */
PHW_API bool phw_viterbi_decode(uint8_t *bit, uint64_t *decision, const float *soft,
                                size_t n);

/** States of the code. */
#define PHW_VITERBI_N_STATES 64
/** Steps that phw_viterbi_step() holds at most. */
#define PHW_VITERBI_N_HELD 1024
/** Steps after a bit that have been seen when it is decided: ten times the five
 * constraint lengths after which the ways have met at rate 1/2, for rates up to 5/6. */
#define PHW_VITERBI_N_AFTER 352

/** The same decoder for messages of any length in bounded memory. Plain data. */
typedef struct phw_viterbi {
    float metric[PHW_VITERBI_N_STATES];
    uint64_t decision[PHW_VITERBI_N_HELD];
    size_t n_held; /**< steps that are not yet decided */
} phw_viterbi;

/** Starts in the zero state. */
PHW_API void phw_viterbi_start(phw_viterbi *v);

/** Takes n steps, 2n soft values, and writes the bits that are decided now, in all
 * those of at most n + PHW_VITERBI_N_HELD steps; answers how many. */
PHW_API size_t phw_viterbi_step(phw_viterbi *v, uint8_t *bit, const float *soft,
                                size_t n);

/** The bits of the n_held steps that are left, for an end in the zero state; answers
 * how many there were. */
PHW_API size_t phw_viterbi_finish(phw_viterbi *v, uint8_t *bit);

PHW_END_C

#endif
