#include "channel/impairment.h"

#include <math.h>

/* Samples turned by repeated multiplication before the angle is computed anew: the
 * error of a double stays below 1e-13. */
#define RENEW 256

static void turn(phw_cf *inout, size_t n, double angle, double step)
{
    double complex phasor = CMPLX(cos(angle), sin(angle));
    const double complex by = CMPLX(cos(step), sin(step));
    for (size_t i = 0; i < n; ++i) {
        inout[i] *= (phw_cf)phasor;
        phasor *= by;
    }
}

phw_status phw_impairment_cfo(phw_signal *inout, double cfo_hz, double phase_rad)
{
    if (!isfinite(phase_rad) || !(fabs(cfo_hz) <= inout->rate_hz / 2))
        return phw_fail(PHW_EARG,
                        "impairment: offset %g Hz, phase %g; expected at most %g Hz",
                        cfo_hz, phase_rad, inout->rate_hz / 2);
    const double cycles = cfo_hz / inout->rate_hz;
    for (size_t from = 0; from < inout->n; from += RENEW) {
        const size_t left = inout->n - from;
        const double angle = 2 * M_PI * fmod(cycles * (double)from, 1) + phase_rad;
        turn(inout->sample + from, left < RENEW ? left : RENEW, angle,
             2 * M_PI * cycles);
    }
    return PHW_OK;
}
