#include "kgen/toeplitz_fft.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "kgen/additive_fft.h"
#include "kgen/novel_basis.h"

enum {
    RUN = 32
};

static size_t runs_of(size_t n)
{
    return (n + RUN - 1) / RUN;
}

/* The least k with 2^k >= n, a leaf at least. */
static unsigned levels_of(size_t n)
{
    unsigned k = PHW_FIELD_KERNEL_LEVELS;
    while ((size_t)1 << k < n)
        ++k;
    return k;
}

/* u[2^k] from the runs of x. */
static void fill_inputs(uint64_t *u, unsigned k, const phw_bits *x)
{
    const size_t n = runs_of(x->n);
    for (size_t i = 0; i < n; ++i)
        u[i] = x->word[i / 2] >> RUN * (i % 2) & UINT32_MAX;
    memset(u + n, 0, (((size_t)1 << k) - n) * sizeof *u);
}

/* The 64 bits from `at` on; those before the string's start are 0. */
static uint64_t window(const phw_bits *b, ptrdiff_t at)
{
    const ptrdiff_t word = at >= 0 ? at / 64 : -((63 - at) / 64);
    const unsigned shift = (unsigned)(at - 64 * word);
    const size_t n = phw_bits_words(b->n);
    const uint64_t low = word >= 0 && (size_t)word < n ? b->word[word] : 0;
    const uint64_t high = word >= -1 && (size_t)(word + 1) < n ? b->word[word + 1] : 0;
    return low >> shift | (shift > 0 ? high << (64 - shift) : 0);
}

/* u[c] = S_c, c < n. z^60 and up reach z^63 through the field's polynomial as well. */
static void fill_seed(uint64_t *u, size_t n, const phw_bits *seed)
{
    const ptrdiff_t first = (ptrdiff_t)seed->n - 64;
    for (size_t c = 0; c < n; ++c) {
        const uint64_t w = window(seed, first - (ptrdiff_t)(RUN * c));
        u[c] = w ^ w >> 60 ^ w >> 61 ^ w >> 63;
    }
}

/* y from the upper halves of Y_a = u[a], of which the first has the last 32 bits. */
static void take_outputs(phw_bits *y, const uint64_t *u)
{
    memset(y->word, 0, phw_bits_words(y->n) * sizeof *y->word);
    for (size_t a = 0; a < runs_of(y->n); ++a) {
        const ptrdiff_t at = (ptrdiff_t)y->n - (ptrdiff_t)(RUN * (a + 1));
        const uint64_t run = u[a] >> RUN;
        if (at < 0) {
            y->word[0] |= run >> -at;
            continue;
        }
        const size_t word = (size_t)at / 64;
        const unsigned shift = (unsigned)at % 64;
        y->word[word] |= run << shift;
        if (shift > RUN)
            y->word[word + 1] |= run >> (64 - shift);
    }
}

static void run(phw_bits *y, const phw_bits *x, const phw_bits *seed,
                const phw_additive_fft *f, uint64_t *u)
{
    const size_t n_out = runs_of(y->n);
    const size_t n = runs_of(x->n) + n_out - 1;
    const size_t size = (size_t)1 << f->levels;
    uint64_t *s = u + size;
    const unsigned k_in = levels_of(runs_of(x->n));

    fill_inputs(u, k_in, x);
    phw_novel_basis_forward(u, k_in, runs_of(x->n));
    phw_additive_fft_forward(f, u, runs_of(x->n));

    fill_seed(s, n, seed);
    memset(s + n, 0, (size - n) * sizeof *s);
    phw_novel_basis_inverse_transposed(s, f->levels, f->n_points);
    memset(s + f->n_points, 0, (size - f->n_points) * sizeof *s);
    phw_additive_fft_inverse_transposed(f, s);

    f->kernel->multiply(s, u, f->n_points);
    phw_additive_fft_transposed(f, s, n_out);
    phw_novel_basis_transposed(s, levels_of(n_out), n_out);
    take_outputs(y, s);
}

phw_status phw_toeplitz_fft(phw_bits *y, const phw_bits *x, const phw_bits *seed,
                            const phw_field_kernel *kernel)
{
    phw_additive_fft f;
    assert(x->n > 0 && y->n > 0 && seed->n == x->n + y->n - 1);
    phw_additive_fft_init(&f, kernel, runs_of(x->n) + runs_of(y->n) - 1);
    const size_t size = ((size_t)1 << f.levels) * sizeof(uint64_t);
    uint64_t *u = malloc(2 * size);
    if (u == NULL)
        return phw_fail(PHW_ENOMEM, "toeplitz: no memory for %zu to %zu bits", x->n,
                        y->n);
    run(y, x, seed, &f, u);
    sodium_memzero(u, 2 * size);
    free(u);
    return PHW_OK;
}

double phw_toeplitz_fft_butterflies(size_t n, size_t m)
{
    const size_t n_points = runs_of(n) + runs_of(m) - 1;
    const size_t n_leaves =
        (n_points + PHW_FIELD_KERNEL_LEAF - 1) / PHW_FIELD_KERNEL_LEAF;
    return 1.5 * (double)(n_leaves * PHW_FIELD_KERNEL_LEAF) *
           (double)levels_of(n_points);
}
