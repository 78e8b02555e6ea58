/** @file
 * Winnow's schedule: how large the blocks of each pass are. A pure function of what
 * both parties know, in exactly rounded arithmetic.
 */
#ifndef PHW_KGEN_WINNOW_PLAN_H
#define PHW_KGEN_WINNOW_PLAN_H

#include <stddef.h>

#include "core/status.h"
#include "kgen/reconciler.h"

PHW_BEGIN_C

/** Blocks are of 2^m bits, m from 0 (each bit told) to this. */
#define PHW_WINNOW_ORDER_MAX 14

/** Most passes. */
#define PHW_WINNOW_PASSES_MAX 48

/** Most bits of a section: longer frames are sections that share permutations. */
#define PHW_WINNOW_SECTION_MAX 65536

/** What a pass over independent errors does, on average. */
typedef struct phw_winnow_effect {
    double odd;  /**< share of blocks with an odd number of errors */
    double left; /**< error rate afterwards */
} phw_winnow_effect;

/** The effect of blocks of 2^order bits, order 0 .. PHW_WINNOW_ORDER_MAX, at an error
 * rate in (0, 1/4].
 *
 * Where an odd number w of errors meet in a block, the bit that the two syndromes point
 * at is inverted: what is left is the word of the extended Hamming code next to the
 * error pattern. So the errors left are, over the code's words of even weight w (A_w of
 * them, by MacWilliams' identity), w times the probability of their neighbours, and the
 * patterns of even weight, which nobody sees:
 * 2^m left = sum_w w C(N, w) p^w q^(N - w) + sum_w A_w w ((N - w) p / q + w q / p) p^w
 * q^(N - w), N = 2^m. One error in a block goes; of three come four. */
PHW_API phw_winnow_effect phw_winnow_effect_of(unsigned order, double rate);

/** The passes of a frame. */
typedef struct phw_winnow_plan {
    size_t n;          /**< bits of the frame */
    size_t n_sections; /**< bit i is bit i / n_sections of section i % n_sections */
    size_t section;    /**< bits of the longest section */
    unsigned n_passes;
    unsigned char order[PHW_WINNOW_PASSES_MAX]; /**< of each pass */
} phw_winnow_plan;

/** Passes until n / 2 times the expected error rate is at most frame_error_rate, in (0,
 * 1); what is left comes in pairs at least, and pairs that a pass left together are
 * taken to meet again in the next with probability (2^m - 1) / (n - 1). With `first` 0
 * they are those of least expected leak, found backwards from the end over a grid of
 * rates; else blocks of 2^first bits, and twice as many in each further pass. PHW_EARG
 * for `first` above PHW_WINNOW_ORDER_MAX, and as phw_reconcile_task_check(). */
PHW_API PHW_MUST_USE phw_status phw_winnow_plan_make(phw_winnow_plan *out,
                                                     const phw_reconcile_task *task,
                                                     unsigned first,
                                                     double frame_error_rate);

/** Blocks of a pass in one section. */
PHW_API size_t phw_winnow_plan_blocks(const phw_winnow_plan *plan, unsigned pass);

PHW_END_C

#endif
