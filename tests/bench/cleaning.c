/* Trace cleaning: probes a second of every cleaner on CSI of 56 carriers, beside a copy
 * of the same values, and of `phase` beside the transforms of its search. Prints;
 * asserts nothing. */
#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/fft.h"
#include "core/rng.h"
#include "core/signal.h"
#include "phy/cleaners.h"

#include "tests/bench/clock.h"

enum {
    PROBES = 20000,
    CARRIERS = 56,
    GRID = 512, /* points of a search over 57 bins, eight times */
    REPEATS = 3
};

static phw_trace kept;
static phw_trace trace;

static void check(phw_status s)
{
    if (s != PHW_OK) {
        (void)fprintf(stderr, "%s\n", phw_error_message());
        exit(1);
    }
}

/* One strong path and some noise. */
static void fill(phw_trace *t)
{
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_BENCH, 0x60)};
    check(phw_trace_alloc(t, PHW_TRACE_CFR, PROBES, CARRIERS));
    phw_rng_normal_complex(t->cplx, &rng, 0.02, 0, (size_t)PROBES * CARRIERS);
    t->has_time = true;
    for (int k = 0; k < CARRIERS; ++k)
        t->coefficient[k] = 312500.0 * (k < CARRIERS / 2 ? k - 28 : k - 27);
    for (int p = 0; p < PROBES; ++p) {
        t->time_s[p] = 1e-3 * p;
        for (int k = 0; k < CARRIERS; ++k)
            t->cplx[p * CARRIERS + k] += (phw_cf)cexp(CMPLX(0, 0.05 * k));
    }
}

static void copy(void)
{
    memcpy(trace.cplx, kept.cplx, (size_t)PROBES * CARRIERS * sizeof *kept.cplx);
}

/* The least CPU time of some runs on fresh values, s. */
static double least(const phw_clean_step *step)
{
    double best = HUGE_VAL;
    for (int i = 0; i < REPEATS; ++i) {
        phw_clean_report report;
        fill(&trace);
        copy();
        const double from = now_s();
        if (step != NULL)
            check(phw_clean_run(&report, &trace, step, 1));
        else
            copy();
        best = fmin(best, now_s() - from);
        phw_trace_free(&trace);
    }
    return best;
}

static double transforms(void)
{
    static phw_cf grid[GRID];
    phw_fft *fft = NULL;
    check(phw_fft_create(&fft, GRID, PHW_FFT_INVERSE));
    const double from = now_s();
    for (int p = 0; p < PROBES; ++p) {
        memset(grid, 0, sizeof grid);
        memcpy(grid, kept.cplx + p * CARRIERS, CARRIERS * sizeof *grid);
        phw_fft_execute(fft, grid, grid);
    }
    const double s = now_s() - from;
    phw_fft_destroy(fft);
    return s;
}

int main(void)
{
    static const char *const text[] = {"duplicates",
                                       "nulls",
                                       "level",
                                       "agc:by=detect",
                                       "outliers",
                                       "phase:fit=peak",
                                       "phase:fit=least",
                                       "timing",
                                       "cfo",
                                       "cfo:by=tone",
                                       "resample:method=linear",
                                       "resample:method=band-limited"};
    fill(&kept);
    const double plain = least(NULL);
    (void)printf("%-30s %8.3f M probes/s\n", "copy", PROBES / plain / 1e6);
    for (size_t i = 0; i < sizeof text / sizeof text[0]; ++i) {
        phw_clean_step step[PHW_CLEAN_STEPS_MAX];
        size_t n = 0;
        check(phw_clean_steps_read(step, &n, text[i]));
        const double s = least(step);
        (void)printf("%-30s %8.3f M probes/s, %.0f copies\n", text[i], PROBES / s / 1e6,
                     s / plain);
    }
    (void)printf("%-30s %8.3f M probes/s\n", "transforms of phase's search",
                 PROBES / transforms() / 1e6);
    phw_trace_free(&kept);
    return 0;
}
