#include "kgen/coherence.h"

#include <math.h>
#include <stdbool.h>

#include <gsl/gsl_cdf.h>

#include "kgen/autocorrelation.h"
#include "kgen/coherence_spectrum.h"
#include "kgen/coherence_sums.h"
#include "kgen/doppler_fit.h"

/* Lags of the first look, and how many times the fall the last one takes: what
 * phw_doppler_fit_make() uses. */
#define LAGS_FIRST 64
#define LAGS_FALLS 8

/* How far from the other's figure the spectrum's is looked for, in all and without a
 * block. */
#define REACH_ALL  8.0
#define REACH_LESS 1.3

/* The jackknife tells half of how the spectrum's figure spreads, as it hangs on where
 * the spectrum ends: measured at 0.005 to 0.2 turns, 4000 rows, 10 dB. */
#define EDGE 2.0

/* A lag 1 that chance explains: of white series one in a thousand exceeds it. */
#define CHANCE 3.3

/* What the estimators look at. */
typedef struct study {
    const phw_features *x;
    phw_coherence_law law;
    size_t n_rows;
    size_t n_series;
    phw_coherence_sums sums;
    phw_coherence_spectrum *spectrum;
    double around; /* what the spectrum's is looked for around */
    double reach;
} study;

typedef phw_status estimate(phw_doppler_fit *out, const study *s, size_t left_out);

const char *phw_coherence_estimator_name(phw_coherence_estimator estimator)
{
    static const char *const name[PHW_N_COHERENCE_ESTIMATORS] = {
        "autocorrelation", "crossings", "spectrum"};
    return estimator < PHW_N_COHERENCE_ESTIMATORS ? name[estimator] : "unknown";
}

static phw_status fit(phw_doppler_fit *out, const study *s, const double *r)
{
    return phw_doppler_fit_make(out, PHW_DOPPLER_JAKES, r, s->sums.n_lags,
                                s->law != PHW_COHERENCE_PARTS);
}

static phw_status by_correlation(phw_doppler_fit *out, const study *s, size_t left_out)
{
    double r[PHW_COHERENCE_LAGS_MAX + 1];
    phw_coherence_sums_correlation(r, &s->sums, left_out);
    for (size_t k = 0; k <= s->sums.n_lags; ++k)
        r[k] = phw_coherence_law_back(s->law, r[k]);
    return fit(out, s, r);
}

static phw_status by_crossings(phw_doppler_fit *out, const study *s, size_t left_out)
{
    double r[PHW_COHERENCE_LAGS_MAX + 1];
    phw_coherence_sums_crossed(r, &s->sums, left_out);
    for (size_t k = 0; k <= s->sums.n_lags; ++k)
        r[k] = phw_coherence_law_crossed(s->law, r[k]);
    return fit(out, s, r);
}

static phw_status by_spectrum(phw_doppler_fit *out, const study *s, size_t left_out)
{
    if (s->spectrum == NULL)
        return phw_fail(PHW_ESHORT, "coherence: no spectrum");
    phw_coherence_spectrum_fit(&out->turns, &out->signal, s->spectrum, s->law,
                               s->around, s->reach, left_out);
    out->misfit = (double)NAN;
    return PHW_OK;
}

/* The figure with its interval. What fails without a block has none. */
static void tell(phw_coherence_figure *out, study *s, estimate *of)
{
    enum {
        N = PHW_COHERENCE_BLOCKS
    };

    const double nan = (double)NAN;
    double less[N];
    double mean = 0;
    double square = 0;
    phw_doppler_fit all = {0};
    *out = (phw_coherence_figure){nan, nan, nan, nan, nan};
    s->reach = REACH_ALL;
    if (of(&all, s, PHW_COHERENCE_ALL))
        return;
    s->around = all.turns;
    s->reach = REACH_LESS;
    for (size_t b = 0; b < N; ++b) {
        phw_doppler_fit one = {0};
        less[b] = of(&one, s, b) ? nan : log(one.turns);
        mean += less[b] / N;
    }
    for (size_t b = 0; b < N; ++b)
        square += (less[b] - mean) * (less[b] - mean);
    const double wide = (of == by_spectrum ? EDGE : 1) *
                        gsl_cdf_tdist_Pinv(0.975, N - 1.0) *
                        sqrt((N - 1.0) / N * square);
    *out = (phw_coherence_figure){.turns = all.turns,
                                  .low = all.turns * exp(-wide),
                                  .high = all.turns * exp(wide),
                                  .signal = all.signal,
                                  .misfit = all.misfit};
}

/* Lags as the series need: few when they forget fast. */
static phw_status look(study *s)
{
    double r[PHW_COHERENCE_LAGS_MAX + 1];
    const size_t most =
        s->n_rows / 4 < PHW_COHERENCE_LAGS_MAX ? s->n_rows / 4 : PHW_COHERENCE_LAGS_MAX;
    size_t n_lags = most < LAGS_FIRST ? most : LAGS_FIRST;
    for (;;) {
        PHW_TRY(
            phw_coherence_sums_make(&s->sums, s->x, s->n_rows, s->n_series, n_lags));
        phw_coherence_sums_correlation(r, &s->sums, PHW_COHERENCE_ALL);
        size_t fall = 1;
        while (fall < n_lags && r[fall] > 0.1 * r[1])
            ++fall;
        size_t wanted = fall < n_lags ? LAGS_FALLS * fall : 4 * n_lags;
        if (wanted > most)
            wanted = most;
        if (wanted <= n_lags)
            return PHW_OK;
        phw_coherence_sums_free(&s->sums);
        n_lags = wanted;
    }
}

/* Where R falls to half of what it is beyond the noise, on the line between lags. */
static void measure_half(phw_coherence *out, const study *s)
{
    double rho[PHW_COHERENCE_LAGS_MAX + 1];
    const bool parts = s->law == PHW_COHERENCE_PARTS;
    phw_coherence_sums_correlation(rho, &s->sums, PHW_COHERENCE_ALL);
    const double above = phw_autocorrelation_signal(rho);
    const double start = phw_coherence_law_back(s->law, above);
    const double half = parts ? 0.5 * start : 0.25 * start;
    out->signal = parts ? start : sqrt(fmax(0, start));
    out->half_rows = HUGE_VAL;
    double before = start;
    for (size_t k = 1; k <= s->sums.n_lags; ++k) {
        const double r = phw_coherence_law_back(s->law, rho[k]);
        if (r <= half) {
            out->half_rows = (double)(k - 1) + (before - half) / (before - r);
            return;
        }
        before = r;
    }
}

/* Whether lag 1 is beyond chance. */
static bool remembers(const study *s)
{
    double rho[PHW_COHERENCE_LAGS_MAX + 1];
    phw_coherence_sums_correlation(rho, &s->sums, PHW_COHERENCE_ALL);
    return fabs(rho[1]) * sqrt((double)(s->n_rows * s->n_series)) > CHANCE;
}

static void study_free(study *s)
{
    phw_coherence_sums_free(&s->sums);
    phw_coherence_spectrum_destroy(s->spectrum);
}

static void tell_all(phw_coherence *out, study *s)
{
    static estimate *const of[PHW_N_COHERENCE_ESTIMATORS] = {by_correlation,
                                                             by_crossings, by_spectrum};
    const double nan = (double)NAN;
    for (size_t i = 0; i < PHW_N_COHERENCE_ESTIMATORS; ++i) {
        if (remembers(s))
            tell(&out->figure[i], s, of[i]);
        else
            out->figure[i] = (phw_coherence_figure){nan, nan, nan, nan, nan};
        s->around = out->figure[PHW_COHERENCE_BY_CORRELATION].turns;
    }
}

phw_status phw_coherence_measure(phw_coherence *out, const phw_features *x,
                                 phw_coherence_law law)
{
    phw_coherence found = {0};
    phw_doppler_fit first = {0};
    study s = {.x = x, .law = law, .n_rows = x->n_rows, .n_series = x->n_components};
    if (s.n_rows < PHW_COHERENCE_ROWS_MIN)
        return phw_fail(PHW_ESHORT, "coherence: %zu rows, at least %d", s.n_rows,
                        PHW_COHERENCE_ROWS_MIN);
    if (s.n_rows > PHW_COHERENCE_ROWS_MAX)
        s.n_rows = PHW_COHERENCE_ROWS_MAX;
    if (s.n_series > PHW_COHERENCE_SERIES_MAX)
        s.n_series = PHW_COHERENCE_SERIES_MAX;
    PHW_TRY(look(&s));
    /* Too few rows leave the spectrum out, no more. */
    phw_status status = PHW_OK;
    if (remembers(&s) && !by_correlation(&first, &s, PHW_COHERENCE_ALL))
        status = phw_coherence_spectrum_create(&s.spectrum, x, s.n_rows, s.n_series,
                                               first.turns);
    if (status == PHW_OK || status == PHW_ESHORT) {
        tell_all(&found, &s);
        measure_half(&found, &s);
        found.n_rows = s.n_rows;
        found.n_series = s.n_series;
        found.n_lags = s.sums.n_lags;
        *out = found;
        status = PHW_OK;
    }
    study_free(&s);
    return status;
}
