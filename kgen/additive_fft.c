#include "kgen/additive_fft.h"

#include <assert.h>
#include <stdbool.h>
#include <string.h>

#include "kgen/binary_field.h"

enum {
    LEAF = PHW_FIELD_KERNEL_LEAF
};

/* A block of 2^k words, number `index` of its size, of whose points the first `points`
 * are wanted. */
typedef struct block {
    uint64_t *u;
    unsigned k;
    size_t index;
    size_t points;
} block;

static uint64_t point(const phw_additive_fft *f, size_t k)
{
    return f->part[0][k & 127] ^ f->part[1][k >> 7 & 127] ^ f->part[2][k >> 14];
}

static size_t half_of(const block *b)
{
    return (size_t)1 << (b->k - 1);
}

/* s_(k-1) at the block's first point: s_i(v_j) = v_(j-i). */
static uint64_t factor(const phw_additive_fft *f, const block *b)
{
    return point(f, 2 * b->index);
}

static phw_field_kernel_factors factors(const phw_additive_fft *f, const block *b)
{
    phw_field_kernel_factors t = {.step = f->step};
    for (unsigned i = 0; i < PHW_FIELD_KERNEL_LEVELS; ++i)
        t.first[i] = point(f, b->index << (i + 1));
    return t;
}

static block left_of(const block *b)
{
    const size_t half = half_of(b);
    return (block){b->u, b->k - 1, 2 * b->index, b->points < half ? b->points : half};
}

static block right_of(const block *b)
{
    const size_t half = half_of(b);
    return (block){b->u + half, b->k - 1, 2 * b->index + 1,
                   b->points > half ? b->points - half : 0};
}

void phw_additive_fft_init(phw_additive_fft *out, const phw_field_kernel *kernel,
                           size_t n_points)
{
    assert(n_points > 0 && n_points <= PHW_ADDITIVE_FFT_MAX);
    *out = (phw_additive_fft){.kernel = kernel,
                              .n_points = (n_points + LEAF - 1) / LEAF * LEAF,
                              .levels = PHW_FIELD_KERNEL_LEVELS};
    while ((size_t)1 << out->levels < out->n_points)
        ++out->levels;
    for (unsigned b = 0; b < 21; ++b) {
        uint64_t *part = out->part[b / 7];
        for (size_t i = 0; i < (size_t)1 << b % 7; ++i)
            part[((size_t)1 << b % 7) + i] = part[i] ^ phw_binary_field_cantor(b);
    }
    for (size_t i = 0; i < 3; ++i)
        for (size_t j = 0; j < LEAF / 2; ++j)
            out->step[i][j] = point(out, j << (i + 1));
}

/* Of the block's coefficients all from the n-th on are 0. */
static void forward(const phw_additive_fft *f, block b, size_t n)
{
    if (b.k == PHW_FIELD_KERNEL_LEVELS) {
        const phw_field_kernel_factors t = factors(f, &b);
        f->kernel->leaf_forward(b.u, &t);
        return;
    }
    const size_t half = half_of(&b);
    const block left = left_of(&b);
    const block right = right_of(&b);
    if (n <= half && right.points > 0)
        memcpy(right.u, left.u, half * sizeof *b.u);
    else if (n > half && right.points > 0)
        f->kernel->forward(left.u, right.u, half, factor(f, &b));
    else if (n > half)
        f->kernel->add(left.u, right.u, half, factor(f, &b));
    forward(f, left, n < half ? n : half);
    if (right.points > 0)
        forward(f, right, n < half ? n : half);
}

/* forward() read from its end, with the two ends of each addition changed. */
static void transposed(const phw_additive_fft *f, block b, size_t n)
{
    if (b.k == PHW_FIELD_KERNEL_LEVELS) {
        const phw_field_kernel_factors t = factors(f, &b);
        f->kernel->leaf_transposed(b.u, &t);
        return;
    }
    const size_t half = half_of(&b);
    const block left = left_of(&b);
    const block right = right_of(&b);
    transposed(f, left, n < half ? n : half);
    if (right.points > 0)
        transposed(f, right, n < half ? n : half);
    else
        memset(right.u, 0, half * sizeof *b.u);
    if (n <= half && right.points > 0)
        f->kernel->transposed(left.u, right.u, half, 0);
    else if (n > half && right.points > 0)
        f->kernel->transposed(left.u, right.u, half, factor(f, &b));
    else if (n > half)
        f->kernel->add(right.u, left.u, half, factor(f, &b));
}

/* The inverse of a block of which the first `points` are values, and the others
 * coefficients that are known, is, with the halves a and b and the factor t:
 *
 *   all are values       invert a, invert b; b += a; a += t b
 *   those of a, some of  invert a; b_j += a_j where b_j is known; invert b; b += a;
 *   b                    a += t b
 *   those of a           invert a; a += t b
 *   some of a            a_j += t b_j where a_j is known; invert a; a += t b
 *
 * Here each is read from its end, with the two ends of each addition changed. */
static void inverse_transposed(const phw_additive_fft *f, block b)
{
    if (b.k == PHW_FIELD_KERNEL_LEVELS) {
        const phw_field_kernel_factors t = factors(f, &b);
        f->kernel->leaf_inverse_transposed(b.u, &t);
        return;
    }
    const size_t half = half_of(&b);
    const block left = left_of(&b);
    const block right = right_of(&b);
    const uint64_t t = factor(f, &b);
    if (right.points > 0) {
        f->kernel->forward(right.u, left.u, half, t);
        inverse_transposed(f, right);
        if (right.points < half)
            f->kernel->forward(right.u + right.points, left.u + right.points,
                               half - right.points, 0);
    } else {
        f->kernel->add(right.u, left.u, half, t);
    }
    inverse_transposed(f, left);
    if (left.points < half)
        f->kernel->add(right.u + left.points, left.u + left.points, half - left.points,
                       t);
}

static block all(const phw_additive_fft *f, uint64_t *u)
{
    return (block){u, f->levels, 0, f->n_points};
}

void phw_additive_fft_forward(const phw_additive_fft *f, uint64_t *u, size_t n)
{
    forward(f, all(f, u), n);
}

void phw_additive_fft_transposed(const phw_additive_fft *f, uint64_t *u, size_t n)
{
    transposed(f, all(f, u), n);
}

void phw_additive_fft_inverse_transposed(const phw_additive_fft *f, uint64_t *u)
{
    inverse_transposed(f, all(f, u));
}
