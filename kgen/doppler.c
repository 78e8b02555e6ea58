#include "kgen/doppler.h"

#include <math.h>

/* Of the band in which the spectrum is averaged; each by its exact share of the power,
 * as the spectrum itself is infinite at Clarke's edge. */
#define BINS 32768

double phw_doppler_correlation(phw_doppler shape, double turns)
{
    const double phase = 2 * M_PI * turns;
    if (shape == PHW_DOPPLER_FLAT)
        return fabs(phase) > 1e-9 ? sin(phase) / phase : 1;
    return j0(phase);
}

double phw_doppler_share(phw_doppler shape, double shift)
{
    const double x = fmin(1, fmax(-1, shift));
    if (shape == PHW_DOPPLER_FLAT)
        return 0.5 * (1 + x);
    return 0.5 + asin(x) / M_PI;
}

/* Power in the band [from, to) of frequencies in turns a reading, and in all bands
 * whole turns beside it. */
static double folded(phw_doppler shape, double turns, double from, double to)
{
    const int most = (int)ceil(turns);
    double sum = 0;
    for (int alias = -most; alias <= most; ++alias)
        sum += phw_doppler_share(shape, (to + alias) / turns) -
               phw_doppler_share(shape, (from + alias) / turns);
    return sum;
}

double phw_doppler_innovation(phw_doppler shape, double turns, double noise)
{
    double sum = 0;
    for (int i = 0; i < BINS; ++i) {
        const double from = -0.5 + (double)i / BINS;
        const double power = folded(shape, turns, from, from + 1.0 / BINS);
        sum += log(BINS * power + noise);
    }
    return exp(sum / BINS);
}
