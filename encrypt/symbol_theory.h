/** @file
 * Symbol error rates in closed form, of who has the key and of who has not. `snr` is
 * Es / N0, a power ratio, N0 the variance of circular Gaussian noise.
 */
#ifndef PHW_ENCRYPT_SYMBOL_THEORY_H
#define PHW_ENCRYPT_SYMBOL_THEORY_H

#include "core/status.h"
#include "encrypt/rings.h"

PHW_BEGIN_C

/** M-ary PSK, m of 2 or more, with any phase error: [F(pi/M + d) + F(pi/M - d)] / 2,
 * F(psi) = 1/pi integral over t in (0, pi - psi) of exp(-snr sin^2 psi / sin^2 t)
 * (Craig, MILCOM '91, for d = 0); F(-psi) = 2 - F(psi), and past pi F is
 * -F(2 pi - psi); next to 0 it is 1 less the phase's density. Within 1e-9 for snr of
 * 0.1 to 1e6. */
PHW_API double phw_ser_psk(unsigned m, double snr, double phase_rad);

/** Square QAM, m a power of 4, with a phase error: per point the product over the axes
 * of the probability to stay between its neighbours' boundaries; for phase 0 that is
 * 1 - (1 - 2 (1 - 1/sqrt m) Q(sqrt(3 snr / (m - 1))))^2. */
PHW_API double phw_ser_qam(unsigned m, double snr, double phase_rad);

/** Of who sees nothing of a label: 1 - 1/m. */
PHW_API double phw_ser_blind(unsigned m);

/** Of who sees the distance from the origin alone and guesses the likeliest point, n
 * points on those rings: by the law of Rice, integrated numerically to 1e-6; for a high
 * snr it becomes 1 - rings / points. snr above 0, at most 1e6. */
PHW_API double phw_ser_rings(const phw_rings *rings, double snr);

/** What the distance from the origin tells of the point sent, bits a symbol: the mutual
 * information of the ring and the received magnitude, to 1e-5. Becomes the rings'
 * entropy for a high snr. As phw_ser_rings(). */
PHW_API double phw_leak_rings(const phw_rings *rings, double snr);

/** How far an information estimated from a joint histogram of n samples lies above the
 * truth on average, to first order in 1/n: (cells - rows - columns + 1) / (2 n ln 2)
 * bits, each counted where something lies in it (Miller, Information Theory in
 * Psychology (1955) 95). */
PHW_API double phw_leak_bias(double n_cells, double n_rows, double n_columns, double n);

PHW_END_C

#endif
