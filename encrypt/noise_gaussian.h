/** @file
 * What the Gaussian laws of artificial noise share: the draw and its density.
 */
#ifndef PHW_ENCRYPT_NOISE_GAUSSIAN_H
#define PHW_ENCRYPT_NOISE_GAUSSIAN_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** out[n]: circular normals of E|x|^2 = 1 of word[2 n], one from each two words. */
void phw_noise_gaussian_draw(phw_cf *out, const uint32_t *word, size_t n);

/** ln of the density at x of circular Gaussian a j + z, E|j|^2 = 1, E|z|^2 = variance,
 * less ln pi. */
double phw_noise_gaussian_log_density(phw_cf x, phw_cf a, double variance);

PHW_END_C

#endif
