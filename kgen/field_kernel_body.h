/** @file
 * What all entries of the field kernels share, for vectors of PHW_FIELD_KERNEL_LANES
 * words. Included once by each entry's source after it has defined that,
 * PHW_FIELD_KERNEL_TARGET, the type `vector`, and load(), store(), plus(), spread(),
 * times() and, for more than one, transpose() on it.
 */
#ifndef PHW_KGEN_FIELD_KERNEL_BODY_H
#define PHW_KGEN_FIELD_KERNEL_BODY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kgen/field_kernel.h"

/** Before a loop whose indices shall become registers. */
#if defined(__clang__)
#    define PHW_FIELD_KERNEL_UNROLLED _Pragma("unroll")
#elif defined(__GNUC__)
#    define PHW_FIELD_KERNEL_UNROLLED _Pragma("GCC unroll 8")
#else
#    define PHW_FIELD_KERNEL_UNROLLED
#endif

/** a += t b, b += a. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_forward(uint64_t *a,
                                                                    uint64_t *b,
                                                                    size_t n,
                                                                    uint64_t t)
{
    const vector factor = spread(t);
    for (size_t i = 0; i < n; i += PHW_FIELD_KERNEL_LANES) {
        const vector y = load(b + i);
        const vector x = plus(load(a + i), times(y, factor));
        store(a + i, x);
        store(b + i, plus(y, x));
    }
}

/** The same for t = 0. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_plain(uint64_t *a,
                                                                  const uint64_t *b,
                                                                  size_t n)
{
    for (size_t i = 0; i < n; i += PHW_FIELD_KERNEL_LANES)
        store(a + i, plus(load(a + i), load(b + i)));
}

/** a += b, b += t a. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_transposed(uint64_t *a,
                                                                       uint64_t *b,
                                                                       size_t n,
                                                                       uint64_t t)
{
    const vector factor = spread(t);
    for (size_t i = 0; i < n; i += PHW_FIELD_KERNEL_LANES) {
        const vector y = load(b + i);
        const vector x = plus(load(a + i), y);
        store(a + i, x);
        store(b + i, plus(y, times(x, factor)));
    }
}

/** The entry's forward(). */
PHW_FIELD_KERNEL_TARGET static void phw_field_kernel_run_forward(uint64_t *a,
                                                                 uint64_t *b, size_t n,
                                                                 uint64_t t)
{
    if (t == 0)
        phw_field_kernel_plain(b, a, n);
    else
        phw_field_kernel_forward(a, b, n, t);
}

/** The entry's transposed(). */
PHW_FIELD_KERNEL_TARGET static void phw_field_kernel_run_transposed(uint64_t *a,
                                                                    uint64_t *b,
                                                                    size_t n,
                                                                    uint64_t t)
{
    if (t == 0)
        phw_field_kernel_plain(a, b, n);
    else
        phw_field_kernel_transposed(a, b, n, t);
}

/** The entry's add(). */
PHW_FIELD_KERNEL_TARGET static void phw_field_kernel_run_add(uint64_t *a,
                                                             const uint64_t *b,
                                                             size_t n, uint64_t t)
{
    const vector factor = spread(t);
    if (t == 0)
        return;
    for (size_t i = 0; i < n; i += PHW_FIELD_KERNEL_LANES)
        store(a + i, plus(load(a + i), times(load(b + i), factor)));
}

/** The entry's multiply(). */
PHW_FIELD_KERNEL_TARGET static void phw_field_kernel_run_multiply(uint64_t *a,
                                                                  const uint64_t *b,
                                                                  size_t n)
{
    for (size_t i = 0; i < n; i += PHW_FIELD_KERNEL_LANES)
        store(a + i, times(load(a + i), load(b + i)));
}

/** Where butterfly j on a level of a leaf lies. */
static inline size_t phw_field_kernel_at(size_t level, size_t j)
{
    return j * (PHW_FIELD_KERNEL_LEAF >> level);
}

/** Levels of a leaf that lie within squares of PHW_FIELD_KERNEL_LANES vectors, and
 * those before, whose butterflies reach over whole vectors. */
#define PHW_FIELD_KERNEL_INNER          \
    (PHW_FIELD_KERNEL_LANES == 8   ? 3U \
     : PHW_FIELD_KERNEL_LANES == 4 ? 2U \
                                   : PHW_FIELD_KERNEL_LANES - 1U)
#define PHW_FIELD_KERNEL_OUTER (PHW_FIELD_KERNEL_LEVELS - PHW_FIELD_KERNEL_INNER)

#if PHW_FIELD_KERNEL_INNER > 0
/** The factors of butterfly j of each row of the square on whose first row `row` is,
 * on the level `depth` below the whole ones: a row has 2^depth butterflies there. */
PHW_FIELD_KERNEL_TARGET static inline vector phw_field_kernel_row_factors(
    const phw_field_kernel_factors *t, size_t depth, size_t row, size_t j)
{
    const uint64_t first = t->first[PHW_FIELD_KERNEL_OUTER + depth];
    return plus(load(t->step[depth] + row), spread(first ^ t->step[0][j]));
}

/** forward() on the columns of a square: the levels within rows. `swapped` makes it the
 * transposed inverse. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_square_forward(
    vector *v, const phw_field_kernel_factors *t, size_t row, bool swapped)
{
    PHW_FIELD_KERNEL_UNROLLED
    for (size_t depth = 0; depth < PHW_FIELD_KERNEL_INNER; ++depth) {
        const size_t half = (size_t)PHW_FIELD_KERNEL_LANES >> (depth + 1);
        PHW_FIELD_KERNEL_UNROLLED
        for (size_t i = 0; i < PHW_FIELD_KERNEL_LANES / 2; ++i) {
            const size_t j = i / half;
            vector *a = v + 2 * half * j + i % half + (swapped ? half : 0);
            vector *b = v + 2 * half * j + i % half + (swapped ? 0 : half);
            *a = plus(*a, times(*b, phw_field_kernel_row_factors(t, depth, row, j)));
            *b = plus(*b, *a);
        }
    }
}

/** transposed() on the columns of a square. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_square_transposed(
    vector *v, const phw_field_kernel_factors *t, size_t row)
{
    PHW_FIELD_KERNEL_UNROLLED
    for (size_t k = 1; k <= PHW_FIELD_KERNEL_INNER; ++k) {
        const size_t half = (size_t)1 << (k - 1);
        PHW_FIELD_KERNEL_UNROLLED
        for (size_t i = 0; i < PHW_FIELD_KERNEL_LANES / 2; ++i) {
            const size_t j = i / half;
            vector *a = v + 2 * half * j + i % half;
            vector *b = a + half;
            *a = plus(*a, *b);
            *b = plus(*b, times(*a, phw_field_kernel_row_factors(
                                        t, PHW_FIELD_KERNEL_INNER - k, row, j)));
        }
    }
}

/** The squares of a leaf, forward. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_squares_forward(
    uint64_t *u, const phw_field_kernel_factors *t, bool swapped)
{
    for (size_t row = 0; row * PHW_FIELD_KERNEL_LANES < PHW_FIELD_KERNEL_LEAF;
         row += PHW_FIELD_KERNEL_LANES) {
        vector v[PHW_FIELD_KERNEL_LANES];
        for (size_t i = 0; i < PHW_FIELD_KERNEL_LANES; ++i)
            v[i] = load(u + (row + i) * PHW_FIELD_KERNEL_LANES);
        transpose(v);
        phw_field_kernel_square_forward(v, t, row, swapped);
        for (size_t i = 0; i < PHW_FIELD_KERNEL_LANES; ++i)
            store(u + (row + i) * PHW_FIELD_KERNEL_LANES, v[i]);
    }
}

/** The squares of a leaf, transposed. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_squares_transposed(
    uint64_t *u, const phw_field_kernel_factors *t)
{
    for (size_t row = 0; row * PHW_FIELD_KERNEL_LANES < PHW_FIELD_KERNEL_LEAF;
         row += PHW_FIELD_KERNEL_LANES) {
        vector v[PHW_FIELD_KERNEL_LANES];
        for (size_t i = 0; i < PHW_FIELD_KERNEL_LANES; ++i)
            v[i] = load(u + (row + i) * PHW_FIELD_KERNEL_LANES);
        phw_field_kernel_square_transposed(v, t, row);
        transpose(v);
        for (size_t i = 0; i < PHW_FIELD_KERNEL_LANES; ++i)
            store(u + (row + i) * PHW_FIELD_KERNEL_LANES, v[i]);
    }
}
#endif

/** All levels of a leaf, forward. */
PHW_FIELD_KERNEL_TARGET static inline void phw_field_kernel_leaf(
    uint64_t *u, const phw_field_kernel_factors *t, bool swapped)
{
    for (size_t level = 0; level < PHW_FIELD_KERNEL_OUTER; ++level) {
        const size_t half = PHW_FIELD_KERNEL_LEAF >> (level + 1);
        for (size_t j = 0; j < (size_t)1 << level; ++j) {
            uint64_t *at = u + phw_field_kernel_at(level, j);
            phw_field_kernel_forward(at + (swapped ? half : 0),
                                     at + (swapped ? 0 : half), half,
                                     t->first[level] ^ t->step[0][j]);
        }
    }
#if PHW_FIELD_KERNEL_INNER > 0
    phw_field_kernel_squares_forward(u, t, swapped);
#endif
}

/** The entry's leaf_forward(). */
PHW_FIELD_KERNEL_TARGET static void phw_field_kernel_run_leaf_forward(
    uint64_t *u, const phw_field_kernel_factors *t)
{
    phw_field_kernel_leaf(u, t, false);
}

/** The entry's leaf_inverse_transposed(). */
PHW_FIELD_KERNEL_TARGET static void phw_field_kernel_run_leaf_inverse_transposed(
    uint64_t *u, const phw_field_kernel_factors *t)
{
    phw_field_kernel_leaf(u, t, true);
}

/** The entry's leaf_transposed(). */
PHW_FIELD_KERNEL_TARGET static void phw_field_kernel_run_leaf_transposed(
    uint64_t *u, const phw_field_kernel_factors *t)
{
#if PHW_FIELD_KERNEL_INNER > 0
    phw_field_kernel_squares_transposed(u, t);
#endif
    for (size_t level = PHW_FIELD_KERNEL_OUTER; level-- > 0;) {
        const size_t half = PHW_FIELD_KERNEL_LEAF >> (level + 1);
        for (size_t j = 0; j < (size_t)1 << level; ++j) {
            uint64_t *at = u + phw_field_kernel_at(level, j);
            phw_field_kernel_transposed(at, at + half, half,
                                        t->first[level] ^ t->step[0][j]);
        }
    }
}

/** The entry, by the name and the test that its source gives. */
#define PHW_FIELD_KERNEL_ENTRY(text, test)                                          \
    {                                                                               \
        .name = (text), .has = (test), .forward = phw_field_kernel_run_forward,     \
        .transposed = phw_field_kernel_run_transposed,                              \
        .add = phw_field_kernel_run_add, .multiply = phw_field_kernel_run_multiply, \
        .leaf_forward = phw_field_kernel_run_leaf_forward,                          \
        .leaf_transposed = phw_field_kernel_run_leaf_transposed,                    \
        .leaf_inverse_transposed = phw_field_kernel_run_leaf_inverse_transposed,    \
    }

#endif
