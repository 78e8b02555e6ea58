/** @file
 * Toeplitz hashing, exact over GF(2): y = T x with T[i][j] = s[i - j + n - 1], for n
 * input bits, m output bits and a seed s of n + m - 1 bits. A 2-universal family (for a
 * uniform seed, two inputs collide with probability 2^-m). No branch and no index
 * depends on a bit of x or s.
 */
#ifndef PHW_KGEN_TOEPLITZ_H
#define PHW_KGEN_TOEPLITZ_H

#include <stdbool.h>
#include <stddef.h>

#include "core/bits.h"
#include "core/status.h"

PHW_BEGIN_C

/** Most input and most output bits. The longest take 17 MB. */
#define PHW_TOEPLITZ_BITS_MAX 10000000U

/** How the product is made; all give the same bits. */
typedef enum phw_toeplitz_method {
    PHW_TOEPLITZ_BEST = 0, /**< the fastest that this processor has */
    PHW_TOEPLITZ_PLAIN,    /**< row by row, O(n m / 64): the reference */
    PHW_TOEPLITZ_PORTABLE, /**< words in plain C: blocks, or a transform of long ones */
    PHW_TOEPLITZ_CLMUL,    /**< the same by PCLMULQDQ */
    PHW_TOEPLITZ_VPCLMUL256, /**< transforms by VPCLMULQDQ, with AVX2; blocks as above
                              */
    PHW_TOEPLITZ_VPCLMUL512, /**< the same with AVX-512 */
    PHW_N_TOEPLITZ_METHODS
} phw_toeplitz_method;

/** What a method does with the sizes it is given. */
typedef enum phw_toeplitz_algorithm {
    PHW_TOEPLITZ_ROWS = 0, /**< a parity a row, O(n m / 64) */
    PHW_TOEPLITZ_BLOCKS, /**< tiles of words under Karatsuba's middle product, n^1.58 */
    PHW_TOEPLITZ_FFT,    /**< additive Fourier transforms, n log n */
    PHW_N_TOEPLITZ_ALGORITHMS
} phw_toeplitz_algorithm;

/** "best", "plain", "portable", "pclmulqdq", "vpclmulqdq-256", "vpclmulqdq-512"; NULL
 * past the last. */
PHW_API const char *phw_toeplitz_method_name(phw_toeplitz_method method);

/** The method of that name. PHW_EARG names those there are, and says when this
 * processor lacks it. */
PHW_API PHW_MUST_USE phw_status phw_toeplitz_method_find(phw_toeplitz_method *out,
                                                         const char *name);

/** The method that PHW_TOEPLITZ_BEST stands for on this processor. */
PHW_API phw_toeplitz_method phw_toeplitz_best(void);

/** How a method makes m bits of n; the choice depends on nothing else. */
PHW_API phw_toeplitz_algorithm phw_toeplitz_choose(size_t n, size_t m,
                                                   phw_toeplitz_method method);

/** "rows", "blocks", "fft"; NULL past the last. */
PHW_API const char *phw_toeplitz_algorithm_name(phw_toeplitz_algorithm algorithm);

/** Bits of the seed for n input and m output bits: n + m - 1, or 0 when n or m is 0. */
PHW_API size_t phw_toeplitz_seed_bits(size_t n, size_t m);

/** Whether this processor and build have the method. */
PHW_API bool phw_toeplitz_has(phw_toeplitz_method method);

/** y = T x: `y` gets m fresh bits, to be freed. PHW_EARG when x has no bits, m is 0,
 * either is above PHW_TOEPLITZ_BITS_MAX, the seed has a wrong length, or the method is
 * not there; PHW_ENOMEM. */
PHW_API PHW_MUST_USE phw_status phw_toeplitz_hash(phw_bits *y, const phw_bits *x,
                                                  const phw_bits *seed, size_t m,
                                                  phw_toeplitz_method method);

PHW_END_C

#endif
