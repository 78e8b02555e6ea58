#include "kgen/belief.h"

#include <stdlib.h>
#include <string.h>

#include "core/signal.h"

/* A block that is sure of a bit says so by this factor and no more. */
#define MESSAGE_MOST 1e9
#define ODDS_MOST    1e12

/* Bits that are weighed at once, so that they stay in the nearest cache. */
#define BATCH 512

/* Places at a time. */
#define FEW 16

phw_status phw_belief_alloc(phw_belief *out, size_t n)
{
    phw_belief b = {.n = n};
    double **const array[] = {&b.odds, &b.others, &b.tilt, &b.ahead, &b.behind};
    phw_status status = PHW_OK;
    for (size_t i = 0; i < sizeof array / sizeof *array && !status; ++i)
        status = phw_array_alloc(array[i], n + 1, sizeof **array[i]);
    if (status) {
        phw_belief_free(&b);
        return status;
    }
    *out = b;
    return PHW_OK;
}

void phw_belief_free(phw_belief *b)
{
    free(b->bit);
    free(b->message);
    free(b->block);
    free(b->odds);
    free(b->others);
    free(b->tilt);
    free(b->ahead);
    free(b->behind);
    *b = (phw_belief){0};
}

void phw_belief_reset(phw_belief *b)
{
    b->n_terms = b->n_blocks = b->swept = b->swept_terms = 0;
}

static phw_status no_memory(size_t n)
{
    return phw_fail(PHW_ENOMEM, "reconcile: no memory for %zu entries", n);
}

static phw_status reserve_terms(phw_belief *b, size_t n)
{
    uint32_t *bit = realloc(b->bit, n * sizeof *bit);
    if (bit == NULL)
        return no_memory(n);
    b->bit = bit;
    double *message = realloc(b->message, n * sizeof *message);
    if (message == NULL)
        return no_memory(n);
    b->message = message;
    b->terms_capacity = n;
    return PHW_OK;
}

phw_status phw_belief_reserve(phw_belief *b, size_t blocks, size_t terms)
{
    if (terms > b->terms_capacity)
        PHW_TRY(reserve_terms(b, 2 * terms));
    if (blocks <= b->blocks_capacity)
        return PHW_OK;
    phw_belief_block *block = realloc(b->block, 2 * blocks * sizeof *block);
    if (block == NULL)
        return no_memory(2 * blocks);
    b->block = block;
    b->blocks_capacity = 2 * blocks;
    return PHW_OK;
}

void phw_belief_add(phw_belief *b, unsigned pass, bool odd, const uint32_t *bit,
                    size_t n, const uint8_t *clear)
{
    uint32_t *to = b->bit + b->n_terms;
    uint32_t kept = 0;
    for (size_t i = 0; i < n; ++i) {
        if (!clear[bit[i]])
            to[kept++] = bit[i];
    }
    b->block[b->n_blocks++] = (phw_belief_block){kept, pass, odd};
    b->n_terms += kept;
}

static double bounded(double x, double most)
{
    const double least = 1 / most;
    const double up = x > least ? x : least;
    return up < most ? up : most;
}

/* Places of a chain: of each the product of those ahead of it and of those behind. */
typedef struct chain {
    double *ahead;
    double *behind;
    const double *tilt;
    size_t n;
    double from_ahead;
    double from_behind;
} chain;

static void multiply(chain *c, size_t from)
{
    double ahead = c->from_ahead;
    double behind = c->from_behind;
    for (size_t i = from; i < c->n; ++i) {
        const size_t back = c->n - 1 - i;
        c->ahead[i] = ahead;
        c->behind[back] = behind;
        ahead *= c->tilt[i];
        behind *= c->tilt[back];
    }
}

/* Both at once: one does not wait for the other's products. Returns how far. */
static size_t multiply_both(chain *c, chain *d)
{
    const size_t n = c->n < d->n ? c->n : d->n;
    double ahead[2] = {1, 1};
    double behind[2] = {1, 1};
    for (size_t i = 0; i < n; ++i) {
        const size_t c_back = c->n - 1 - i;
        const size_t d_back = d->n - 1 - i;
        c->ahead[i] = ahead[0];
        c->behind[c_back] = behind[0];
        d->ahead[i] = ahead[1];
        d->behind[d_back] = behind[1];
        ahead[0] *= c->tilt[i];
        behind[0] *= c->tilt[c_back];
        ahead[1] *= d->tilt[i];
        behind[1] *= d->tilt[d_back];
    }
    c->from_ahead = ahead[0];
    c->from_behind = behind[0];
    d->from_ahead = ahead[1];
    d->from_behind = behind[1];
    return n;
}

static chain chain_at(const phw_belief *b, size_t at, size_t n)
{
    return (chain){b->ahead + at, b->behind + at, b->tilt + at, n, 1, 1};
}

/* The products of each of a batch's blocks. */
static void multiply_all(const phw_belief *b, const phw_belief_block *block,
                         size_t n_blocks)
{
    size_t at = 0;
    for (size_t i = 0; i < n_blocks; i += 2) {
        chain c = chain_at(b, at, block[i].n);
        at += c.n;
        size_t done = 0;
        if (i + 1 < n_blocks) {
            chain d = chain_at(b, at, block[i + 1].n);
            at += d.n;
            done = multiply_both(&c, &d);
            multiply(&d, done);
        }
        multiply(&c, done);
    }
}

/* A few places of take_off(). */
static inline void take_few(double *restrict others, double *restrict tilt,
                            const double *restrict odds, const uint32_t *restrict bit,
                            const double *restrict message, size_t n)
{
    for (size_t i = 0; i < n; ++i)
        others[i] = odds[bit[i]];
    for (size_t i = 0; i < n && message != NULL; ++i)
        others[i] /= message[i];
    for (size_t i = 0; i < n; ++i)
        tilt[i] = (1 - others[i]) / (1 + others[i]);
}

/* Each bit's odds without its message, if any, and its 1 - 2 p: a few at a time, so
 * that the next are fetched while these are divided. */
static void take_off(const phw_belief *b, const double *odds, const uint32_t *bit,
                     const double *message, size_t n)
{
    size_t i = 0;
    for (; message != NULL && i + FEW <= n; i += FEW)
        take_few(b->others + i, b->tilt + i, odds, bit + i, message + i, FEW);
    for (; message == NULL && i + FEW <= n; i += FEW)
        take_few(b->others + i, b->tilt + i, odds, bit + i, NULL, FEW);
    take_few(b->others + i, b->tilt + i, odds, bit + i,
             message == NULL ? NULL : message + i, n - i);
}

/* What an even block says of each of its bits, in place of `tilt`. */
static void answer(const phw_belief *b, size_t n)
{
    const double *restrict ahead = b->ahead;
    const double *restrict behind = b->behind;
    double *restrict even = b->tilt;
    for (size_t i = 0; i < n; ++i) {
        const double product = ahead[i] * behind[i];
        even[i] = (1 - product) / (1 + product);
    }
}

static void invert_odd(const phw_belief *b, const phw_belief_block *block,
                       size_t n_blocks)
{
    double *at = b->tilt;
    for (size_t i = 0; i < n_blocks; ++i) {
        for (size_t k = 0; k < block[i].n && block[i].odd; ++k)
            at[k] = 1 / at[k];
        at += block[i].n;
    }
}

/* Puts the answers on the odds. */
static void put_on(const phw_belief *b, double *odds, const uint32_t *bit, size_t n)
{
    double *restrict others = b->others;
    double *restrict message = b->tilt;
    for (size_t i = 0; i < n; ++i) {
        message[i] = bounded(message[i], MESSAGE_MOST);
        others[i] = bounded(others[i] * message[i], ODDS_MOST);
    }
    for (size_t i = 0; i < n; ++i)
        odds[bit[i]] = others[i];
}

/* Takes the blocks' old messages off their bits' odds, finds the new ones from theirs
 * and puts them on. */
static void weigh_batch(double *odds, phw_belief *b, const phw_belief_block *block,
                        size_t n_blocks, size_t from, size_t n, bool first)
{
    const uint32_t *bit = b->bit + from;
    double *message = b->message + from;
    take_off(b, odds, bit, first ? NULL : message, n);
    multiply_all(b, block, n_blocks);
    answer(b, n);
    invert_odd(b, block, n_blocks);
    put_on(b, odds, bit, n);
    if (first)
        memcpy(message, b->tilt, n * sizeof *message);
}

/* One sweep over the blocks from `block` on, whose bits begin at `from`. Blocks of one
 * pass go together, two at least. */
static void sweep(double *odds, phw_belief *b, size_t block, size_t from, bool first)
{
    while (block < b->n_blocks) {
        const size_t begin = block;
        const uint32_t pass = b->block[begin].pass;
        size_t n = 0;
        while (block < b->n_blocks && b->block[block].pass == pass &&
               (n < BATCH || block - begin < 2))
            n += b->block[block++].n;
        weigh_batch(odds, b, b->block + begin, block - begin, from, n, first);
        from += n;
    }
}

#if defined(__x86_64__) && defined(__GNUC__)
/* The same operations, four at a time where the processor has AVX2: no sum or product
 * is taken in another order. */
__attribute__((target("avx2"), flatten)) static void sweep_avx2(double *odds,
                                                                phw_belief *b,
                                                                size_t block,
                                                                size_t from, bool first)
{
    sweep(odds, b, block, from, first);
}

static void sweep_best(double *odds, phw_belief *b, size_t block, size_t from,
                       bool first)
{
    if (__builtin_cpu_supports("avx2"))
        sweep_avx2(odds, b, block, from, first);
    else
        sweep(odds, b, block, from, first);
}
#else
#    define sweep_best sweep
#endif

void phw_belief_weigh(double *odds, phw_belief *b, const double *prior)
{
    if (b->n == 0)
        return;
    if (b->swept == 0)
        memcpy(b->odds, prior, b->n * sizeof *odds);
    sweep_best(b->odds, b, b->swept, b->swept_terms, true);
    b->swept = b->n_blocks;
    b->swept_terms = b->n_terms;
    memcpy(odds, b->odds, b->n * sizeof *odds);
    sweep_best(odds, b, 0, 0, false);
}
