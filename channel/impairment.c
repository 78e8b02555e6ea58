#include "channel/impairment.h"

#include <math.h>

/* Samples turned by repeated multiplication before the angle is computed anew: the
 * error of a double stays below 1e-13. */
#define RENEW 256

/* A whole turn either way; beyond it a phase is a mistake of units. */
#define PHASE_MOST (2 * M_PI)

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

static phw_status check(const char *what, double x, double from, double to,
                        double phase_rad, double phase_most)
{
    if (!(x >= from && x <= to) || !(fabs(phase_rad) <= phase_most))
        return phw_fail(PHW_EARG,
                        "impairment: %s %g dB, phase %g; expected %g to %g dB and at "
                        "most %g either way",
                        what, x, phase_rad, from, to, phase_most);
    return PHW_OK;
}

/* Amplitude of that many dB at that phase. */
static double complex factor(double level_db, double phase_rad)
{
    return pow(10, level_db / 20) * CMPLX(cos(phase_rad), sin(phase_rad));
}

static double mean_power(const phw_signal *x)
{
    double sum = 0;
    for (size_t i = 0; i < x->n; ++i)
        sum += phw_cf_power(x->sample[i]);
    return x->n > 0 ? sum / (double)x->n : 0;
}

phw_status phw_impairment_imbalance(phw_signal *inout, double gain_db, double phase_rad)
{
    PHW_TRY(check("gain imbalance", gain_db, -20, 20, phase_rad, M_PI / 4));
    const double complex w = factor(gain_db, phase_rad);
    const phw_cf mu = (phw_cf)((1 + w) / 2);
    const phw_cf nu = (phw_cf)((1 - conj(w)) / 2);
    for (size_t i = 0; i < inout->n; ++i)
        inout->sample[i] = mu * inout->sample[i] + nu * conjf(inout->sample[i]);
    return PHW_OK;
}

phw_status phw_impairment_constant(phw_signal *inout, double level_dbc,
                                   double phase_rad)
{
    PHW_TRY(check("leakage", level_dbc, -200, 20, phase_rad, PHASE_MOST));
    const phw_cf c = (phw_cf)(sqrt(mean_power(inout)) * factor(level_dbc, phase_rad));
    for (size_t i = 0; i < inout->n; ++i)
        inout->sample[i] += c;
    return PHW_OK;
}

phw_status phw_impairment_cubic(phw_signal *inout, double level_db, double phase_rad)
{
    PHW_TRY(check("third order", level_db, -200, 0, phase_rad, PHASE_MOST));
    const double power = mean_power(inout);
    const double complex b = factor(level_db, phase_rad);
    if (!(power > 0))
        return PHW_OK;
    for (size_t i = 0; i < inout->n; ++i)
        inout->sample[i] *= (phw_cf)(1 + b * phw_cf_power(inout->sample[i]) / power);
    return PHW_OK;
}
