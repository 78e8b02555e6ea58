#include "kgen/toeplitz_blocks.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/clmul.h"

/* In words: x_j, j < n, and s_t; wanted are the sums P_i = XOR over j of
 * s[i - j + n - 1] x_j, 128 bits each, i < m. All arrays are padded with zeros to whole
 * blocks of `side` words, and s begins with the padding of x. */
typedef struct product {
    size_t side;      /* words of a block: the tile's, times a power of 2 */
    size_t n_columns; /* blocks of x */
    size_t n_rows;    /* blocks of the sums */
    uint64_t *x;
    uint64_t *s;
    phw_clmul_product *sum;
    uint64_t *scratch;
    phw_toeplitz_tile *tile;
} product;

static size_t blocks(size_t n, size_t side)
{
    return (n + side - 1) / side;
}

/* sum[side] ^= the square block of s[2 side - 1] and x[side].
 *
 * Karatsuba's product transposed (Hanrot, Quercia, Zimmermann, "The middle product
 * algorithm I", 2004): with k = side / 2 and s0, s1, s2 the windows of 2k - 1 words at
 * 0, k, 2k, the lower sums are M(s1, x0 + x1) + M(s0 + s1, x1), the upper ones
 * M(s1, x0 + x1) + M(s1 + s2, x0). The scratch has 3 side words. */
static void block(phw_clmul_product *sum, const uint64_t *s, const uint64_t *x,
                  size_t side, uint64_t *scratch, phw_toeplitz_tile *tile)
{
    if (side == PHW_TOEPLITZ_TILE) {
        tile(sum, s, x);
        return;
    }
    const size_t k = side / 2;
    uint64_t *both = scratch;
    phw_clmul_product *middle = (phw_clmul_product *)(void *)(scratch + k);
    uint64_t *rest = scratch + 3 * k;
    memset(middle, 0, k * sizeof *middle);
    for (size_t i = 0; i < k; ++i)
        both[i] = x[i] ^ x[k + i];
    block(middle, s + k, both, k, rest, tile);
    for (size_t i = 0; i < k; ++i) {
        sum[i].low ^= middle[i].low;
        sum[i].high ^= middle[i].high;
        sum[k + i].low ^= middle[i].low;
        sum[k + i].high ^= middle[i].high;
    }
    uint64_t *window = scratch;
    for (size_t i = 0; i < 2 * k - 1; ++i)
        window[i] = s[i] ^ s[k + i];
    block(sum, window, x + k, k, rest, tile);
    for (size_t i = 0; i < 2 * k - 1; ++i)
        window[i] = s[k + i] ^ s[2 * k + i];
    block(sum + k, window, x, k, rest, tile);
}

/* The side with the fewest tiles, for n by m words: a block costs 3 of half its side.
 */
static size_t best_side(double *n_tiles, size_t n, size_t m)
{
    size_t best = PHW_TOEPLITZ_TILE;
    double cost = 1;
    *n_tiles = HUGE_VAL;
    for (size_t side = PHW_TOEPLITZ_TILE;; side *= 2, cost *= 3) {
        const double all = cost * (double)blocks(n, side) * (double)blocks(m, side);
        if (all < *n_tiles) {
            *n_tiles = all;
            best = side;
        }
        if (side >= n && side >= m)
            return best;
    }
}

static phw_status alloc(product *p, size_t n, size_t m)
{
    double n_tiles = 0;
    p->side = best_side(&n_tiles, n, m);
    p->n_columns = blocks(n, p->side);
    p->n_rows = blocks(m, p->side);
    p->x = calloc(p->n_columns * p->side, sizeof *p->x);
    p->s = calloc((p->n_columns + p->n_rows) * p->side, sizeof *p->s);
    p->sum = calloc(p->n_rows * p->side, sizeof *p->sum);
    p->scratch = calloc(3 * p->side, sizeof *p->scratch);
    if (p->x == NULL || p->s == NULL || p->sum == NULL || p->scratch == NULL)
        return phw_fail(PHW_ENOMEM, "toeplitz: no memory for %zu by %zu words", n, m);
    return PHW_OK;
}

static void release(void *array, size_t size)
{
    if (array != NULL)
        sodium_memzero(array, size);
    free(array);
}

static void free_product(product *p)
{
    release(p->x, p->n_columns * p->side * sizeof *p->x);
    release(p->s, (p->n_columns + p->n_rows) * p->side * sizeof *p->s);
    release(p->sum, p->n_rows * p->side * sizeof *p->sum);
    release(p->scratch, 3 * p->side * sizeof *p->scratch);
}

/* Words of the sums that are made: see phw_toeplitz_blocks(). */
static size_t row_words(size_t n, size_t m)
{
    return 1 + phw_bits_words((n - 1) % 64 + m);
}

double phw_toeplitz_blocks_tiles(size_t n, size_t m)
{
    double n_tiles = 0;
    (void)best_side(&n_tiles, phw_bits_words(n), row_words(n, m));
    return n_tiles;
}

/* y's bits are the product polynomial's from bit x->n - 1 on. Its word w is the low
 * half of P_w and the high half of P_(w-1), so sums from one word earlier are made. */
phw_status phw_toeplitz_blocks(phw_bits *y, const phw_bits *x, const phw_bits *seed,
                               phw_toeplitz_tile *tile)
{
    const size_t n = phw_bits_words(x->n);
    const unsigned shift = (x->n - 1) % 64;
    const size_t n_words = phw_bits_words(y->n);
    const size_t m = row_words(x->n, y->n);
    product p = {.tile = tile};
    phw_status status = alloc(&p, n, m);
    if (!status) {
        const size_t pad = p.n_columns * p.side - n;
        memcpy(p.x, x->word, n * sizeof *p.x);
        memcpy(p.s + pad + 1, seed->word, phw_bits_words(seed->n) * sizeof *p.s);
        for (size_t row = 0; row < p.n_rows; ++row) {
            for (size_t c = 0; c < p.n_columns; ++c)
                block(p.sum + row * p.side, p.s + (row + p.n_columns - 1 - c) * p.side,
                      p.x + c * p.side, p.side, p.scratch, tile);
        }
        for (size_t i = 0; i < n_words; ++i) {
            const uint64_t low = p.sum[i + 1].low ^ p.sum[i].high;
            const uint64_t high = i + 2 < m ? p.sum[i + 2].low ^ p.sum[i + 1].high : 0;
            y->word[i] = low >> shift | (shift > 0 ? high << (64 - shift) : 0);
        }
        if (y->n % 64 != 0)
            y->word[y->n / 64] &= (UINT64_C(1) << (y->n % 64)) - 1;
    }
    free_product(&p);
    return status;
}
