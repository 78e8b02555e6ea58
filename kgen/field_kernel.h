/** @file
 * The arithmetic of an additive Fourier transform over GF(2^64), by the instructions of
 * a processor. One entry a kind (field_kernel_NAME.c), listed in field_kernels.h; all
 * give the same values, but a leaf may leave its 64 in an order of its own.
 */
#ifndef PHW_KGEN_FIELD_KERNEL_H
#define PHW_KGEN_FIELD_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** Values of a leaf, and the levels in it. */
#define PHW_FIELD_KERNEL_LEAF   64
#define PHW_FIELD_KERNEL_LEVELS 6

/** The factors of a leaf. On level i its butterflies reach over 32 / 2^i values;
 * butterfly j of the 2^i on that level has the factor first[i] + step[0][j]. step[k][j]
 * is the sum of v_(b+k+1) over the bits b of j < 32 (v: phw_binary_field_cantor()): it
 * is additive, and step[k][j] = step[0][2^k j]. */
typedef struct phw_field_kernel_factors {
    uint64_t first[PHW_FIELD_KERNEL_LEVELS];
    const uint64_t (*step)[PHW_FIELD_KERNEL_LEAF / 2];
} phw_field_kernel_factors;

/** One kind of arithmetic. Arrays have a multiple of PHW_FIELD_KERNEL_LEAF values and
 * don't overlap. No branch and no index depends on a value or factor. */
typedef struct phw_field_kernel {
    const char *name;
    bool (*has)(void); /**< whether this processor and build have the instructions */

    /** a += t b, then b += a. */
    void (*forward)(uint64_t *a, uint64_t *b, size_t n, uint64_t t);

    /** The transposed map: a += b, then b += t a. */
    void (*transposed)(uint64_t *a, uint64_t *b, size_t n, uint64_t t);

    /** a += t b. */
    void (*add)(uint64_t *a, const uint64_t *b, size_t n, uint64_t t);

    /** a_i = a_i b_i. */
    void (*multiply)(uint64_t *a, const uint64_t *b, size_t n);

    /** The last six levels, from 64 coefficients to 64 values. */
    void (*leaf_forward)(uint64_t *u, const phw_field_kernel_factors *t);

    /** The transposed map, from values in leaf_forward's order. */
    void (*leaf_transposed)(uint64_t *u, const phw_field_kernel_factors *t);

    /** The transposed inverse map, to the same order. */
    void (*leaf_inverse_transposed)(uint64_t *u, const phw_field_kernel_factors *t);
} phw_field_kernel;

PHW_END_C

#endif
