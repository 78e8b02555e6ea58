/** @file
 * Primitive binary BCH codes of length 255 that correct t errors: systematic encoding,
 * Berlekamp and Massey's algorithm without inversions, Chien's search.
 *
 * GF(2^8) by x^8 + x^4 + x^3 + x^2 + 1; the generator has the roots a, a^2 .. a^2t.
 * Neither a branch nor an index depends on a bit of message or word: each step is done
 * for every position, and what does not apply is masked. So the time tells nothing of
 * the error pattern, which would tell of the word (arXiv 2008.08409).
 */
#ifndef PHW_KGEN_BCH_H
#define PHW_KGEN_BCH_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Bits of a word. */
#define PHW_BCH_N 255

/** Most errors that a code of this length corrects and still carries a message. */
#define PHW_BCH_T_MAX 59

/** One code's tables and scratch; belongs to one thread. */
typedef struct phw_bch phw_bch;

/** The code that corrects t errors, 1 .. PHW_BCH_T_MAX (PHW_EARG); t = 18 carries 131
 * bits. PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_bch_create(phw_bch **out, unsigned t);

/** Takes NULL; wipes. */
PHW_API void phw_bch_destroy(phw_bch *bch);

/** Bits of a message. */
PHW_API size_t phw_bch_k(const phw_bch *bch);

/** The generator's coefficients, lowest power first: PHW_BCH_N - k + 1 values of 0 or
 * 1; borrowed. */
PHW_API const uint8_t *phw_bch_generator(const phw_bch *bch);

/** word[PHW_BCH_N]: the k bits of the message, then the parity. Bit i is the
 * coefficient of x^(254 - i). */
PHW_API void phw_bch_encode(phw_bch *bch, uint8_t *word, const uint8_t *message);

/** Corrects word[PHW_BCH_N] in place and answers 1 where a code word lies within t
 * errors; else answers 0, and the word is of no use. */
PHW_API uint8_t phw_bch_correct(phw_bch *bch, uint8_t *word);

PHW_END_C

#endif
