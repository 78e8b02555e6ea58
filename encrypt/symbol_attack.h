/** @file
 * What else an eavesdropper can try on encrypted symbols: keystream used twice, powers
 * that undo a coarse phase, symbols that she knows.
 */
#ifndef PHW_ENCRYPT_SYMBOL_ATTACK_H
#define PHW_ENCRYPT_SYMBOL_ATTACK_H

#include <stddef.h>
#include <stdint.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Two frames under the same rotation: out[i] = a[i] conj(b[i]), in which the keystream
 * is gone: the ratio's phase is the plain symbols'. For PSK, m of 2 or more,
 * difference[i] is the difference of the two phases in m-ths of a turn, 0..m-1. */
PHW_API void phw_attack_two_time(uint8_t *difference, const phw_cf *a, const phw_cf *b,
                                 size_t n, unsigned m);

/** |mean of (y / |y|)^m|: near 1 where a rotation on m or fewer phases leaves the power
 * constant, below 4 / sqrt(n) but for 1 in 10^7 where it is uniform. y without zeros.
 */
PHW_API double phw_attack_power(const phw_cf *y, size_t n, unsigned m);

/** The phase of the keystream where the plain symbol x is known: arg(y conj(x)), to the
 * nearest of n_phases (2..65536). */
PHW_API uint32_t phw_attack_known(phw_cf y, phw_cf x, uint32_t n_phases);

/** E|y|^4 / (E|y|^2)^2 - 2, the normalised fourth cumulant of circular symbols, which
 * no rotation changes: -1 for PSK, -0.68 for 16-QAM, 0 for noise (Swami and Sadler,
 * IEEE Trans. Commun. 48 (2000) 416). It tells the order of a modulation. */
PHW_API double phw_attack_cumulant(const phw_cf *y, size_t n);

PHW_END_C

#endif
