#include "channel/converter.h"

#include <assert.h>
#include <math.h>

#include "core/vectorised.h"

phw_status phw_converter_init(phw_converter *out, unsigned bits, double clip,
                              double power)
{
    if (bits > PHW_CONVERTER_BITS_MAX)
        return phw_fail(PHW_EARG, "converter: %u bits; expected 1 to %d, or 0 for none",
                        bits, PHW_CONVERTER_BITS_MAX);
    if (bits == 0) {
        *out = (phw_converter){0};
        return PHW_OK;
    }
    if (clip != 0 && !(clip >= 0.1 && clip <= 100))
        return phw_fail(PHW_EARG,
                        "converter: clip %g; expected 0.1 to 100 root mean squares, or "
                        "0 for the best",
                        clip);
    if (!(power > 0) || !isfinite(power))
        return phw_fail(PHW_EARG, "converter: power %g; expected above 0", power);
    const double at =
        (clip > 0 ? clip : phw_converter_best_clip(bits)) * sqrt(power / 2);
    *out = (phw_converter){bits, (float)at, (float)ldexp(at, 1 - (int)bits)};
    return PHW_OK;
}

PHW_VECTORISED
static void quantise(float *inout, size_t n, float step, float last)
{
    const float by = 1 / step;
    for (size_t i = 0; i < n; ++i) {
        const float place = floorf(inout[i] * by) + 0.5F;
        const float low = place > -last ? place : -last;
        inout[i] = step * (low < last ? low : last);
    }
}

void phw_converter_run(const phw_converter *converter, phw_cf *inout, size_t n)
{
    if (converter->bits > 0)
        quantise((float *)inout, 2 * n, converter->step,
                 (float)(ldexp(1, (int)converter->bits - 1) - 0.5));
}

/* Integrals of the normal density from `from` to `to` times 1, x and x^2. */
static void moments(double out[3], double from, double to)
{
    const double a = exp(-from * from / 2) / sqrt(2 * M_PI);
    const double b = exp(-to * to / 2) / sqrt(2 * M_PI);
    out[0] = (erfc(from / M_SQRT2) - erfc(to / M_SQRT2)) / 2;
    out[1] = a - b;
    out[2] = out[0] + from * a - (isfinite(to) ? to * b : 0);
}

double phw_converter_sqnr_db(unsigned bits, double clip)
{
    assert(bits >= 1 && bits <= PHW_CONVERTER_BITS_MAX);
    const unsigned half = 1U << (bits - 1);
    const double step = clip / (double)half;
    double sum = 0;
    for (unsigned i = 0; i < half; ++i) {
        const double level = (i + 0.5) * step;
        double m[3];
        moments(m, i * step, i + 1 < half ? (i + 1) * step : HUGE_VAL);
        sum += m[2] - 2 * level * m[1] + level * level * m[0];
    }
    return -10 * log10(2 * sum);
}

double phw_converter_best_clip(unsigned bits)
{
    /* The maxima of phw_converter_sqnr_db(), by golden section. */
    static const double best[PHW_CONVERTER_BITS_MAX + 1] = {
        0,      1.5958, 1.9914, 2.3441, 2.6816, 3.0102, 3.3300, 3.6395, 3.9376,
        4.2237, 4.4982, 4.7614, 5.0143, 5.2577, 5.4923, 5.7190, 5.9383};
    assert(bits >= 1 && bits <= PHW_CONVERTER_BITS_MAX);
    return best[bits];
}
