/** @file
 * What a rotation of 2^q equally likely phases leaves to see of a constellation.
 *
 * Two points look alike where they lie on one ring and whole steps of the grid of
 * phases apart. Whatever lies between steps is told apart once the noise is small
 * enough to see the grid; before, the rings (encrypt/rings.h) are all there is.
 */
#ifndef PHW_ENCRYPT_ROTATION_LEAK_H
#define PHW_ENCRYPT_ROTATION_LEAK_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** The entropy of what is left of a uniform point without any noise, bits a symbol: of
 * its ring and of its angle modulo the grid's step. `n`
 * points, 1..PHW_MODEM_POINTS_MAX; phase_bits 0..16, 0 for no rotation. 0 where all
 * points look alike; for square QAM log2 n - 2, whatever the grid. Distances within
 * 1e-6 and angles within 1e-6 rad are one, as single precision has no more: with 2^16
 * phases that takes 0.03 bit off the figures of 128 and 256-QAM. */
PHW_API double phw_rotation_leak_bits(const phw_cf *points, size_t n,
                                      unsigned phase_bits);

/** Whether a rotation is worth the name: it hides all of a label but 0.01 bit, or
 * clearly more than the one bit of a sign. False where the envelope carries the data
 * (OOK, ASK of both signs) and where no two points look alike (arb32opt). */
PHW_API bool phw_rotation_hides(const phw_cf *points, size_t n, unsigned phase_bits);

/** How much the grid shows at an SNR: the first harmonic of the angle's density about
 * the grid, 2 exp(-2^2q / (4 snr |x|^2)), times how far the points of a ring lie
 * between steps, on average over the points. Small, it bounds what Eve gains beyond the
 * rings: her rate of right guesses by as much, her information by its square. For q = 8
 * or more, snr above 0. */
PHW_API double phw_rotation_grid_shown(const phw_cf *points, size_t n,
                                       unsigned phase_bits, double snr);

PHW_END_C

#endif
