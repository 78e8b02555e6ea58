#include "kgen/spans.h"

/* The n (1 .. 64) bits from `from` on. */
static uint64_t take(const phw_bits *b, size_t from, size_t n)
{
    const size_t at = from / 64;
    const unsigned shift = from % 64;
    uint64_t value = b->word[at] >> shift;
    if (shift + n > 64)
        value |= b->word[at + 1] << (64 - shift);
    return n < 64 ? value & ((UINT64_C(1) << n) - 1) : value;
}

static void put(phw_bits *b, uint64_t value, size_t from, size_t n)
{
    const size_t at = from / 64;
    const unsigned shift = from % 64;
    const uint64_t mask = n < 64 ? (UINT64_C(1) << n) - 1 : UINT64_MAX;
    b->word[at] = (b->word[at] & ~(mask << shift)) | value << shift;
    if (shift + n > 64)
        b->word[at + 1] =
            (b->word[at + 1] & ~(mask >> (64 - shift))) | value >> (64 - shift);
}

void phw_span_read(uint64_t *word, const phw_bits *b, size_t from, size_t n)
{
    for (size_t i = 0; i < n; i += 64)
        word[i / 64] = take(b, from + i, n - i < 64 ? n - i : 64);
}

void phw_span_write(phw_bits *b, const uint64_t *word, size_t from, size_t n)
{
    for (size_t i = 0; i < n; i += 64)
        put(b, word[i / 64], from + i, n - i < 64 ? n - i : 64);
}

bool phw_span_from_bytes(uint64_t *word, const uint8_t *byte, size_t n)
{
    if (n % 8 != 0 && byte[n / 8] >> (n % 8) != 0)
        return false;
    for (size_t w = 0; w < phw_bits_words(n); ++w)
        word[w] = 0;
    for (size_t i = 0; 8 * i < n; ++i)
        word[i / 8] |= (uint64_t)byte[i] << (8 * (i % 8));
    return true;
}
