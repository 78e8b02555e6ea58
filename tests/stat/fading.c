/* Both fading generators, over every Doppler spectrum there is, against the closed
 * forms and against each other. All tolerances are 5 sigma of the number of independent
 * samples; seeds are fixed. */
#include "channel/fading.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/spectra.h"
#include "channel/spectral.h"
#include "core/signal.h"

#include "tests/channel/statistics.h"

#define PROCESSES 1024
#define TRIALS    8
#define SAMPLES   (PROCESSES * TRIALS)
#define SINUSOIDS 16

/* fd = 1 Hz: times count in 1/fd. Halfway into the share of an epoch or a draw, far
 * from the fades, which would take their part of the correlation. */
#define INSTANT 64.0
#define REDRAW  256.0

static const double lags[] = {0.05, 0.1, 0.25, 0.38274, 0.5, 0.6098, 1, 2};

#define N_LAGS (sizeof lags / sizeof lags[0])

/* Averages over SAMPLES independent processes. */
typedef struct moments {
    double second;
    double fourth;
    double complex pseudo; /* E h(t) h(t + tau), 0 for circular ones */
    double complex correlation[N_LAGS];
    double envelope[SAMPLES];
} moments;

static phw_fading *create(const phw_spectrum *entry, phw_fading_generator generator,
                          double redraw)
{
    static phw_spectrum_choice choice[PROCESSES];
    cr_assert_eq(phw_spectrum_choose(&choice[0], entry->name), PHW_OK);
    for (size_t i = 1; i < PROCESSES; ++i)
        choice[i] = choice[0];
    const phw_fading_config config = {.n = PROCESSES,
                                      .doppler_hz = 1,
                                      .spectrum = choice,
                                      .generator = generator,
                                      .n_sinusoids = SINUSOIDS,
                                      .redraw_periods = redraw};
    phw_fading *f = NULL;
    cr_assert_eq(phw_fading_create(&f, &config), PHW_OK);
    return f;
}

static void add(moments *m, const phw_cf *a, const phw_cf *b, size_t lag)
{
    for (size_t i = 0; i < PROCESSES; ++i)
        m->correlation[lag] +=
            (double complex)b[i] * conj((double complex)a[i]) / SAMPLES;
}

static void measure(moments *m, phw_fading *f, uint64_t seed)
{
    static phw_cf a[PROCESSES];
    static phw_cf b[PROCESSES];
    memset(m, 0, sizeof *m);
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        const phw_rng rng = {.seed = seed, .trial = trial};
        phw_fading_reset(f, &rng);
        cr_assert_eq(phw_fading_read(f, a, INSTANT), PHW_OK);
        for (size_t i = 0; i < PROCESSES; ++i) {
            const double x = power_of((double complex)a[i]);
            m->second += x / SAMPLES;
            m->fourth += x * x / SAMPLES;
            m->envelope[trial * PROCESSES + i] = sqrt(x);
        }
        for (size_t k = 0; k < N_LAGS; ++k) {
            cr_assert_eq(phw_fading_read(f, b, INSTANT + lags[k]), PHW_OK);
            add(m, a, b, k);
            for (size_t i = 0; i < PROCESSES && k == 2; ++i)
                m->pseudo += (double complex)a[i] * (double complex)b[i] / SAMPLES;
        }
    }
}

/* R of the bins that stand for a spectrum. */
static double complex binned(const phw_spectrum_choice *choice, double lag)
{
    const double edge = fmax(1, phw_spectrum_entry(choice)->edge);
    double complex sum = 0;
    for (int k = -PHW_SPECTRAL_EDGE; k <= PHW_SPECTRAL_EDGE; ++k) {
        const double bin = edge / PHW_SPECTRAL_EDGE;
        const double weight = phw_spectrum_cdf(choice, (k + 0.5) * bin) -
                              phw_spectrum_cdf(choice, (k - 0.5) * bin);
        sum += weight * phasor(k * bin * lag);
    }
    return sum;
}

static double complex closed_form(const phw_spectrum_choice *choice, double lag)
{
    double re = 0;
    double im = 0;
    phw_spectrum_correlation(&re, &im, choice, lag);
    return CMPLX(re, im);
}

/* A product h(t + tau) h*(t) of a circular Gaussian process has variance 1, (1 + Re
 * R^2) / 2 of which are its real part's; with sinusoids a little less. */
static void expect_correlation(double complex found, double complex expected,
                               const char *what, double lag, double n)
{
    const double r2 = creal(expected * expected);
    cr_expect_float_eq(creal(found), creal(expected), tolerance((1 + r2) / 2, n),
                       "%s at lag %g: real part %g, expected %g", what, lag,
                       creal(found), creal(expected));
    cr_expect_float_eq(cimag(found), cimag(expected), tolerance((1 - r2) / 2, n) + 1e-9,
                       "%s at lag %g: imaginary part %g, expected %g", what, lag,
                       cimag(found), cimag(expected));
}

/* Power x of a Gaussian process: E x = 1, var x = 1, E x^2 = 2, var x^2 = 20. */
Test(fading, spectral_processes_are_gaussian_with_every_spectrum)
{
    static moments m;
    size_t n = 0;
    const phw_spectrum *const *list = phw_spectrum_list(&n);
    for (size_t s = 0; s < n; ++s) {
        const char *name = list[s]->name;
        phw_spectrum_choice choice;
        cr_assert_eq(phw_spectrum_choose(&choice, name), PHW_OK);
        phw_fading *f = create(list[s], PHW_FADING_SPECTRAL, 0);
        measure(&m, f, 50);
        phw_fading_destroy(f);
        cr_expect_float_eq(m.second, 1, tolerance(1, SAMPLES), "%s: %g", name,
                           m.second);
        cr_expect_float_eq(m.fourth, 2, tolerance(20, SAMPLES), "%s: %g", name,
                           m.fourth);
        /* |mean|^2 is exponential with mean (1 + |R|^2) / n <= 2 / n: e^-14.5 is the
         * 5.7e-7 of 5 sigma. */
        cr_expect_lt(cabs(m.pseudo), sqrt(14.5 * 2 / SAMPLES), "%s: %g", name,
                     cabs(m.pseudo));
        for (size_t k = 0; k < N_LAGS; ++k)
            expect_correlation(m.correlation[k], binned(&choice, lags[k]), name,
                               lags[k], SAMPLES);
    }
}

/* A shift moves by half a bin at most, and most spectra's bins are even to first order.
 */
Test(fading, bins_stand_for_their_spectrum)
{
    size_t n = 0;
    const phw_spectrum *const *list = phw_spectrum_list(&n);
    for (size_t s = 0; s < n; ++s) {
        phw_spectrum_choice choice;
        cr_assert_eq(phw_spectrum_choose(&choice, list[s]->name), PHW_OK);
        const double half = 0.5 * fmax(1, list[s]->edge) / PHW_SPECTRAL_EDGE;
        for (size_t k = 0; k < N_LAGS; ++k) {
            const double off =
                cabs(binned(&choice, lags[k]) - closed_form(&choice, lags[k]));
            cr_expect_leq(off, 2 * M_PI * half * lags[k] + 1e-9, "%s at lag %g: %g",
                          list[s]->name, lags[k], off);
        }
    }
}

/* Powers of N equal sinusoids: E x^2 = 2 - 1/N exactly; the variances stay below the
 * Gaussian's. */
static void expect_sinusoids(const moments *m, const phw_spectrum_choice *choice)
{
    const char *name = phw_spectrum_entry(choice)->name;
    cr_expect_float_eq(m->second, 1, tolerance(1, SAMPLES), "%s: %g", name, m->second);
    cr_expect_float_eq(m->fourth, 2 - 1.0 / SINUSOIDS, tolerance(20, SAMPLES), "%s: %g",
                       name, m->fourth);
    cr_expect_lt(cabs(m->pseudo), sqrt(14.5 * 2 / SAMPLES), "%s: %g", name,
                 cabs(m->pseudo));
    for (size_t k = 0; k < N_LAGS; ++k)
        expect_correlation(m->correlation[k], closed_form(choice, lags[k]), name,
                           lags[k], SAMPLES);
}

/* Two samples of n each: sigma is sqrt(2) that of one; Kolmogorov and Smirnov's
 * distance has n / 2 for its number. Sixteen sinusoids are 0.007 from Rayleigh's law
 * (e^-x (x - x^2/2) / (2 N) at most, x the power), a sixth of what is allowed. */
static void expect_alike(moments *a, moments *b, const char *name)
{
    for (size_t k = 0; k < N_LAGS; ++k)
        cr_expect_lt(cabs(a->correlation[k] - b->correlation[k]),
                     sqrt(14.5 * 2 / SAMPLES), "%s at lag %g", name, lags[k]);
    qsort(a->envelope, SAMPLES, sizeof(double), compare_doubles);
    qsort(b->envelope, SAMPLES, sizeof(double), compare_doubles);
    double most = 0;
    size_t below = 0;
    for (size_t i = 0; i < SAMPLES; ++i) {
        while (below < SAMPLES && b->envelope[below] <= a->envelope[i])
            ++below;
        most = fmax(most, fabs((double)(i + 1) - (double)below) / SAMPLES);
    }
    cr_expect_lt(most, ks_tolerance(SAMPLES / 2), "%s: %g", name, most);
}

Test(fading, sinusoids_agree_with_the_closed_forms_and_the_other_generator)
{
    static moments sinusoids;
    static moments spectral;
    size_t n = 0;
    const phw_spectrum *const *list = phw_spectrum_list(&n);
    for (size_t s = 0; s < n; ++s) {
        phw_spectrum_choice choice;
        cr_assert_eq(phw_spectrum_choose(&choice, list[s]->name), PHW_OK);
        phw_fading *f = create(list[s], PHW_FADING_SINUSOIDS, s % 2 ? REDRAW : 0);
        measure(&sinusoids, f, 51);
        phw_fading_destroy(f);
        expect_sinusoids(&sinusoids, &choice);
        f = create(list[s], PHW_FADING_SPECTRAL, 0);
        measure(&spectral, f, 52);
        phw_fading_destroy(f);
        expect_alike(&sinusoids, &spectral, list[s]->name);
    }
}
