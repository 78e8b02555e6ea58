/** @file
 * Uniform words to standard normals: the Box-Muller transform, shared by simulation
 * streams (core/rng.h) and by keystreams, which differ in where the words come from.
 */
#ifndef PHW_CORE_NORMAL_H
#define PHW_CORE_NORMAL_H

#include <stddef.h>
#include <stdint.h>

#include "core/status.h"

PHW_BEGIN_C

/** out[n] from word[n], n even: words 2k and 2k + 1 make normals 2k and 2k + 1, the
 * radius from the first and the angle from the second. Single precision (within 5e-6 of
 * the formula in double); the tail ends at 6.7 sigma, and no pair is (0, 0). The arrays
 * do not overlap. */
PHW_API void phw_normal_from_words(float *out, const uint32_t *word, size_t n);

PHW_END_C

#endif
