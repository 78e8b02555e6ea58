#include "phy/delay_prior.h"

#include <math.h>
#include <stdbool.h>

/* An exponential's share that is cut off: e^-x at x = ln 10000. */
#define TAIL_AT 9.210340371976184

static void normalize(phw_delay_prior *p)
{
    double sum = 0;
    for (size_t l = 0; l < p->n; ++l)
        sum += p->power[l];
    for (size_t l = 0; l < p->n; ++l)
        p->power[l] /= sum;
}

/* Cells of `step` over `length` samples, none of power yet. */
static phw_status lay(phw_delay_prior *out, double earliest, double length, double step)
{
    if (!isfinite(earliest) || !(length >= 0) || !(step > 0) || isinf(step))
        return phw_fail(PHW_EARG,
                        "delay prior: length %g, step %g samples; expected "
                        "no negative length, a step above 0",
                        length, step);
    const double cells = fmax(1, ceil(length / step - 1e-9));
    if (!(cells <= PHW_DELAY_TAPS_MAX))
        return phw_fail(PHW_EARG,
                        "delay prior: %g samples in steps of %g are more than %d taps; "
                        "take a wider step",
                        length, step, PHW_DELAY_TAPS_MAX);
    out->n = (size_t)cells;
    for (size_t l = 0; l < out->n; ++l)
        out->delay[l] = earliest + (length > 0 ? ((double)l + 0.5) * step : 0);
    return PHW_OK;
}

phw_status phw_delay_prior_exponential(phw_delay_prior *out, double earliest,
                                       double rms, double step)
{
    PHW_TRY(lay(out, earliest, rms * TAIL_AT, step));
    for (size_t l = 0; l < out->n; ++l)
        out->power[l] = rms > 0 ? exp(-(double)l * step / rms) : 1;
    normalize(out);
    return PHW_OK;
}

phw_status phw_delay_prior_uniform(phw_delay_prior *out, double earliest, double rms,
                                   double step)
{
    const double length = sqrt(12) * rms;
    PHW_TRY(lay(out, earliest, length, step));
    for (size_t l = 0; l < out->n; ++l) {
        const double left = length - (double)l * step;
        out->power[l] = length > 0 ? fmin(1, left / step) : 1;
        if (length > 0 && left < step)
            out->delay[l] = earliest + length - left / 2;
    }
    normalize(out);
    return PHW_OK;
}

phw_status phw_delay_prior_taps(phw_delay_prior *out, const double *delay,
                                const double *power, size_t n)
{
    double sum = 0;
    if (n < 1 || n > PHW_DELAY_TAPS_MAX)
        return phw_fail(PHW_EARG, "delay prior: %zu taps; expected 1 to %d", n,
                        PHW_DELAY_TAPS_MAX);
    for (size_t l = 0; l < n; ++l) {
        const bool rises = l == 0 || delay[l] > delay[l - 1];
        if (!isfinite(delay[l]) || !(power[l] >= 0) || !isfinite(power[l]) || !rises)
            return phw_fail(PHW_EARG,
                            "delay prior: tap %zu has delay %g and power %g; "
                            "expected rising delays, no negative power",
                            l, delay[l], power[l]);
        sum += power[l];
    }
    if (!(sum > 0))
        return phw_fail(PHW_EARG, "delay prior: its taps have no power");
    out->n = n;
    for (size_t l = 0; l < n; ++l) {
        out->delay[l] = delay[l];
        out->power[l] = power[l] / sum;
    }
    return PHW_OK;
}

double phw_delay_prior_rms(const phw_delay_prior *prior)
{
    double mean = 0;
    double squares = 0;
    for (size_t l = 0; l < prior->n; ++l)
        mean += prior->power[l] * prior->delay[l];
    for (size_t l = 0; l < prior->n; ++l)
        squares +=
            prior->power[l] * (prior->delay[l] - mean) * (prior->delay[l] - mean);
    return sqrt(squares);
}
