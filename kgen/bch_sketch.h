/** @file
 * Syndromes of primitive binary BCH codes over packed bits: what one end says of a
 * block so that another, t bits off at most, finds the same block again. As a secure
 * sketch: Dodis, Ostrovsky, Reyzin, Smith, SIAM J. Comput. 38(1), 2008, section 5.
 *
 * Lengths 2^m - 1, m = 7 .. 10, by x^7 + x^3 + 1, x^8 + x^4 + x^3 + x^2 + 1, x^9 + x^4
 * + 1 and x^10 + x^3 + 1. The code's generator g, of degree n - k, has the roots a ..
 * a^2t; the sketch of a block w(x), bit i the coefficient of x^i, is w(x) x^(n - k) mod
 * g(x): n - k bits, linear in w. Shorter blocks are blocks that end in zeros.
 *
 * Made for speed: the time tells how many bits differ, and tables are read by bytes of
 * the block. Where that must not be, kgen/bch.h has the same code at length 255.
 */
#ifndef PHW_KGEN_BCH_SKETCH_H
#define PHW_KGEN_BCH_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Least and greatest m. */
#define PHW_BCH_ORDER_MIN 7
#define PHW_BCH_ORDER_MAX 10

/** Words of the longest block, and of the longest sketch. */
#define PHW_BCH_WORDS_MAX 16

/** One code's tables and scratch; belongs to one thread. */
typedef struct phw_bch_sketch phw_bch_sketch;

/** n - k of the code of length 2^order - 1 that corrects t errors; t is raised to the
 * most that this generator is known to correct (Bose's distance). 1 <= t <= 2^(order
 * - 1) - 1. */
PHW_API size_t phw_bch_sketch_size(unsigned *t, unsigned order);

/** The code that corrects t errors in 2^order - 1 bits. PHW_EARG for an order or a t
 * out of range; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_bch_sketch_create(phw_bch_sketch **out,
                                                      unsigned order, unsigned t);

/** Takes NULL; wipes. */
PHW_API void phw_bch_sketch_destroy(phw_bch_sketch *s);

/** Bits of a sketch, n - k. */
PHW_API size_t phw_bch_sketch_bits(const phw_bch_sketch *s);

/** sketch[phw_bits_words(n - k)] of the n_bits (0 .. 2^order - 1) of `block`, whose
 * bits past them are 0. */
PHW_API void phw_bch_sketch_make(const phw_bch_sketch *s, uint64_t *sketch,
                                 const uint64_t *block, size_t n_bits);

/** The error pattern of at most t ones in n_bits whose sketch is `sketch`, the sum of
 * two blocks': 1 and the pattern in error[phw_bits_words(n_bits)]; or 0 where there is
 * none, and `error` is of no use. */
PHW_API bool phw_bch_sketch_solve(phw_bch_sketch *s, uint64_t *error,
                                  const uint64_t *sketch, size_t n_bits);

PHW_END_C

#endif
