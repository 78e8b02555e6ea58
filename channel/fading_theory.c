#include "channel/fading_theory.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_sf_bessel.h>
#include <gsl/gsl_sf_ellint.h>

#include "channel/rice.h"
#include "channel/spectra.h"

/* Where a search for a level ends, and how fine it looks: the fastest part of the
 * correlation turns by 1/64 between two looks. */
#define REACH  128
#define LOOKS  64
#define HALVES 52

double phw_crossing_rate(double level, double k)
{
    /* I0 without its e^x, which e^{-K - (K + 1) r^2} takes: -(r sqrt(K + 1) -
     * sqrt(K))^2 is what is left. */
    const double apart = level * sqrt(k + 1) - sqrt(k);
    const double bessel = gsl_sf_bessel_I0_scaled(2 * level * sqrt(k * (k + 1)));
    return sqrt(2 * M_PI * (k + 1)) * level * exp(-apart * apart) * bessel;
}

double phw_fade_duration(double level, double k)
{
    return phw_rice_cdf(k, level) / phw_crossing_rate(level, k);
}

double phw_envelope_correlation(double correlation)
{
    const double r = fabs(correlation);
    if (r >= 1)
        return 1;
    /* 2F1(-1/2, -1/2; 1; r^2) by the complete elliptic integrals. */
    const double e = gsl_sf_ellint_Ecomp(r, GSL_PREC_DOUBLE);
    const double k = gsl_sf_ellint_Kcomp(r, GSL_PREC_DOUBLE);
    const double f = 2 / M_PI * (2 * e - (1 - r * r) * k);
    return M_PI_4 * (f - 1) / (1 - M_PI_4);
}

double phw_reciprocity(double correlation, double snr_a, double snr_b)
{
    return correlation / sqrt((1 + 1 / snr_a) * (1 + 1 / snr_b));
}

double phw_shared_bits(double rho)
{
    return -log1p(-rho * rho) / M_LN2;
}

double phw_secret_bits(const phw_three_estimates *t)
{
    const double a = 1 + 1 / t->snr_a;
    const double b = 1 + 1 / t->snr_b;
    const double e = 1 + 1 / t->snr_e;
    const double with_a = a * e - t->ae * t->ae;
    const double with_b = b * e - t->be * t->be;
    const double all = a * b * e + 2 * t->ab * t->ae * t->be - a * t->be * t->be -
                       b * t->ae * t->ae - e * t->ab * t->ab;
    return all > 0 ? log2(with_a * with_b / (all * e)) : (double)NAN;
}

void phw_frequency_correlation(double *re, double *im, const phw_taps *taps,
                               double offset_hz)
{
    double sum[2] = {0, 0};
    double power = 0;
    for (size_t l = 0; l < taps->n; ++l) {
        const double angle = 2 * M_PI * fmod(offset_hz * taps->delay_s[l], 1);
        sum[0] += taps->power[l] * cos(angle);
        sum[1] -= taps->power[l] * sin(angle);
        power += taps->power[l];
    }
    *re = sum[0] / power;
    *im = sum[1] / power;
}

typedef double size_of(const void *context, double x);

/* The least x <= REACH / scale with size(x) <= level: looked for in equal steps, then
 * halved. */
static double search(size_of *size, const void *context, double scale, double level)
{
    const double step = 1 / (LOOKS * scale);
    long at = 0;
    while (at <= (long)REACH * LOOKS && size(context, (double)at * step) > level)
        ++at;
    if (at > (long)REACH * LOOKS)
        return HUGE_VAL;
    double low = (double)(at - 1) * step;
    double high = (double)at * step;
    for (int i = 0; i < HALVES && at > 0; ++i) {
        const double middle = 0.5 * (low + high);
        if (size(context, middle) > level)
            low = middle;
        else
            high = middle;
    }
    return high;
}

static double frequency_size(const void *context, double offset_hz)
{
    double re = 0;
    double im = 0;
    phw_frequency_correlation(&re, &im, context, offset_hz);
    return hypot(re, im);
}

static double time_size(const void *context, double x)
{
    double re = 0;
    double im = 0;
    phw_spectrum_correlation(&re, &im, context, x);
    return hypot(re, im);
}

double phw_coherence_bandwidth(const phw_taps *taps, double level)
{
    double least = HUGE_VAL;
    double most = 0;
    for (size_t l = 0; l < taps->n; ++l) {
        least = fmin(least, taps->delay_s[l]);
        most = fmax(most, taps->delay_s[l]);
    }
    if (!(most > least))
        return HUGE_VAL;
    return search(frequency_size, taps, most - least, level);
}

double phw_coherence_time(const phw_spectrum_choice *spectrum, double level)
{
    return search(time_size, spectrum, phw_spectrum_entry(spectrum)->edge, level);
}
