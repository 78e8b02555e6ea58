/** @file
 * Sources for channel/validation.h: our processes as taps, and whatever a test makes of
 * them.
 */
#ifndef PHW_TESTS_CHANNEL_SOURCES_H
#define PHW_TESTS_CHANNEL_SOURCES_H

#include <complex.h>
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/fading.h"
#include "channel/laws.h"
#include "channel/spectra.h"
#include "channel/validations.h"
#include "core/rng.h"

/** A channel of few taps. Zeroed but for n, powers and what is wanted. */
typedef struct test_source {
    size_t n;
    double doppler_hz;
    double power[PHW_TAPS_MAX];
    double steady[PHW_TAPS_MAX];
    double delay_s[PHW_TAPS_MAX];
    /** What the values are made of, after our own are there; NULL: these. */
    void (*spoil)(const struct test_source *source, phw_cf *inout, uint32_t trial,
                  double time_s);
    double doppler_factor;        /**< of the Doppler shift that is made; 0: 1 */
    phw_spectrum_choice spectrum; /**< of what scatters */
    phw_law_choice law;           /**< of tap 0, where steady is 0 */
    phw_fading_generator generator;
    size_t n_sinusoids;    /**< of that one; 0: as many as it takes */
    double redraw_periods; /**< of it, 1/fd; 0: never */
    phw_fading *fading;
    uint32_t trial; /**< that the processes stand at */
} test_source;

/** A uniform of a trial, for tap `i`. */
static inline double test_uniform(uint32_t trial, size_t i)
{
    const phw_rng rng = {
        .seed = 77, .purpose = PHW_RNG_PURPOSE(PHW_RNG_PHASE, 0), .trial = trial};
    float u = 0;
    phw_rng_uniform(&u, &rng, i, 1);
    return (double)u;
}

static inline double complex test_turn(double turns)
{
    return CMPLX(cos(2 * M_PI * turns), sin(2 * M_PI * turns));
}

static inline phw_status test_source_read(void *context, phw_cf *out, uint32_t trial,
                                          double time_s)
{
    test_source *s = context;
    if (trial != s->trial) {
        const phw_rng rng = {.seed = 78, .trial = trial};
        phw_fading_reset(s->fading, &rng);
        s->trial = trial;
    }
    PHW_TRY(phw_fading_read(s->fading, out, time_s));
    if (s->law.entry != NULL) {
        const phw_rng rng = {
            .seed = 83, .purpose = PHW_RNG_PURPOSE(PHW_RNG_PHASE, 1), .trial = trial};
        double turn[PHW_LAW_WAVES_MAX];
        phw_law_turns(turn, &s->law, &rng, s->doppler_hz, time_s);
        s->law.entry->apply(out, 1, turn, &s->law.params);
    }
    for (size_t i = 0; i < s->n; ++i) {
        const double turns =
            PHW_PROCESS_STEADY_SHIFT * s->doppler_hz * time_s + test_uniform(trial, i);
        const double complex line = sqrt(s->steady[i]) * test_turn(turns);
        const double complex h =
            s->steady[i] > 0 ? line + sqrt(1 - s->steady[i]) * (double complex)out[i]
                             : (double complex)out[i];
        out[i] = (phw_cf)(sqrt(s->power[i]) * h);
    }
    if (s->spoil != NULL)
        s->spoil(s, out, trial, time_s);
    return PHW_OK;
}

/** Runs the validation `name` (NULL: all) over a source, with `n_trials` (0: as many as
 * phw_validation_trials() says). */
static inline void test_validate(phw_statistics *out, test_source *s, const char *name,
                                 size_t n_trials)
{
    const double factor = s->doppler_factor > 0 ? s->doppler_factor : 1;
    phw_spectrum_choice spectrum[PHW_TAPS_MAX];
    const phw_fading_config config = {.n = s->n,
                                      .doppler_hz = factor * s->doppler_hz,
                                      .spectrum = spectrum,
                                      .generator = s->generator,
                                      .n_sinusoids = s->n_sinusoids,
                                      .redraw_periods = s->redraw_periods,
                                      .rng = {.seed = 78}};
    for (size_t i = 0; i < s->n; ++i)
        spectrum[i] = s->spectrum;
    cr_assert_eq(phw_fading_create(&s->fading, &config), PHW_OK);
    s->trial = 0;
    phw_process_model model[PHW_TAPS_MAX] = {{0}};
    for (size_t i = 0; i < s->n; ++i) {
        model[i].power = s->power[i];
        model[i].steady = s->steady[i];
        model[i].steady_shift = PHW_PROCESS_STEADY_SHIFT;
        model[i].spectrum = s->spectrum;
        if (i == 0)
            model[i].law = s->law;
    }
    const phw_fading_source source = {s->n, test_source_read, s};
    const phw_validation_subject subject = {
        .source = &source,
        .model = model,
        .delay_s = s->delay_s,
        .doppler_hz = s->doppler_hz,
        .n_trials = n_trials > 0 ? n_trials : phw_validation_trials(s->n)};
    for (size_t i = 0; phw_validation_at(i) != NULL; ++i) {
        const phw_validation *v = phw_validation_at(i);
        if (name == NULL || strcmp(v->name, name) == 0)
            cr_assert_eq(phw_validation_run(out, v, &subject), PHW_OK, "%s",
                         phw_error_message());
    }
    phw_fading_destroy(s->fading);
    s->fading = NULL;
}

static inline void test_expect_pass(const phw_statistics *found, const char *what)
{
    for (size_t i = 0; i < found->n; ++i) {
        const phw_statistic *f = &found->row[i];
        cr_expect(f->pass, "%s: %s %s: measured %g, expected %g, %.2f standard errors",
                  what, f->name, f->at, f->measured, f->expected, f->standard_errors);
    }
}

/** The row of that name that is furthest off. */
static inline const phw_statistic *test_row(const phw_statistics *found,
                                            const char *name)
{
    const phw_statistic *worst = NULL;
    for (size_t i = 0; i < found->n; ++i) {
        const phw_statistic *f = &found->row[i];
        if (strcmp(f->name, name) == 0 &&
            (worst == NULL ||
             !(fabs(f->standard_errors) <= fabs(worst->standard_errors))))
            worst = f;
    }
    return worst;
}

#endif
