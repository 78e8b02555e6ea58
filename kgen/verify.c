#include "kgen/verify.h"

#include <assert.h>
#include <stddef.h>

#include "kgen/binary_field.h"
#include "kgen/verify_clmul.h"

/* Horner's rule, the highest word first. */
static uint64_t evaluate(const uint64_t *word, size_t n, uint64_t r)
{
    uint64_t value = 0;
    while (n-- > 0)
        value = phw_binary_field_multiply(value, r) ^ word[n];
    return value;
}

static uint64_t tag(uint64_t value, const phw_verify_key *key, unsigned n_bits)
{
    assert(n_bits >= PHW_VERIFY_BITS_MIN && n_bits <= PHW_VERIFY_BITS_MAX);
    return phw_binary_field_multiply(value, key->factor) &
           ~UINT64_C(0) >> (64 - n_bits);
}

uint64_t phw_verify_tag(const phw_bits *bits, const phw_verify_key *key,
                        unsigned n_bits)
{
    const size_t n = phw_bits_words(bits->n);
    return phw_verify_clmul_has()
               ? tag(phw_verify_clmul(bits->word, n, key->point), key, n_bits)
               : phw_verify_tag_plain(bits, key, n_bits);
}

uint64_t phw_verify_tag_plain(const phw_bits *bits, const phw_verify_key *key,
                              unsigned n_bits)
{
    return tag(evaluate(bits->word, phw_bits_words(bits->n), key->point), key, n_bits);
}
