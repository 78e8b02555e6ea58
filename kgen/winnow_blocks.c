#include "kgen/winnow_blocks.h"

#include "kgen/spans.h"

/* Bits whose index in a word has bit k set. */
static const uint64_t index_bit[6] = {
    0xaaaaaaaaaaaaaaaa, 0xcccccccccccccccc, 0xf0f0f0f0f0f0f0f0,
    0xff00ff00ff00ff00, 0xffff0000ffff0000, 0xffffffff00000000,
};

/* The even bits, side by side. */
static uint64_t close_up(uint64_t x)
{
    x &= ~index_bit[0];
    for (unsigned k = 1; k < 6; ++k)
        x = (x | x >> (1U << (k - 1))) & ~index_bit[k];
    return x;
}

/* The parities of the word's 64 / 2^order blocks, side by side. */
static uint64_t word_parities(uint64_t x, unsigned order)
{
    for (unsigned k = 0; k < order; ++k)
        x = close_up(x ^ x >> 1);
    return x;
}

static uint64_t fold(const uint64_t *word, size_t n_words)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < n_words; ++i)
        sum ^= word[i];
    return sum;
}

void phw_winnow_parities(phw_bits *out, size_t at, const uint64_t *word,
                         size_t n_blocks, unsigned order)
{
    if (order > 6) {
        const size_t n_words = (size_t)1 << (order - 6);
        for (size_t i = 0; i < n_blocks; ++i)
            phw_bits_set(out, at + i,
                         __builtin_parityll(fold(word + i * n_words, n_words)));
        return;
    }
    const size_t each = (size_t)64 >> order;
    for (size_t i = 0; i < n_blocks; i += each) {
        const size_t n = n_blocks - i < each ? n_blocks - i : each;
        uint64_t parities = word_parities(word[i / each], order);
        if (n < 64)
            parities &= (UINT64_C(1) << n) - 1;
        phw_span_write(out, &parities, at + i, n);
    }
}

uint32_t phw_winnow_syndrome(const uint64_t *word, size_t i, unsigned order)
{
    uint64_t x = 0;
    uint32_t high = 0;
    if (order < 6) {
        const size_t at = i << order;
        x = word[at / 64] >> (at % 64) & ((UINT64_C(1) << (1U << order)) - 1);
    } else {
        const size_t n_words = (size_t)1 << (order - 6);
        word += i * n_words;
        for (size_t w = 0; w < n_words; ++w) {
            x ^= word[w];
            high ^= (uint32_t)w & (0 - (uint32_t)__builtin_parityll(word[w]));
        }
    }
    uint32_t low = 0;
    for (unsigned k = 0; k < 6 && k < order; ++k)
        low |= (uint32_t)__builtin_parityll(x & index_bit[k]) << k;
    return high << 6 | low;
}
