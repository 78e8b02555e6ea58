#include "kgen/network.h"

#include <stdlib.h>
#include <string.h>

#include "core/bits.h"
#include "core/vectorised.h"

/* Stages beyond log2 of the words, so that partners of early stages are told apart
 * again. */
enum {
    STAGES_MORE = 3,
    INNER = 6
};

/* The lower one of each pair of bits 32, 16, 8, 4, 2 and 1 apart. */
static const uint64_t lower[INNER] = {
    0x00000000ffffffff, 0x0000ffff0000ffff, 0x00ff00ff00ff00ff,
    0x0f0f0f0f0f0f0f0f, 0x3333333333333333, 0x5555555555555555,
};

static size_t stages_of(size_t n_words)
{
    size_t n = STAGES_MORE;
    while ((size_t)1 << (n - STAGES_MORE) < n_words)
        ++n;
    return n_words > 1 ? n : 0;
}

/* 64-bit draws of a stream, one after the other. */
typedef struct draws {
    const phw_rng *rng;
    uint64_t at;
} draws;

static uint64_t draw(draws *d)
{
    uint32_t word[2];
    phw_rng_words(word, d->rng, d->at, 2);
    d->at += 2;
    return word[0] | (uint64_t)word[1] << 32;
}

/* Partners of one stage: neighbours in a random order; of an odd number the last stays
 * alone. */
static void draw_stage(phw_network_exchange *exchange, uint32_t *order, size_t n_words,
                       draws *d)
{
    for (size_t i = n_words - 1; i > 0; --i) {
        const size_t j = (size_t)((draw(d) >> 32) * (i + 1) >> 32);
        const uint32_t kept = order[i];
        order[i] = order[j];
        order[j] = kept;
    }
    for (size_t i = 0; i < n_words / 2; ++i)
        exchange[i] = (phw_network_exchange){
            .a = order[2 * i],
            .b = order[2 * i + 1],
            .mask = draw(d),
        };
}

static phw_status draw_exchanges(phw_network *net, size_t n_words, draws *d)
{
    uint32_t *order = malloc(n_words * sizeof *order);
    if (order == NULL)
        return phw_fail(PHW_ENOMEM, "network: no memory for %zu words", n_words);
    for (size_t i = 0; i < n_words; ++i)
        order[i] = (uint32_t)i;
    for (size_t at = 0; at < net->n_exchanges; at += n_words / 2)
        draw_stage(net->exchange + at, order, n_words, d);
    free(order);
    return PHW_OK;
}

static void draw_columns(phw_network *net, draws *d)
{
    for (unsigned i = 0; i < 64; ++i) {
        const unsigned j = (unsigned)((draw(d) >> 32) * (i + 1) >> 32);
        net->column[i] = net->column[j];
        net->column[j] = (uint8_t)i;
    }
}

phw_status phw_network_make(phw_network *out, size_t n, bool columns,
                            const phw_rng *rng)
{
    const size_t n_words = phw_bits_words(n);
    phw_network net = {
        .n = n,
        .columns = columns,
        .n_places = 64 * n_words,
        .n_exchanges = n_words / 2 * stages_of(n_words),
    };
    draws d = {.rng = rng};
    net.inner = malloc(INNER * n_words * sizeof *net.inner);
    net.exchange = malloc((net.n_exchanges + 1) * sizeof *net.exchange);
    phw_status s = PHW_OK;
    if (net.inner == NULL || net.exchange == NULL)
        s = phw_fail(PHW_ENOMEM, "network: no memory for %zu words", n_words);
    for (size_t i = 0; i < INNER * n_words && !s; ++i)
        net.inner[i] = draw(&d) & lower[i / n_words];
    draw_columns(&net, &d);
    if (!s)
        s = draw_exchanges(&net, n_words, &d);
    if (s) {
        phw_network_free(&net);
        return s;
    }
    *out = net;
    return PHW_OK;
}

void phw_network_free(phw_network *net)
{
    free(net->inner);
    free(net->exchange);
    *net = (phw_network){0};
}

PHW_VECTORISED static void swap_inside(uint64_t *x, const uint64_t *mask, size_t n,
                                       unsigned apart)
{
    for (size_t i = 0; i < n; ++i) {
        const uint64_t t = (x[i] ^ x[i] >> apart) & mask[i];
        x[i] ^= t ^ t << apart;
    }
}

/* What is past n bits goes along: a place without a bit may stand anywhere. */
static void mix(uint64_t *x, const phw_network *net, const uint64_t *in)
{
    const size_t n_words = phw_bits_words(net->n);
    memcpy(x, in, n_words * sizeof *x);
    for (unsigned k = 0; k < INNER; ++k)
        swap_inside(x, net->inner + k * n_words, n_words, 32U >> k);
    for (size_t i = 0; i < net->n_exchanges; ++i) {
        const phw_network_exchange *e = &net->exchange[i];
        const uint64_t t = (x[e->a] ^ x[e->b]) & e->mask;
        x[e->a] ^= t;
        x[e->b] ^= t;
    }
}

/* A step of the transposition below: in words `apart` apart, the low parts of the upper
 * one change places with the high parts of the lower one. */
static inline void cross(uint64_t *x, size_t apart, uint64_t low)
{
    for (size_t i = 0; i < 64; i += 2 * apart) {
        for (size_t j = i; j < i + apart; ++j) {
            const uint64_t t = (x[j] >> apart ^ x[j + apart]) & low;
            x[j] ^= t << apart;
            x[j + apart] ^= t;
        }
    }
}

/* Bit j of word i changes places with bit i of word j. Warren, Hacker's Delight, 2nd
 * ed., 7-3: by halves. */
PHW_VECTORISED static void transpose(uint64_t *x)
{
    cross(x, 32, lower[0]);
    cross(x, 16, lower[1]);
    cross(x, 8, lower[2]);
    cross(x, 4, lower[3]);
    cross(x, 2, lower[4]);
    cross(x, 1, lower[5]);
}

/* `word`, of which no bit from the 64th place before `end` on counts, from place `at`
 * on. */
static void lay(uint64_t *out, uint64_t word, size_t at, size_t end)
{
    const size_t n = end - at;
    word &= n < 64 ? (UINT64_C(1) << n) - 1 : ~UINT64_C(0);
    out[at / 64] |= word << (at % 64);
    if (at % 64 + n > 64)
        out[at / 64 + 1] |= word >> 1 >> (63 - at % 64);
}

void phw_network_apply(uint64_t *out, const phw_network *net, const uint64_t *in,
                       uint64_t *scratch)
{
    if (!net->columns) {
        mix(out, net, in);
        return;
    }
    const size_t n_words = phw_bits_words(net->n);
    uint64_t *x = scratch;
    mix(x, net, in);
    memset(out, 0, n_words * sizeof *out);
    for (size_t from = 0; from < n_words; from += 64) {
        uint64_t t[64];
        memcpy(t, x + from, sizeof t);
        transpose(t);
        for (size_t j = 0; j < 64; ++j) {
            const size_t column = net->column[j] * n_words;
            lay(out, t[j], column + from, column + n_words);
        }
    }
}

/* Numbers change places where a mask has ones. */
static void swap_numbers(uint32_t *a, uint32_t *b, uint64_t mask)
{
    for (unsigned j = 0; j < 64; ++j) {
        const uint32_t t = (a[j] ^ b[j]) & -(uint32_t)(mask >> j & 1);
        a[j] ^= t;
        b[j] ^= t;
    }
}

/* The bits' numbers on the same way, 64 a word. Masks of the first part have no bit
 * whose partner is outside of the word. */
static void mix_numbers(uint32_t *x, const phw_network *net)
{
    const size_t n_words = phw_bits_words(net->n);
    for (size_t i = 0; i < 64 * n_words; ++i)
        x[i] = i < net->n ? (uint32_t)i : UINT32_MAX;
    for (size_t i = 0; i < INNER * n_words; ++i) {
        uint32_t *word = x + 64 * (i % n_words);
        const unsigned apart = 32U >> (i / n_words);
        for (unsigned j = 0; j + apart < 64; ++j) {
            const uint32_t t =
                (word[j] ^ word[j + apart]) & -(uint32_t)(net->inner[i] >> j & 1);
            word[j] ^= t;
            word[j + apart] ^= t;
        }
    }
    for (size_t i = 0; i < net->n_exchanges; ++i) {
        const phw_network_exchange *e = &net->exchange[i];
        swap_numbers(x + 64 * (size_t)e->a, x + 64 * (size_t)e->b, e->mask);
    }
}

phw_status phw_network_tables(uint32_t *place_of_bit, uint32_t *bit_of_place,
                              const phw_network *net)
{
    const size_t n = 64 * phw_bits_words(net->n);
    uint32_t *x = calloc(n, sizeof *x);
    if (x == NULL)
        return phw_fail(PHW_ENOMEM, "network: no memory for %zu bits", n);
    mix_numbers(x, net);
    memset(bit_of_place, 0xff, net->n_places * sizeof *bit_of_place);
    for (size_t i = 0; i < n; ++i) {
        const size_t place = net->columns ? net->column[i % 64] * (n / 64) + i / 64 : i;
        bit_of_place[place] = x[i];
        if (x[i] != UINT32_MAX)
            place_of_bit[x[i]] = (uint32_t)place;
    }
    free(x);
    return PHW_OK;
}
