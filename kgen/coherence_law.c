#include "kgen/coherence_law.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_sf_dilog.h>

/* Of the sums below: what is left out of the envelope's is below 1e-9 at R^2 = 0.999,
 * and R^2 above it counts as that. */
#define TERMS 20000
#define MOST  0.999

const char *phw_coherence_law_name(phw_coherence_law law)
{
    static const char *const name[PHW_N_COHERENCE_LAWS] = {"parts", "power",
                                                           "amplitude", "decibels"};
    return law < PHW_N_COHERENCE_LAWS ? name[law] : "unknown";
}

/* (2F1(-1/2, -1/2; 1; u) - 1) / (4/pi - 1), 0 <= u <= 1: the k-th coefficient is the
 * square of the binomial of 1/2 over k. What is left of the sum at u = 1 goes as 1 / (2
 * pi k^2). */
static double amplitude(double u)
{
    double binomial = 1;
    double power = 1;
    double sum = 0;
    for (int k = 1; k <= 400 && power > 1e-16; ++k) {
        binomial *= (1.5 - k) / k;
        power *= u;
        sum += binomial * binomial * power;
    }
    return fmin(1, sum / (4 / M_PI - 1));
}

/* The law in u = R^2. */
static double of_square(phw_coherence_law law, double u)
{
    if (law == PHW_COHERENCE_AMPLITUDE)
        return amplitude(u);
    if (law == PHW_COHERENCE_DECIBELS)
        return gsl_sf_dilog(u) / (M_PI * M_PI / 6);
    return u;
}

double phw_coherence_law_of(phw_coherence_law law, double r)
{
    return law == PHW_COHERENCE_PARTS ? r : of_square(law, r * r);
}

/* u in 0..1 where a function that rises (or falls) over it has that value. */
static double solve(double (*f)(phw_coherence_law, double), phw_coherence_law law,
                    double value, bool rises)
{
    double low = 0;
    double high = 1;
    for (int i = 0; i < 34; ++i) {
        const double middle = 0.5 * (low + high);
        if ((f(law, middle) < value) == rises)
            low = middle;
        else
            high = middle;
    }
    return 0.5 * (low + high);
}

double phw_coherence_law_back(phw_coherence_law law, double rho)
{
    const double x = fmin(1, fmax(-1, rho));
    if (law == PHW_COHERENCE_PARTS || law == PHW_COHERENCE_POWER)
        return x;
    if (x > 0)
        return solve(of_square, law, x, true);
    const double slope =
        law == PHW_COHERENCE_DECIBELS ? 6 / (M_PI * M_PI) : 0.25 / (4 / M_PI - 1);
    return fmax(-1, x / slope);
}

/* P(one of two is above the median) of the envelope, u = R^2: both are with (1 - u)
 * sum_k u^k Q(k + 1, ln 2 / (1 - u))^2. */
static double envelope_crossing(phw_coherence_law law, double u)
{
    (void)law;
    const double v = fmin(u, MOST);
    const double x = M_LN2 / (1 - v);
    double term = exp(-x);
    double q = term;
    double power = 1 - v;
    double both = 0;
    for (int k = 0; k < TERMS && power > 1e-13; ++k) {
        both += power * q * q;
        power *= v;
        term *= x / (k + 1);
        q = fmin(1, q + term);
    }
    return fmax(0, 1 - 2 * both);
}

double phw_coherence_law_crossing(phw_coherence_law law, double r)
{
    if (law == PHW_COHERENCE_PARTS)
        return acos(fmin(1, fmax(-1, r))) / M_PI;
    return envelope_crossing(law, r * r);
}

double phw_coherence_law_crossed(phw_coherence_law law, double share)
{
    if (law == PHW_COHERENCE_PARTS)
        return cos(M_PI * fmin(1, fmax(0, share)));
    if (share >= 0.5)
        return 0;
    return solve(envelope_crossing, law, share, false);
}
