#include "channel/validation_run.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "channel/ensemble.h"
#include "channel/spectra.h"
#include "core/fft.h"
#include "core/signal.h"

/* One run, of as many periods 1/fd: what is ergodic averages over it as over trials. */
#define RUN_INSTANTS POINTS
#define RUN_SPACING  0.5

/* For the spectrum's edge: 256/fd. */
#define POINTS 4096
#define RATE   16.0

/* A Blackman and Harris window's main lobe is four bins wide on each side; a wider
 * spectrum's epochs follow each other faster and fade that much more steeply. */
#define MAIN_LOBE 5

/* Where one draw turns into the next (channel/crossfade.h), over F periods, every line
 * is as wide as the fade is short: beyond c/F from it lies 1e-6 of its power for
 * c = 2.7, when F is a quarter of a draw, and 3e-7 for this. */
#define FADE_LOBE 3.5

/* More than that beyond the edge is no band-limited process. */
#define LEAK_MOST_DB (-60.0)

/* What leak_db() goes down to. */
#define LEAST_DB (-200.0)

/* Of a bound: a tenth of a decibel, so that the limit is half of one. */
#define LEAK_ERROR_DB 0.1

static phw_status add_power(phw_statistics *out, phw_cf *x,
                            const phw_validation_subject *s)
{
    const size_t n = s->source->n;
    double variance = 0;
    phw_statistic f = {.name = "power of one run, over the expected", .expected = 1};
    PHW_TRY(phw_ensemble_read(x, s, 0, 0, RUN_SPACING, RUN_INSTANTS));
    for (size_t i = 0; i < n; ++i) {
        for (size_t t = 0; t < RUN_INSTANTS; ++t)
            f.measured += phw_cf_power(x[t * n + i]) / RUN_INSTANTS / (double)n;
        variance += (phw_process_kurtosis(&s->model[i]) - 1) /
                    phw_process_independent(&s->model[i], RUN_INSTANTS, RUN_SPACING);
    }
    f.standard_error = sqrt(variance) / (double)n;
    (void)snprintf(f.at, sizeof f.at, "%g/fd", RUN_INSTANTS * RUN_SPACING);
    return phw_statistics_add(out, &f, PHW_STATISTIC_BOTH, 1);
}

static double window(size_t t)
{
    const double p = 2 * M_PI * ((double)t + 0.5) / POINTS;
    return 0.35875 - 0.48829 * cos(p) + 0.14128 * cos(2 * p) - 0.01168 * cos(3 * p);
}

/* Where the spectrum of value i must have ended, over fd. */
static double end_of_spectrum(const phw_validation_subject *s, size_t i)
{
    const double edge = phw_spectrum_entry(&s->model[i].spectrum)->edge;
    const double lobe = s->fade_periods > 0 ? FADE_LOBE / s->fade_periods : 0;
    return edge * (1 + MAIN_LOBE * RATE / POINTS) + lobe;
}

/* The share of value i's energy beyond its edge. */
static double leak_db(phw_cf *bin, const phw_fft *forward, const phw_cf *x, size_t i,
                      const phw_validation_subject *s)
{
    const double end = end_of_spectrum(s, i);
    double all = 0;
    double beyond = 0;
    for (size_t t = 0; t < POINTS; ++t)
        bin[t] = x[t * s->source->n + i] * (float)window(t);
    phw_fft_execute(forward, bin, bin);
    for (size_t k = 0; k < POINTS; ++k) {
        const double shift = (double)(k < POINTS / 2 ? k : POINTS - k) * RATE / POINTS;
        const double power = phw_cf_power(bin[k]);
        all += power;
        beyond += shift > end ? power : 0;
    }
    return 10 * log10(fmax(beyond, 1e-20 * all) / fmax(all, 1e-300));
}

static phw_status add_leak(phw_statistics *out, phw_cf *x, phw_cf *bin,
                           const phw_validation_subject *s)
{
    phw_fft *forward = NULL;
    phw_statistic f = {.name = "power beyond the Doppler edge, dB, worst tap",
                       .measured = -HUGE_VAL,
                       .expected = LEAK_MOST_DB,
                       .standard_error = LEAK_ERROR_DB};
    PHW_TRY(phw_ensemble_read(x, s, 0, 0, 1 / RATE, POINTS));
    PHW_TRY(phw_fft_create(&forward, POINTS, PHW_FFT_FORWARD));
    for (size_t i = 0; i < s->source->n; ++i) {
        if (phw_process_stretched(&s->model[i]))
            continue;
        const double db = leak_db(bin, forward, x, i, s);
        if (db <= f.measured)
            continue;
        f.measured = db;
        (void)snprintf(f.at, sizeof f.at, "tap %zu", i);
    }
    phw_fft_destroy(forward);
    if (f.measured < LEAST_DB)
        return PHW_OK; /* nothing has an edge */
    return phw_statistics_add(out, &f, PHW_STATISTIC_MOST, 1);
}

static phw_status run(phw_statistics *out, const phw_validation_subject *subject)
{
    phw_cf *x = NULL;
    phw_cf *bin = NULL;
    phw_status s = phw_array_alloc(&x, POINTS * subject->source->n, sizeof *x);
    if (!s)
        s = phw_array_alloc(&bin, POINTS, sizeof *bin);
    if (!s)
        s = add_power(out, x, subject);
    if (!s)
        s = add_leak(out, x, bin, subject);
    free(x);
    free(bin);
    return s;
}

const phw_validation phw_validation_one_run = {
    .name = "run",
    .summary = "the mean power of one long run, and where its Doppler spectrum ends",
    .reference =
        "var = (E|h|^4 - 1) (1 + 2 sum (1 - k/n) c(k)) / n; no power beyond fd",
    .moving = true,
    .run = run,
};
