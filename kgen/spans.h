/** @file
 * Ranges of a bit string as words of their own, without memory of their own: blocks of
 * a code out of a frame, and syndromes into one.
 */
#ifndef PHW_KGEN_SPANS_H
#define PHW_KGEN_SPANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/bits.h"

PHW_BEGIN_C

/** Copies the bits [from, from + n) of b to the start of word[phw_bits_words(n)]; the
 * last word's other bits are 0. from + n <= b->n. */
PHW_API void phw_span_read(uint64_t *word, const phw_bits *b, size_t from, size_t n);

/** Overwrites the bits [from, from + n) of b with the first n of `word`, whose other
 * bits are 0. from + n <= b->n. */
PHW_API void phw_span_write(phw_bits *b, const uint64_t *word, size_t from, size_t n);

/** Words of the n bits in byte[(n + 7) / 8], as phw_message_put_bits() writes them;
 * false when bits past n are set, and `word` is then as it was. */
PHW_API bool phw_span_from_bytes(uint64_t *word, const uint8_t *byte, size_t n);

PHW_END_C

#endif
