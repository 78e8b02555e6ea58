#include "core/bits.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

/* Clears the bits of the last word past n, the invariant that every function relies on.
 */
static void trim(phw_bits *b)
{
    if (b->n % 64 != 0)
        b->word[b->n / 64] &= (UINT64_C(1) << (b->n % 64)) - 1;
}

phw_status phw_bits_alloc(phw_bits *out, size_t n)
{
    const size_t n_words = phw_bits_words(n);
    uint64_t *word = NULL;
    if (n_words > 0) {
        word = calloc(n_words, sizeof *word);
        if (word == NULL)
            return phw_fail(PHW_ENOMEM, "bits: no memory for %zu bits", n);
    }
    assert(n == 0 || word != NULL);
    *out = (phw_bits){.word = word, .n = n, .n_words = n_words};
    return PHW_OK;
}

void phw_bits_free(phw_bits *b)
{
    if (b->word != NULL)
        sodium_memzero(b->word, b->n_words * sizeof *b->word);
    free(b->word);
    *b = (phw_bits){0};
}

phw_status phw_bits_copy(phw_bits *out, const phw_bits *b)
{
    return phw_bits_slice(out, b, 0, b->n);
}

void phw_bits_xor(phw_bits *inout, const phw_bits *in)
{
    assert(inout->n == in->n);
    for (size_t i = 0; i < phw_bits_words(in->n); ++i)
        inout->word[i] ^= in->word[i];
}

int phw_bits_parity(const phw_bits *b, size_t from, size_t to)
{
    assert(from <= to && to <= b->n);
    if (from == to)
        return 0;
    const size_t first = from / 64;
    const size_t last = (to - 1) / 64;
    const uint64_t head = ~UINT64_C(0) << (from % 64);
    const uint64_t tail = ~UINT64_C(0) >> (63 - (to - 1) % 64);
    if (first == last)
        return __builtin_parityll(b->word[first] & head & tail);
    uint64_t sum = (b->word[first] & head) ^ (b->word[last] & tail);
    for (size_t i = first + 1; i < last; ++i)
        sum ^= b->word[i];
    return __builtin_parityll(sum);
}

int phw_bits_masked_parity(const phw_bits *a, const phw_bits *mask)
{
    assert(a->n == mask->n);
    uint64_t sum = 0;
    for (size_t i = 0; i < phw_bits_words(a->n); ++i)
        sum ^= a->word[i] & mask->word[i];
    return __builtin_parityll(sum);
}

size_t phw_bits_count(const phw_bits *b)
{
    size_t count = 0;
    for (size_t i = 0; i < phw_bits_words(b->n); ++i)
        count += (size_t)__builtin_popcountll(b->word[i]);
    return count;
}

size_t phw_bits_distance(const phw_bits *a, const phw_bits *b)
{
    assert(a->n == b->n);
    size_t count = 0;
    for (size_t i = 0; i < phw_bits_words(a->n); ++i)
        count += (size_t)__builtin_popcountll(a->word[i] ^ b->word[i]);
    return count;
}

phw_status phw_bits_slice(phw_bits *out, const phw_bits *b, size_t from, size_t to)
{
    assert(from <= to && to <= b->n);
    phw_bits s = {0};
    PHW_TRY(phw_bits_alloc(&s, to - from));
    const unsigned shift = from % 64;
    for (size_t i = 0; i < phw_bits_words(s.n); ++i) {
        const size_t at = from / 64 + i;
        s.word[i] = b->word[at] >> shift;
        if (shift != 0 && at + 1 < phw_bits_words(b->n))
            s.word[i] |= b->word[at + 1] << (64 - shift);
    }
    if (s.n > 0)
        trim(&s);
    *out = s;
    return PHW_OK;
}

/* Room for n bits. Never realloc: it would leave an unwiped copy behind. */
static phw_status reserve(phw_bits *b, size_t n)
{
    const size_t need = phw_bits_words(n);
    if (need <= b->n_words)
        return PHW_OK;
    const size_t n_words = need > 2 * b->n_words ? need : 2 * b->n_words;
    uint64_t *word = calloc(n_words, sizeof *word);
    if (word == NULL)
        return phw_fail(PHW_ENOMEM, "bits: no memory for %zu bits", n);
    if (b->word != NULL) {
        memcpy(word, b->word, phw_bits_words(b->n) * sizeof *word);
        sodium_memzero(b->word, b->n_words * sizeof *word);
        free(b->word);
    }
    b->word = word;
    b->n_words = n_words;
    return PHW_OK;
}

phw_status phw_bits_push(phw_bits *b, uint64_t value, unsigned n_bits)
{
    assert(n_bits <= 64);
    if (n_bits == 0)
        return PHW_OK;
    PHW_TRY(reserve(b, b->n + n_bits));
    const unsigned shift = b->n % 64;
    const size_t at = b->n / 64;
    value &= ~UINT64_C(0) >> (64 - n_bits);
    b->word[at] |= value << shift;
    if (shift + n_bits > 64)
        b->word[at + 1] |= value >> (64 - shift);
    b->n += n_bits;
    return PHW_OK;
}

phw_status phw_bits_append(phw_bits *b, const phw_bits *tail)
{
    PHW_TRY(reserve(b, b->n + tail->n));
    phw_status s = PHW_OK;
    const size_t n = tail->n; /* `tail` may be `b` itself */
    for (size_t i = 0; i < phw_bits_words(n) && !s; ++i) {
        const size_t left = n - 64 * i;
        s = phw_bits_push(b, tail->word[i], left < 64 ? (unsigned)left : 64U);
    }
    return s;
}

bool phw_bits_equal(const phw_bits *a, const phw_bits *b)
{
    if (a->n != b->n)
        return false;
    uint64_t differ = 0;
    for (size_t i = 0; i < phw_bits_words(a->n); ++i)
        differ |= a->word[i] ^ b->word[i];
    return differ == 0;
}

phw_status phw_bits_from_bytes(phw_bits *out, const uint8_t *byte, size_t n)
{
    phw_bits b = {0};
    PHW_TRY(phw_bits_alloc(&b, n));
    for (size_t i = 0; i < n / 8 + (n % 8 != 0); ++i)
        b.word[i / 8] |= (uint64_t)byte[i] << (8 * (i % 8));
    if (n > 0)
        trim(&b);
    *out = b;
    return PHW_OK;
}

void phw_bits_to_bytes(uint8_t *byte, const phw_bits *b)
{
    const size_t size = b->n / 8 + (b->n % 8 != 0);
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    if (size > 0)
        memcpy(byte, b->word, size);
#else
    for (size_t i = 0; i < size; ++i)
        byte[i] = (uint8_t)(b->word[i / 8] >> (8 * (i % 8)));
#endif
}
