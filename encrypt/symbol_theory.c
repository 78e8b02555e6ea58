#include "encrypt/symbol_theory.h"

#include <math.h>

#include <gsl/gsl_sf_bessel.h>

static const double pi = 3.14159265358979323846;

/* Points of a numeric integral: the integrands are smooth, and vanish with all their
 * derivatives at one end or both. */
#define STEPS 2000

static double q_function(double x)
{
    return erfc(x / sqrt(2)) / 2;
}

/* Simpson's weight of point i. */
static double weight(unsigned i)
{
    return i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
}

/* The density of a sample's phase (Pawula, Rice and Roberts, IEEE Trans. Commun. 30
 * (1982) 1828). */
static double phase_density(double snr, double phase)
{
    const double c = sqrt(snr) * cos(phase);
    return exp(-snr) / (2 * pi) +
           c / (2 * sqrt(pi)) * exp(-snr * pow(sin(phase), 2)) * erfc(-c);
}

/* Twice the probability that the phase of a sample lies in (0, psi), psi small. */
static double within(double snr, double psi)
{
    double sum = 0;
    for (unsigned i = 0; i <= STEPS; ++i)
        sum += weight(i) * phase_density(snr, psi * i / STEPS);
    return 2 * sum * psi / (3.0 * STEPS);
}

/* Twice the probability that the phase of a sample lies in (psi, pi), psi of -2 pi to
 * 2 pi; past pi, less that it lies in (pi, psi). */
static double beyond(double snr, double psi)
{
    if (psi > pi)
        return -beyond(snr, 2 * pi - psi);
    if (psi < 0) /* the complement of the other side */
        return 2 - beyond(snr, -psi);
    /* There Craig's integrand rises from 0 within a few steps. */
    if (psi * sqrt(snr) < 0.1)
        return 1 - within(snr, psi);
    const double end = pi - psi;
    const double square = pow(sin(psi), 2);
    double sum = 0;
    for (unsigned i = 0; i <= STEPS; ++i) {
        const double s = sin(end * i / STEPS);
        sum += weight(i) * (s > 0 ? exp(-snr * square / (s * s)) : 0);
    }
    return sum * end / (3.0 * STEPS) / pi;
}

double phw_ser_psk(unsigned m, double snr, double phase_rad)
{
    const double off = remainder(phase_rad, 2 * pi);
    return (beyond(snr, pi / m + off) + beyond(snr, pi / m - off)) / 2;
}

/* That a value `at` with noise of deviation `sigma` is decided for level 2 k - (n - 1),
 * k of n, boundaries half way. */
static double stays(double at, unsigned k, unsigned n, double sigma)
{
    const double level = 2.0 * k - (n - 1.0);
    const double low = k == 0 ? 1 : q_function((level - 1 - at) / sigma);
    const double high = k == n - 1 ? 0 : q_function((level + 1 - at) / sigma);
    return low - high;
}

double phw_ser_qam(unsigned m, double snr, double phase_rad)
{
    const unsigned n = (unsigned)lround(sqrt(m));
    /* Points 2 apart have power 2 (m - 1) / 3. */
    const double sigma = sqrt((m - 1) / (3 * snr));
    double right = 0;
    for (unsigned i = 0; i < n; ++i) {
        for (unsigned k = 0; k < n; ++k) {
            const double x = 2.0 * i - (n - 1.0);
            const double y = 2.0 * k - (n - 1.0);
            right += stays(x * cos(phase_rad) - y * sin(phase_rad), i, n, sigma) *
                     stays(x * sin(phase_rad) + y * cos(phase_rad), k, n, sigma);
        }
    }
    return 1 - right / m;
}

double phw_ser_blind(unsigned m)
{
    return 1 - 1.0 / m;
}

/* Rice's law: of the magnitude r of `a` plus noise of variance 1 / snr. */
static double rice(double r, double a, double snr)
{
    return 2 * snr * r * exp(-snr * (r - a) * (r - a)) *
           gsl_sf_bessel_I0_scaled(2 * snr * r * a);
}

typedef struct integrand {
    const phw_rings *rings;
    double snr;
    double n_points;
} integrand;

/* At one magnitude: the density times the information about the ring, bits. */
static double information_at(double r, const integrand *f)
{
    double density[PHW_MODEM_POINTS_MAX];
    double all = 0;
    double sum = 0;
    for (size_t i = 0; i < f->rings->n; ++i) {
        density[i] = rice(r, f->rings->radius[i], f->snr);
        all += density[i] * (double)f->rings->n_points[i] / f->n_points;
    }
    for (size_t i = 0; i < f->rings->n; ++i) {
        if (density[i] > 0)
            sum += density[i] * log2(density[i] / all) * (double)f->rings->n_points[i] /
                   f->n_points;
    }
    return sum;
}

/* The likeliest ring's density over the number of points: that a guess is right. */
static double right_at(double r, const integrand *f)
{
    double most = 0;
    for (size_t i = 0; i < f->rings->n; ++i)
        most = fmax(most, rice(r, f->rings->radius[i], f->snr));
    return most / f->n_points;
}

/* Over all magnitudes that are likely, by Simpson's rule in steps of a sixteenth of the
 * noise. */
static double integrate(double (*at)(double r, const integrand *f),
                        const phw_rings *rings, double snr)
{
    integrand f = {.rings = rings, .snr = snr};
    for (size_t i = 0; i < rings->n; ++i)
        f.n_points += (double)rings->n_points[i];
    const double end = rings->radius[rings->n - 1] + 8 / sqrt(2 * snr);
    const double step = 1 / (16 * sqrt(2 * snr));
    const size_t n = 2 * (size_t)ceil(end / step / 2);
    double sum = 0;
    for (size_t i = 0; i <= n; ++i) {
        const double share = i == 0 || i == n ? 1 : i % 2 == 1 ? 4 : 2;
        sum += share * at((double)i * step, &f);
    }
    return sum * step / 3;
}

double phw_ser_rings(const phw_rings *rings, double snr)
{
    return fmax(1 - integrate(right_at, rings, snr), 0);
}

double phw_leak_rings(const phw_rings *rings, double snr)
{
    return rings->n > 1 ? integrate(information_at, rings, snr) : 0;
}

double phw_leak_bias(double n_cells, double n_rows, double n_columns, double n)
{
    return (n_cells - n_rows - n_columns + 1) / (2 * n * log(2));
}
