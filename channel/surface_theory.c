#include "channel/surface_theory.h"

#include <math.h>

double phw_surface_random_kurtosis(size_t n)
{
    return 2 + 2 / (double)n;
}

double phw_surface_phase_loss(unsigned bits)
{
    const double x = M_PI / ldexp(1, (int)bits);
    return bits == 0 ? 1 : sin(x) / x;
}

/* The elements' amplitudes |f||g| have the mean pi/4 and the mean square 1, the direct
 * path's sqrt(pi)/2 and 1. */
double phw_surface_aligned_power(size_t n, unsigned bits, bool with_direct)
{
    const double count = (double)n;
    const double mean = M_PI / 4 * phw_surface_phase_loss(bits);
    const double surface = count + count * (count - 1) * mean * mean;
    return with_direct ? surface + 1 + count * mean * sqrt(M_PI) : surface;
}

double phw_surface_round_correlation(double direct_power, double sum_power)
{
    return direct_power / (direct_power + sum_power);
}
