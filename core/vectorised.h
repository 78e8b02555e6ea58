/** @file
 * For loops over arrays that gain from a wider instruction set than the baseline.
 */
#ifndef PHW_CORE_VECTORISED_H
#define PHW_CORE_VECTORISED_H

/** Before a function: compiled for AVX2 besides, and chosen when the program loads on a
 * CPU that has it. Only for elementwise work: without contraction both give the same
 * bits. The sanitizers' libraries are not ready yet when the choice is made. */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#    define PHW_VECTORISED __attribute__((target_clones("avx2", "default")))
#else
#    define PHW_VECTORISED
#endif

#endif
