#include "encrypt/wiretap.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_expint.h>

/* Beyond it z K1(z) is 0 in double precision, and GSL reports an underflow. */
#define BESSEL_END 700.0

/* Where the trapezoid rule runs: both ends are below 1e-17 of the whole. */
#define LOG_FROM   (-40.0)
#define LOG_STEP   0.03125
#define LOG_POINTS 1409 /* to 4 */

#define DEVIATIONS       9.0
#define DEVIATION_STEP   0.0078125
#define DEVIATION_POINTS 2305 /* to 9 */

/* Halvings of the bracket around the best share. */
#define GRID   256
#define ROUNDS 60

static bool is_snr(double g)
{
    return g >= 0 && isfinite(g);
}

static bool are_snrs(double bob, double eve)
{
    return is_snr(bob) && is_snr(eve);
}

double phw_wiretap_awgn_bits(double snr_bob, double snr_eve)
{
    if (!are_snrs(snr_bob, snr_eve))
        return (double)NAN;
    return fmax(0, (log1p(snr_bob) - log1p(snr_eve)) / M_LN2);
}

double phw_wiretap_rayleigh_positive(double snr_bob, double snr_eve)
{
    if (!are_snrs(snr_bob, snr_eve))
        return (double)NAN;
    return snr_bob > 0 ? snr_bob / (snr_bob + snr_eve) : 0;
}

double phw_wiretap_rayleigh_outage(double snr_bob, double snr_eve, double rate)
{
    if (!are_snrs(snr_bob, snr_eve) || !(rate >= 0))
        return (double)NAN;
    if (snr_bob <= 0 || isinf(rate))
        return 1;
    return 1 - snr_bob / (snr_bob + exp2(rate) * snr_eve) *
                   exp(-(exp2(rate) - 1) / snr_bob);
}

/* E log2(1 + x E) over a unit exponential E. */
static double exponential_bits(double x)
{
    return x > 0 ? gsl_sf_expint_E1_scaled(1 / x) / M_LN2 : 0;
}

double phw_wiretap_rayleigh_ergodic_bits(double snr_bob, double snr_eve)
{
    if (!are_snrs(snr_bob, snr_eve))
        return (double)NAN;
    if (snr_bob <= 0)
        return 0;
    /* The harmonic sum is that of the weaker one of the two. */
    return exponential_bits(snr_bob) -
           exponential_bits(snr_bob * (snr_eve / (snr_bob + snr_eve)));
}

double phw_wiretap_backscatter_outage(double snr_bob, double snr_eve, double rate)
{
    if (!are_snrs(snr_bob, snr_eve) || !(rate >= 0))
        return (double)NAN;
    if (snr_bob <= 0 || isinf(rate))
        return 1;
    const double z = 2 * sqrt((exp2(rate) - 1) / snr_bob);
    const double bessel = z < 1e-8 ? 1 : z < BESSEL_END ? z * gsl_sf_bessel_K1(z) : 0;
    return 1 - snr_bob / (snr_bob + exp2(rate) * snr_eve) * bessel;
}

/* With f = e^u the integrand falls off doubly exponentially above and exponentially
 * below: the trapezoid rule is as good as any. */
double phw_wiretap_backscatter_ergodic_bits(double snr_bob, double snr_eve)
{
    if (!are_snrs(snr_bob, snr_eve))
        return (double)NAN;
    double sum = 0;
    for (int i = 0; i < LOG_POINTS; ++i) {
        const double f = exp(LOG_FROM + LOG_STEP * i);
        sum +=
            f * exp(-f) * phw_wiretap_rayleigh_ergodic_bits(f * snr_bob, f * snr_eve);
    }
    return LOG_STEP * sum;
}

double phw_wiretap_jamming_tail(const phw_wiretap_jamming *j, double x)
{
    if (j->n_antennas < 2 || j->n_eve < 1 || !(j->share > 0 && j->share <= 1) ||
        !(j->snr_eve >= 0) || !(x >= 0))
        return (double)NAN;
    if (j->n_eve >= j->n_antennas)
        return 1;
    if (isinf(x))
        return 0;
    const double others = (double)(j->n_antennas - 1);
    const double c = (1 - j->share) / (j->share * others);
    double term = pow(1 / (1 + c * x), others);
    double sum = 0;
    for (size_t k = 0; k < j->n_eve; ++k) {
        sum += term;
        term *= (others - (double)k) / (double)(k + 1) * c * x;
    }
    if (j->n_eve > 1 || isinf(j->snr_eve))
        return fmin(1, sum);
    return x > 0 ? sum * exp(-x / (j->share * j->snr_eve)) : sum;
}

static bool is_budget(const phw_wiretap_budget *b)
{
    return are_snrs(b->signal_bob, b->signal_eve) &&
           are_snrs(b->noise_bob, b->noise_eve) && b->residual >= 0 && b->residual <= 1;
}

/* Not cut at 0, so that a search has a slope everywhere. */
static double difference(const phw_wiretap_budget *b, double f)
{
    const double bob = f * b->signal_bob / (1 + b->residual * (1 - f) * b->noise_bob);
    const double eve = f * b->signal_eve / (1 + (1 - f) * b->noise_eve);
    return (log1p(bob) - log1p(eve)) / M_LN2;
}

double phw_wiretap_budget_bits(const phw_wiretap_budget *b, double share)
{
    if (!is_budget(b) || !(share >= 0 && share <= 1))
        return (double)NAN;
    return fmax(0, difference(b, share));
}

/* The better half of the bracket around the best point of a grid, again and again. */
static double search(const phw_wiretap_budget *b)
{
    size_t best = 0;
    for (size_t i = 1; i <= GRID; ++i) {
        if (difference(b, (double)i / GRID) > difference(b, (double)best / GRID))
            best = i;
    }
    double from = best > 0 ? (double)(best - 1) / GRID : 0;
    double to = best < GRID ? (double)(best + 1) / GRID : 1;
    for (int i = 0; i < ROUNDS; ++i) {
        const double low = from + (to - from) / 3;
        const double high = to - (to - from) / 3;
        if (difference(b, low) < difference(b, high))
            from = low;
        else
            to = high;
    }
    return (from + to) / 2;
}

double phw_wiretap_budget_share(const phw_wiretap_budget *b)
{
    if (!is_budget(b))
        return (double)NAN;
    if (b->signal_bob <= 0)
        return 0;
    if (b->residual > 0)
        return search(b);
    if (b->noise_eve <= 0)
        return b->signal_bob > b->signal_eve ? 1 : 0;
    const double d = 1 + b->noise_eve;
    const double k = b->noise_eve - b->signal_eve;
    const double m =
        d * (b->signal_bob * d - b->signal_eve) / (b->signal_bob * b->noise_eve);
    /* (d - root) / k without the cancellation at k = 0. */
    const double share = m / (d + sqrt(fmax(0, d * d - k * m)));
    return fmin(1, fmax(0, share));
}

double phw_wiretap_array_gain(size_t n_antennas, double beam_rad, double towards_rad)
{
    if (n_antennas < 1 || !isfinite(beam_rad) || !isfinite(towards_rad))
        return (double)NAN;
    const double u = M_PI / 2 * (sin(beam_rad) - sin(towards_rad));
    const double n = (double)n_antennas;
    if (fabs(sin(u)) < 1e-12)
        return 1;
    const double factor = sin(n * u) / (n * sin(u));
    return factor * factor;
}

double phw_wiretap_binary_bits(double snr)
{
    if (!is_snr(snr))
        return (double)NAN;
    double sum = 0;
    for (int i = 0; i < DEVIATION_POINTS; ++i) {
        const double n = DEVIATION_STEP * i - DEVIATIONS;
        const double ratio = 2 * snr + 2 * sqrt(snr) * n;
        /* ln(1 + e^-ratio), without overflow. */
        const double lost = fmax(0, -ratio) + log1p(exp(-fabs(ratio)));
        sum += exp(-n * n / 2) * lost;
    }
    return 1 - DEVIATION_STEP * sum / (sqrt(2 * M_PI) * M_LN2);
}
