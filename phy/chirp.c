#include "phy/chirp.h"

#include <math.h>
#include <stdint.h>

size_t phw_chirp_length(unsigned sf, unsigned n_per_chip)
{
    return ((size_t)1 << sf) * n_per_chip;
}

/* With N = 2^sf chips of s samples, sample i has the phase (i^2 - N s i + 2 m s i) /
 * (2 N s^2) cycles, less (i - (N - m) s) / s of them behind the fall: all whole numbers
 * over 2 N s^2, which is at most 2^29, and i^2 at most 2^40. */
phw_status phw_chirp_write(phw_cf *out, unsigned sf, unsigned n_per_chip, unsigned m,
                           bool down)
{
    if (sf < PHW_CHIRP_SF_MIN || sf > PHW_CHIRP_SF_MAX || n_per_chip < 1 ||
        n_per_chip > PHW_CHIRP_SAMPLES_MAX || m >= 1U << sf)
        return phw_fail(PHW_EARG,
                        "chirp: spreading factor %u, %u samples a chip, value %u; "
                        "expected %d to %d, 1 to %d, and a value below 2^factor",
                        sf, n_per_chip, m, PHW_CHIRP_SF_MIN, PHW_CHIRP_SF_MAX,
                        PHW_CHIRP_SAMPLES_MAX);
    const int64_t chips = (int64_t)1 << sf;
    const int64_t s = n_per_chip;
    const int64_t cycle = 2 * chips * s * s;
    const int64_t fall = (chips - m) * s;
    for (int64_t i = 0; i < chips * s; ++i) {
        int64_t phase = i * (i + s * (2 * (int64_t)m - chips));
        if (i >= fall)
            phase -= (i - fall) * 2 * chips * s;
        const double turn = 2 * M_PI * (double)(phase % cycle) / (double)cycle;
        out[i] = CMPLXF((float)cos(turn), (float)(down ? -sin(turn) : sin(turn)));
    }
    return PHW_OK;
}

double phw_chirp_phase(unsigned sf, unsigned m, double chips)
{
    const double n = (double)(1U << sf);
    const double fall = n - (double)m;
    const double rising = chips * (chips + 2 * (double)m - n) / (2 * n);
    return chips > fall ? rising - (chips - fall) : rising;
}
