#include "kgen/zero_power_decoder.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/bch.h"
#include "kgen/reconciler.h"

enum {
    N = PHW_BCH_N,
    N_WEAK = 6,
    T_GUESS = 6 /* below, a wrong code word is too near: 1 / t! of all words are */
};

struct phw_zero_power_decoder {
    phw_bch *bch;
    unsigned t;
    phw_zero_power_generator generator;
    uint8_t own[N];  /* a word that differs from a code word where the ends differ */
    uint8_t word[N]; /* what a guess makes of it, and its correction */
    uint8_t best[N]; /* bits to turn */
};

/* The roots of the generator are the conjugates of a, a^3 .. a^(2t - 1). */
size_t phw_zero_power_code_bits(unsigned t)
{
    bool is_root[N] = {false};
    size_t k = N;
    for (unsigned j = 1; j < 2 * t; j += 2) {
        for (unsigned i = j; !is_root[i]; i = 2 * i % N) {
            is_root[i] = true;
            --k;
        }
    }
    return k;
}

/* failure[t] = P(X > t) of a beta-binomial X of N trials. */
static void tail(double failure[PHW_BCH_T_MAX + 1], double a, double b)
{
    const double base = lgamma(a + b) - lgamma(a) - lgamma(b) - lgamma(a + b + N);
    double below = 0;
    for (int x = 0; x <= PHW_BCH_T_MAX; ++x) {
        const double choose = lgamma(N + 1.0) - lgamma(x + 1.0) - lgamma(N - x + 1.0);
        below += exp(choose + base + lgamma(a + x) + lgamma(b + N - x));
        failure[x] = fmax(0, 1 - below);
    }
}

phw_zero_power_plan phw_zero_power_plan_make(size_t n_errors, size_t n, double assumed,
                                             double least)
{
    /* A rate that is given counts as if it had been seen on many bits. */
    const double all = n > 0 ? (double)n + 1 : 1e6;
    const double errors = n > 0 ? (double)n_errors + 0.5 : 1e6 * assumed + 0.5;
    phw_zero_power_plan plan = {.rate = errors / all};
    double failure[PHW_BCH_T_MAX + 1];
    if (plan.rate > PHW_RECONCILE_RATE_MAX)
        return plan;
    tail(failure, errors, all - errors);
    double most = least * N;
    for (unsigned t = 1; t <= PHW_BCH_T_MAX; ++t) {
        const size_t k = phw_zero_power_code_bits(t);
        const double value = (1 - failure[t]) * (double)k;
        if (value >= most) {
            most = value;
            plan.t = t;
            plan.k = k;
            plan.failure = failure[t];
        }
    }
    return plan;
}

phw_status phw_zero_power_decoder_create(phw_zero_power_decoder **out, unsigned t)
{
    phw_zero_power_decoder *d = calloc(1, sizeof *d);
    if (d == NULL)
        return phw_fail(PHW_ENOMEM, "zero power: no memory for a decoder");
    const phw_status s = phw_bch_create(&d->bch, t);
    if (s) {
        free(d);
        return s;
    }
    d->t = t;
    phw_zero_power_generator_read(&d->generator, d->bch);
    *out = d;
    return PHW_OK;
}

void phw_zero_power_decoder_destroy(phw_zero_power_decoder *d)
{
    if (d == NULL)
        return;
    phw_bch_destroy(d->bch);
    sodium_memzero(d, sizeof *d);
    free(d);
}

unsigned phw_zero_power_decoder_degree(const phw_zero_power_decoder *d)
{
    return d->generator.degree;
}

/* The bits of the block that are least sure, the least first. */
static void find_weak(size_t weak[N_WEAK], const float *margin, size_t block,
                      size_t n_blocks)
{
    size_t n = 0;
    for (size_t q = 0; q < N; ++q) {
        const float m = margin[block + q * n_blocks];
        size_t at = n < N_WEAK ? n++ : N_WEAK;
        while (at > 0 && m < margin[block + weak[at - 1] * n_blocks]) {
            if (at < N_WEAK)
                weak[at] = weak[at - 1];
            --at;
        }
        if (at < N_WEAK)
            weak[at] = q;
    }
}

/* Tries one guess and answers how many bits it turns, or -1. `best` gets them where
 * that is fewer than `fewest`, unless that is negative. */
static int try_guess(phw_zero_power_decoder *d, const size_t weak[N_WEAK],
                     unsigned guess, int fewest)
{
    memcpy(d->word, d->own, N);
    for (unsigned i = 0; i < N_WEAK; ++i) {
        if ((guess >> i) & 1U)
            d->word[weak[i]] ^= 1;
    }
    if (phw_bch_correct(d->bch, d->word) != 1)
        return -1;
    int n = 0;
    for (size_t q = 0; q < N; ++q)
        n += d->word[q] ^ d->own[q];
    if (fewest < 0 || n < fewest) {
        for (size_t q = 0; q < N; ++q)
            d->best[q] = d->word[q] ^ d->own[q];
    }
    return n;
}

static int search(phw_zero_power_decoder *d, const float *margin, size_t block,
                  size_t n_blocks)
{
    size_t weak[N_WEAK] = {0};
    int fewest = try_guess(d, weak, 0, -1);
    if (fewest >= 0 || d->t < T_GUESS)
        return fewest;
    find_weak(weak, margin, block, n_blocks);
    for (unsigned guess = 1; guess < 1U << N_WEAK; ++guess) {
        const int n = try_guess(d, weak, guess, fewest);
        if (n >= 0 && (fewest < 0 || n < fewest))
            fewest = n;
    }
    return fewest;
}

/* The sum of both ends' remainders is the remainder of their difference: seen as a word
 * (bit i is the coefficient of x^(254 - i)) it differs from a code word by just that.
 */
int phw_zero_power_correct(phw_zero_power_decoder *d, phw_bits *own,
                           const float *margin, const uint64_t *theirs, size_t block,
                           size_t n_blocks)
{
    uint64_t rest[PHW_ZERO_POWER_REGISTER_WORDS];
    phw_zero_power_work unused = {0};
    phw_zero_power_syndrome(rest, &unused, own, block, n_blocks, &d->generator);
    memset(d->own, 0, N);
    for (unsigned j = 0; j < d->generator.degree; ++j)
        d->own[N - 1 - j] =
            (uint8_t)(((rest[j / 64] ^ theirs[j / 64]) >> (j % 64)) & 1U);
    const int n = search(d, margin, block, n_blocks);
    for (size_t q = 0; q < N && n >= 0; ++q) {
        if (d->best[q])
            phw_bits_flip(own, block + q * n_blocks);
    }
    return n;
}
