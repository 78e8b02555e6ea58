#include "kgen/pacing.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#include <gsl/gsl_cdf.h>
#include <sodium.h>

#include "core/signal.h"
#include "kgen/cells.h"
#include "kgen/doppler.h"
#include "kgen/estimator_gaussian.h"
#include "kgen/levinson.h"

#define SYMBOLS_MAX (1U << PHW_PACING_BITS_MAX)

/* A bit that differs more often is dropped, as an agreement does. */
#define MOST_ERRORS 0.25

/* Values that a model looks back, and the noise that keeps its equations solvable. */
#define MODEL_TAPS  256
#define NOISE_LEAST 1e-6

/* Of the integral over one end's value. */
#define STEPS 4000

static unsigned gray(unsigned i)
{
    return i ^ (i >> 1);
}

static void make_cells(phw_cell *cell, unsigned n_bits)
{
    const unsigned n = 1U << n_bits;
    for (unsigned i = 0; i < n; ++i) {
        cell[i].from = i > 0 ? gsl_cdf_ugaussian_Pinv((double)i / n) : -HUGE_VAL;
        cell[i].to = i + 1 < n ? gsl_cdf_ugaussian_Pinv((double)(i + 1) / n) : HUGE_VAL;
        cell[i].symbol = (uint8_t)gray(i);
    }
}

/* P(the other end's bit is 1), its value normal around rho x. */
static double chance_of_one(const phw_cell *cell, unsigned n, unsigned bit, double mean,
                            double deviation)
{
    double p = 0;
    for (unsigned i = 0; i < n; ++i) {
        if ((cell[i].symbol >> bit & 1U) != 0)
            p += gsl_cdf_ugaussian_P((cell[i].to - mean) / deviation) -
                 gsl_cdf_ugaussian_P((cell[i].from - mean) / deviation);
    }
    return p;
}

double phw_pace_disagreement(unsigned n_bits, unsigned plane, double rho)
{
    phw_cell cell[SYMBOLS_MAX];
    const unsigned n = 1U << n_bits;
    const unsigned bit = n_bits - 1 - plane;
    const double deviation = sqrt(fmax(1e-12, 1 - rho * rho));
    double sum = 0;
    make_cells(cell, n_bits);
    /* Over equal shares of one end's law. */
    for (int i = 0; i < STEPS; ++i) {
        const double u = (i + 0.5) / STEPS;
        const unsigned symbol = gray((unsigned)(u * n));
        const double one =
            chance_of_one(cell, n, bit, rho * gsl_cdf_ugaussian_Pinv(u), deviation);
        sum += (symbol >> bit & 1U) != 0 ? 1 - one : one;
    }
    return sum / STEPS;
}

static double binary_entropy(double p)
{
    if (!(p > 0) || !(p < 1))
        return 0;
    return -p * log2(p) - (1 - p) * log2(1 - p);
}

/* What has to be said of a symbol; false where a bit differs too often. */
static bool disclose(double *bits, unsigned n_bits, double rho)
{
    double sum = 0;
    for (unsigned plane = 0; plane < n_bits; ++plane) {
        const double p = phw_pace_disagreement(n_bits, plane, rho);
        if (p > MOST_ERRORS)
            return false;
        sum += PHW_PACING_EFFICIENCY * binary_entropy(p);
    }
    *bits = sum;
    return true;
}

void phw_pace_worth(phw_pace *out, double open, double rho)
{
    phw_pace best = {.open = open};
    for (unsigned n_bits = 1; n_bits <= PHW_PACING_BITS_MAX && open > 0; ++n_bits) {
        phw_cell cell[SYMBOLS_MAX];
        double disclosed = 0;
        if (!disclose(&disclosed, n_bits, rho))
            break;
        make_cells(cell, n_bits);
        const double charged =
            phw_gaussian_min_entropy(cell, 1U << n_bits, fmin(1, open));
        if (charged - disclosed > best.net_bits)
            best = (phw_pace){n_bits, open, charged, disclosed, charged - disclosed};
    }
    *out = best;
}

phw_status phw_pace_measure(phw_pace *out, const double *x, size_t n, size_t step,
                            double rho)
{
    double *every = NULL;
    double open = 0;
    if (step == 0)
        return phw_fail(PHW_EARG, "pace: every 0th value; expected 1 or more");
    const size_t kept = n / step;
    if (kept < 2 * PHW_GAUSSIAN_N_MIN)
        return phw_fail(PHW_ESHORT, "pace: %zu of %zu values, at least %d", kept, n,
                        2 * PHW_GAUSSIAN_N_MIN);
    PHW_TRY(phw_array_alloc(&every, kept, sizeof *every));
    for (size_t i = 0; i < kept; ++i)
        every[i] = x[i * step];
    const phw_status s = phw_gaussian_innovation(&open, every, kept, 0);
    sodium_memzero(every, kept * sizeof *every);
    free(every);
    if (!s)
        phw_pace_worth(out, open, rho);
    return s;
}

phw_status phw_pace_model(double *open, phw_coherence_law law, double turns,
                          double signal)
{
    double r[MODEL_TAPS + 1];
    double a[MODEL_TAPS];
    if (!(turns >= 0) || !isfinite(turns) || !(signal >= 0) || !(signal <= 1))
        return phw_fail(PHW_EARG,
                        "pace: %g turns and a signal of %g; expected 0 or "
                        "more and 0 to 1",
                        turns, signal);
    r[0] = 1 + NOISE_LEAST;
    for (int k = 1; k <= MODEL_TAPS; ++k)
        r[k] = phw_coherence_law_of(
            law, signal * phw_doppler_correlation(PHW_DOPPLER_JAKES, turns * k));
    PHW_TRY(phw_levinson_model(a, open, r, MODEL_TAPS));
    *open = fmin(1, *open);
    return PHW_OK;
}
