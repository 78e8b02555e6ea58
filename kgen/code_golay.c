#include "kgen/code_golay.h"

#include <stdlib.h>

enum {
    HALF = 12, /* bits of a message, and of its parity */
    T = 3
};

/* Parity of each message bit, first bit highest: the quadratic non-residues modulo 11,
 * rotated and bordered. Symmetric, and its own inverse. */
static const uint32_t parity_row[HALF] = {0x8ed, 0x1db, 0x3b5, 0x769, 0xed1, 0xda3,
                                          0xb47, 0x68f, 0xd1d, 0xa3b, 0x477, 0xffe};

/* Neither branches nor looks up by x. */
static uint32_t times_rows(uint32_t x)
{
    uint32_t sum = 0;
    for (unsigned i = 0; i < HALF; ++i)
        sum ^= parity_row[i] & (0 - (x >> (HALF - 1 - i) & 1));
    return sum;
}

static uint32_t weight(uint32_t x)
{
    x = (x & 0x555) + (x >> 1 & 0x555);
    x = (x & 0x333) + (x >> 2 & 0x333);
    x = (x & 0xf0f) + (x >> 4 & 0xf0f);
    return (x & 0x1f) + (x >> 8);
}

/* All ones where x has at most `most` bits, else 0. */
static uint32_t light(uint32_t x, uint32_t most)
{
    return 0 - ((weight(x) - most - 1) >> 31);
}

/* The errors of message and parity, message in the upper half; where none of at most
 * three fits the syndrome, `found` stays 0. Of three errors one half has one at most:
 * none of the message (the syndrome is the parity's), one in a row of it, or the same
 * seen from the other half. All that fit are the same error, for two code words are
 * eight apart. */
static uint32_t error_of(uint32_t syndrome, uint32_t *found)
{
    const uint32_t other = times_rows(syndrome);
    const uint32_t in_parity = light(syndrome, T);
    const uint32_t in_message = light(other, T);
    uint32_t error = (syndrome & in_parity) | (other << HALF & in_message);
    *found = in_parity | in_message;
    for (unsigned i = 0; i < HALF; ++i) {
        const uint32_t bit = 1U << (HALF - 1 - i);
        const uint32_t rest = syndrome ^ parity_row[i];
        const uint32_t other_rest = other ^ parity_row[i];
        const uint32_t one_in_message = light(rest, T - 1);
        const uint32_t one_in_parity = light(other_rest, T - 1);
        error |= (bit << HALF | rest) & one_in_message;
        error |= (other_rest << HALF | bit) & one_in_parity;
        *found |= one_in_message | one_in_parity;
    }
    return error;
}

static uint32_t pack(const uint8_t *bit)
{
    uint32_t x = 0;
    for (unsigned i = 0; i < HALF; ++i)
        x = x << 1 | bit[i];
    return x;
}

static void unpack(uint8_t *bit, uint32_t x)
{
    for (unsigned i = 0; i < HALF; ++i)
        bit[i] = (uint8_t)(x >> (HALF - 1 - i) & 1);
}

static phw_status create(phw_codec **out, const phw_params *values)
{
    (void)values;
    phw_codec *codec = malloc(sizeof *codec);
    if (codec == NULL)
        return phw_fail(PHW_ENOMEM, "no memory for a code");
    *codec = (phw_codec){&phw_code_golay, 2 * HALF, HALF, T};
    *out = codec;
    return PHW_OK;
}

static void destroy(phw_codec *codec)
{
    free(codec);
}

/* Parity first: the words of liquid-dsp's LIQUID_FEC_GOLAY2412. */
static void encode(phw_codec *codec, uint8_t *word, const uint8_t *message)
{
    (void)codec;
    const uint32_t m = pack(message);
    unpack(word, times_rows(m));
    unpack(word + HALF, m);
}

static uint8_t decode(phw_codec *codec, uint8_t *message, const uint8_t *word)
{
    (void)codec;
    uint32_t found = 0;
    const uint32_t m = pack(word + HALF);
    const uint32_t error = error_of(pack(word) ^ times_rows(m), &found);
    unpack(message, m ^ error >> HALF);
    return (uint8_t)(found & 1);
}

const phw_code phw_code_golay = {
    .name = "golay",
    .summary = "extended Golay (24, 12), three errors a word",
    .reference = "Golay, Notes on digital coding, Proc. IRE 37, 1949; arithmetic "
                 "decoding as MacWilliams and Sloane, chapter 16",
    .create = create,
    .destroy = destroy,
    .encode = encode,
    .decode = decode,
};
