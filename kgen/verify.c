#include "kgen/verify.h"

#include <assert.h>
#include <stddef.h>

#include "kgen/clmul.h"

/* The product modulo X^64 + X^4 + X^3 + X + 1: X^64 becomes 0x1b, twice, because the
 * first fold reaches four bits past the word. */
static uint64_t multiply(uint64_t a, uint64_t b)
{
    const phw_clmul_product p = phw_clmul(a, b);
    const uint64_t h = p.high;
    const uint64_t over = h >> 63 ^ h >> 61 ^ h >> 60;
    const uint64_t fold = h ^ h << 1 ^ h << 3 ^ h << 4;
    return p.low ^ fold ^ over ^ over << 1 ^ over << 3 ^ over << 4;
}

uint64_t phw_verify_tag(const phw_bits *bits, const phw_verify_key *key,
                        unsigned n_bits)
{
    assert(n_bits >= PHW_VERIFY_BITS_MIN && n_bits <= PHW_VERIFY_BITS_MAX);
    uint64_t value = 0;
    for (size_t i = phw_bits_words(bits->n); i-- > 0;)
        value = multiply(value, key->point) ^ bits->word[i];
    return multiply(value, key->factor) & ~UINT64_C(0) >> (64 - n_bits);
}
