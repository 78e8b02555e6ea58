#include "encrypt/cipher_permute.h"

#include <endian.h>
#include <string.h>

#include <sodium.h>

#include "core/vectorised.h"

/* Words of keystream at a time. */
#define BLOCK 1024

static uint32_t word_at(const uint8_t *byte)
{
    uint32_t word = 0;
    memcpy(&word, byte, sizeof word);
    return le32toh(word);
}

bool phw_shuffle_bounded(uint32_t *out, uint32_t word, uint32_t bound)
{
    const uint64_t product = (uint64_t)word * bound;
    const uint32_t low = (uint32_t)product;
    /* The division only where a rejection is possible at all. */
    if (low < bound && low < (0U - bound) % bound)
        return false;
    *out = (uint32_t)(product >> 32);
    return true;
}

/* Entries first, first - 1 ... of j from n words, none of them thrown away: false when
 * one might have to be. The bounds are first + 1 and less. */
PHW_VECTORISED static bool draw_all(uint32_t *restrict j, const uint8_t *restrict key,
                                    uint32_t first, size_t n)
{
    uint32_t least = UINT32_MAX;
    for (size_t k = 0; k < n; ++k) {
        const uint32_t bound = first - (uint32_t)k + 1;
        const uint64_t product = (uint64_t)word_at(key + 4 * k) * bound;
        const uint32_t low = (uint32_t)product;
        least = low < least ? low : least;
        j[first - k] = (uint32_t)(product >> 32);
    }
    return least > first;
}

static uint32_t draw_some(uint32_t *j, const uint8_t *key, uint32_t first, uint32_t n)
{
    uint32_t i = first;
    for (uint32_t k = 0; k < n; ++k)
        i -= phw_shuffle_bounded(&j[i], word_at(key + 4 * (size_t)k), i + 1);
    return first - i;
}

phw_status phw_shuffle_draw(uint32_t *j, size_t n, const phw_keystream *keystream)
{
    if (n > PHW_FRAME_SYMBOLS_MAX)
        return phw_fail(PHW_EARG, "shuffle: %zu symbols; at most %zu", n,
                        PHW_FRAME_SYMBOLS_MAX);
    uint8_t key[4 * BLOCK];
    uint64_t from = 0;
    phw_status s = PHW_OK;
    if (n > 0)
        j[0] = 0;
    for (uint32_t i = n > 0 ? (uint32_t)n - 1 : 0; i > 0 && !s;) {
        const uint32_t take = i < BLOCK ? i : BLOCK;
        s = phw_keystream_read(key, keystream, from, 4 * (size_t)take);
        if (s)
            break;
        i -= draw_all(j, key, i, take) ? take : draw_some(j, key, i, take);
        from += 4 * (uint64_t)take;
    }
    sodium_memzero(key, n < BLOCK ? 4 * n : sizeof key);
    return s;
}

static void change(phw_cf *symbol, size_t a, size_t b)
{
    const phw_cf kept = symbol[a];
    symbol[a] = symbol[b];
    symbol[b] = kept;
}

static phw_status symbols(phw_cf *symbol, size_t n, uint32_t *scratch,
                          const phw_keystream *keystream, bool undo)
{
    PHW_TRY(phw_shuffle_draw(scratch, n, keystream));
    for (size_t i = n; !undo && i-- > 1;)
        change(symbol, i, scratch[i]);
    for (size_t i = 1; undo && i < n; ++i)
        change(symbol, i, scratch[i]);
    sodium_memzero(scratch, n * sizeof *scratch);
    return PHW_OK;
}

const phw_cipher phw_cipher_permute = {
    .name = "permute",
    .summary = "the frame's symbols in a keyed order: with xor or a rotation only",
    .reference = "D. Lemire, ACM TOMACS 29(1) (2019) 3, for a Fisher-Yates shuffle",
    .use = "phyward symbol order",
    .domain = PHW_CIPHER_SYMBOLS,
    .symbols = symbols,
};
