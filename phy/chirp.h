/** @file
 * LoRa's chirps: over one symbol the frequency rises evenly by the bandwidth, and a
 * symbol's value is where in that rise it begins.
 *
 * Time is counted in chips, of which 2^sf are a symbol and as many a second as the
 * bandwidth has hertz. The symbol of value m starts at the frequency -1/2 + m / 2^sf
 * (cycles a chip), rises by 1 / 2^sf a chip, and falls by 1 where it reaches +1/2: the
 * base chirp, m = 0, turned cyclically by m chips, times a constant. Each starts and
 * ends at phase 0, so symbols join without a step of phase (Vangelista, IEEE Signal
 * Process. Lett. 24 (2017) 1818, equation 3; Chiani and Elzanaty, IEEE Internet Things
 * J. 6 (2019) 8635, equation 6). A down chirp is the conjugate.
 */
#ifndef PHW_PHY_CHIRP_H
#define PHW_PHY_CHIRP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/sample.h"
#include "core/status.h"

PHW_BEGIN_C

/** Spreading factors. */
#define PHW_CHIRP_SF_MIN 5
#define PHW_CHIRP_SF_MAX 12

/** Most samples a chip of phw_chirp_write(). */
#define PHW_CHIRP_SAMPLES_MAX 256

/** Samples of a symbol, 2^sf * n_per_chip. */
PHW_API size_t phw_chirp_length(unsigned sf, unsigned n_per_chip);

/** The symbol of value `m`, 0 .. 2^sf - 1, at `n_per_chip` samples a chip (1 ..
 * PHW_CHIRP_SAMPLES_MAX): phw_chirp_length() samples of magnitude 1 into out, sample i
 * at i / n_per_chip chips, up or `down`. Phases are reduced as whole numbers, so every
 * sample is right to the last digit of a float. PHW_EARG for what is out of range. */
PHW_API PHW_MUST_USE phw_status phw_chirp_write(phw_cf *out, unsigned sf,
                                                unsigned n_per_chip, unsigned m,
                                                bool down);

/** Phase of the up chirp of value `m` after `chips` (0 .. 2^sf) of it, in cycles: for
 * instants that are not on a grid. Not reduced. sf and m as above. */
PHW_API double phw_chirp_phase(unsigned sf, unsigned m, double chips);

PHW_END_C

#endif
