#include "phy/line_error.h"

#include <math.h>

double phw_gaussian_tail(double x)
{
    return erfc(x * M_SQRT1_2) / 2;
}

double phw_line_error_coherent(double eb_n0)
{
    return phw_gaussian_tail(sqrt(eb_n0));
}

double phw_line_error_envelope(double eb_n0)
{
    return exp(-eb_n0 / 2) / 2;
}

/* Each term's logarithm is summed, so that hundreds of samples neither overflow the
 * binomials nor underflow the powers. */
double phw_line_error_energy(double eb_n0, unsigned n_samples)
{
    const double y = eb_n0 / 2;
    const double L = (double)n_samples;
    double error = 0;
    for (unsigned n = 0; n < n_samples; ++n) {
        const double power = n == 0 ? 0 : (double)n * log(y) - lgamma((double)n + 1);
        for (unsigned k = 0; k + n < n_samples; ++k) {
            const double choose =
                lgamma(2 * L) - lgamma((double)k + 1) - lgamma(2 * L - (double)k);
            error += exp(choose + power - y - (2 * L - 1) * M_LN2);
        }
    }
    return error;
}

/* A bit is wrong when exactly one of its two pairs is. */
static double one_of_two(double q)
{
    return 2 * q * (1 - q);
}

double phw_line_error_fm0(double eb_n0)
{
    return one_of_two(phw_line_error_coherent(eb_n0));
}

double phw_line_error_fm0_envelope(double eb_n0)
{
    return one_of_two(phw_line_error_envelope(eb_n0));
}

double phw_line_error_fm0_sliced(double eb_n0)
{
    return one_of_two(phw_line_error_coherent(eb_n0 / 2));
}

double phw_line_error_miller(double eb_n0)
{
    static const double errors[] = {0.5, 1, 1.5, 2.5};
    double sum = 0;
    for (int d = 1; d <= 4; ++d)
        sum += errors[d - 1] * phw_gaussian_tail(sqrt(d * eb_n0 / 2));
    return sum;
}

double phw_line_error_rayleigh(double gamma)
{
    return (1 - sqrt(gamma / (1 + gamma))) / 2;
}

/* int_0^inf e^-u P(gamma u) du. The substitution u = e^(t - e^-t) makes both ends fall
 * off doubly exponentially, so that the trapezoid rule gains digits with every point
 * (Takahasi and Mori, Publ. RIMS 9 (1974) 721); 600 steps leave 1e-12. */
double phw_line_error_double_rayleigh(double gamma)
{
    const double from = -5;
    const double to = 5;
    const int n = 600;
    const double step = (to - from) / n;
    double sum = 0;
    for (int i = 0; i <= n; ++i) {
        const double t = from + i * step;
        const double u = exp(t - exp(-t));
        sum += exp(-u) * phw_line_error_rayleigh(gamma * u) * u * (1 + exp(-t));
    }
    return sum * step;
}
