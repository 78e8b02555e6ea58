/** @file
 * Nakagami fading: anything from half a Gaussian to none at all.
 */
#ifndef PHW_CHANNEL_LAW_NAKAGAMI_H
#define PHW_CHANNEL_LAW_NAKAGAMI_H

#include "channel/law.h"

PHW_BEGIN_C

/** "nakagami": |h|^2 is Gamma(m, 1/m), 0.5 <= m: m = 1 is Rayleigh's. The Gaussian
 * process keeps its phase and the ranks of its envelope, |h| = F_m^{-1}(F_1(|z|)), so
 * what hangs together by rank does so at every m. Its band is wider than the
 * Gaussian's: see phw_law_widening(). */
PHW_API extern const phw_law phw_law_nakagami;

PHW_END_C

#endif
