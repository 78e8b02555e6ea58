/* Tests that can't see a mistake prove nothing: each model here is wrong in one known
 * way, found in simulators that people use, and has to fail on the very statistic that
 * the mistake shows in, while our own passes. */
#include <complex.h>
#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/validations.h"

#include "tests/channel/sources.h"

/* A percent or two is seen. */
#define TRIALS 1000

static phw_statistics found;

static void validate(const test_source *about, const char *name)
{
    test_source source = *about;
    found.n = 0;
    test_validate(&found, &source, name, TRIALS);
}

static void expect_off(const char *name)
{
    const phw_statistic *f = test_row(&found, name);
    cr_assert_not_null(f, "%s is not there", name);
    cr_expect_not(f->pass, "%s: measured %g, expected %g, %.2f standard errors", name,
                  f->measured, f->expected, f->standard_errors);
}

static const test_source right = {
    .n = 3, .doppler_hz = 5, .power = {0.6, 0.3, 0.1}, .delay_s = {0, 1e-7, 4e-7}};

Test(validation, our_own_passes_all)
{
    validate(&right, NULL);
    test_expect_pass(&found, "ours");
}

/* Spectra that are even and not. */
Test(validation, every_spectrum_passes_all)
{
    static const char *const spectra[] = {"flat", "gauss2", "bell",
                                          "directional:mean_deg=40:kappa=3"};
    for (size_t i = 0; i < sizeof spectra / sizeof spectra[0]; ++i) {
        test_source source = right;
        cr_assert_eq(phw_spectrum_choose(&source.spectrum, spectra[i]), PHW_OK, "%s",
                     phw_error_message());
        validate(&source, "correlation");
        test_expect_pass(&found, spectra[i]);
        validate(&source, "crossings");
        test_expect_pass(&found, spectra[i]);
        validate(&source, "prediction");
        test_expect_pass(&found, spectra[i]);
    }
}

static const test_source sums = {.n = 2,
                                 .doppler_hz = 5,
                                 .power = {0.7, 0.3},
                                 .delay_s = {0, 4e-7},
                                 .generator = PHW_FADING_SINUSOIDS,
                                 .n_sinusoids = 256,
                                 .redraw_periods = 128};

/* The other generator: all but the spectrum's edge in one run, which is sharp as long
 * as no draw fades into the next. */
Test(validation, redrawn_sums_of_sinusoids_pass_all_but_the_edge)
{
    for (size_t i = 0; phw_validation_at(i) != NULL; ++i) {
        const char *name = phw_validation_at(i)->name;
        test_source source = sums;
        if (strcmp(name, "run") == 0)
            source.redraw_periods = 0;
        validate(&source, name);
        cr_expect_gt(found.n, 0, "%s", name);
        test_expect_pass(&found, name);
    }
}

Test(validation, sums_of_sixteen_that_are_hardly_redrawn_are_foreseen)
{
    test_source few = sums;
    few.n_sinusoids = 16;
    few.redraw_periods = 1e5;
    validate(&few, "prediction");
    expect_off("error of the next value foreseen, dB");
}

Test(validation, every_law_passes_all)
{
    static const char *const laws[] = {"nakagami:m=0.7", "nakagami:m=4",
                                       "twdp:k_db=8:delta=0.9"};
    for (size_t i = 0; i < sizeof laws / sizeof laws[0]; ++i) {
        test_source source = {.n = 1, .doppler_hz = 5, .power = {1}};
        cr_assert_eq(phw_law_choose(&source.law, laws[i]), PHW_OK, "%s",
                     phw_error_message());
        validate(&source, NULL);
        test_expect_pass(&found, laws[i]);
    }
}

/* srsRAN's phase argument: pi where 2 pi is meant. */
Test(validation, half_the_doppler_shift_is_seen)
{
    test_source wrong = right;
    wrong.doppler_factor = 0.5;
    validate(&wrong, "correlation");
    expect_off("autocorrelation, real");
    expect_off("Doppler second moment over fd^2");
    validate(&wrong, "crossings");
    expect_off("level crossing rate over fd");
    expect_off("average fade duration times fd");
}

Test(validation, a_doppler_shift_five_percent_off_is_seen)
{
    test_source wrong = right;
    wrong.doppler_factor = 1.05;
    validate(&wrong, "correlation");
    expect_off("autocorrelation, real");
    expect_off("Doppler second moment over fd^2");
    validate(&wrong, "run");
    expect_off("power beyond the Doppler edge, dB, worst tap");
}

/* Steps of an AR(1) process, sixteen to 1/fd, with the right correlation of the next
 * one; of so many steps back the rest is 1e-4. */
#define AR_RATE  16
#define AR_STEPS 90

static double complex autoregressive(uint32_t trial, size_t tap, double turns)
{
    const double a = j0(2 * M_PI / AR_RATE);
    const phw_rng rng = {
        .seed = 79, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, tap), .trial = trial};
    phw_cf z[AR_STEPS];
    phw_rng_normal_complex(z, &rng, 1, (uint64_t)(turns * AR_RATE), AR_STEPS);
    double complex h = 0;
    for (size_t k = 0; k < AR_STEPS; ++k)
        h = a * h + sqrt(1 - a * a) * (double complex)z[k];
    return h;
}

/* liquid-dsp's tvmpch. */
static void first_order(const test_source *s, phw_cf *inout, uint32_t trial,
                        double time_s)
{
    inout[0] = (phw_cf)sqrt(s->power[0]);
    for (size_t i = 1; i < s->n; ++i)
        inout[i] = (phw_cf)(sqrt(s->power[i]) *
                            autoregressive(trial, i, s->doppler_hz * time_s));
}

Test(validation, first_order_taps_and_a_frozen_main_tap_are_seen)
{
    test_source wrong = right;
    wrong.spoil = first_order;
    validate(&wrong, "moments");
    expect_off("kurtosis E|h|^4, worst tap");
    expect_off("mean, in phase, worst tap");
    validate(&wrong, "envelope");
    expect_off("envelope, KS distance, worst tap");
    expect_off("phase, chi-square over freedom");
    validate(&wrong, "correlation");
    expect_off("autocorrelation, worst tap and lag");
    validate(&wrong, "crossings");
    expect_off("level crossing rate over fd");
    validate(&wrong, "run");
    expect_off("power beyond the Doppler edge, dB, worst tap");
}

Test(validation, first_order_taps_alone_are_seen)
{
    test_source wrong = {
        .n = 3, .doppler_hz = 5, .power = {1e-9, 0.6, 0.4}, .spoil = first_order};
    validate(&wrong, "correlation");
    expect_off("autocorrelation, real");
}

/* srsRAN's dB powers, converted as powers and used as amplitudes. */
static void amplitudes(const test_source *s, phw_cf *inout, uint32_t trial,
                       double time_s)
{
    (void)trial;
    (void)time_s;
    for (size_t i = 0; i < s->n; ++i)
        inout[i] *= (float)sqrt(s->power[i]);
}

Test(validation, powers_used_as_amplitudes_are_seen)
{
    test_source wrong = right;
    wrong.spoil = amplitudes;
    validate(&wrong, "moments");
    expect_off("total power");
    expect_off("power over the profile's");
    validate(&wrong, "delay");
    expect_off("RMS delay spread, ns");
    expect_off("frequency correlation, real");
}

/* And the sum of the powers made right again. */
static void scaled_amplitudes(const test_source *s, phw_cf *inout, uint32_t trial,
                              double time_s)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; ++i)
        sum += s->power[i] * s->power[i];
    amplitudes(s, inout, trial, time_s);
    for (size_t i = 0; i < s->n; ++i)
        inout[i] /= (float)sqrt(sum);
}

Test(validation, powers_used_as_amplitudes_are_seen_in_a_right_sum)
{
    test_source wrong = right;
    wrong.spoil = scaled_amplitudes;
    validate(&wrong, "moments");
    cr_expect(test_row(&found, "total power")->pass);
    expect_off("power over the profile's, worst tap");
    validate(&wrong, "delay");
    expect_off("RMS delay spread, ns");
}

/* A normal Doppler spectrum of standard deviation 0.3 fd, as codec2's filter has it. */
#define SIGMA 0.3

static double normal_cdf(double x, const phw_params *p)
{
    (void)p;
    return erfc(-x / SIGMA / M_SQRT2) / 2;
}

static void normal_correlation(double *re, double *im, double x, const phw_params *p)
{
    (void)p;
    *re = exp(-pow(2 * M_PI * SIGMA * x, 2) / 2);
    *im = 0;
}

static const phw_spectrum normal = {.name = "normal",
                                    .edge = 6 * SIGMA,
                                    .cdf = normal_cdf,
                                    .correlation = normal_correlation};

/* As many lines at normal shifts of that deviation, drawn for each trial. */
static double complex normal_lines(uint32_t trial, size_t tap, double sigma,
                                   double turns)
{
    enum {
        LINES = 32
    };

    float shift[LINES];
    float phase[LINES];
    const phw_rng rng = {
        .seed = 80, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, tap), .trial = trial};
    phw_rng_normal(shift, &rng, 0, LINES);
    phw_rng_uniform(phase, &rng, LINES, LINES);
    double complex h = 0;
    for (size_t k = 0; k < LINES; ++k)
        h += test_turn(sigma * (double)shift[k] * turns + (double)phase[k]);
    return h / sqrt(LINES);
}

static void normal_right(const test_source *s, phw_cf *inout, uint32_t trial,
                         double time_s)
{
    inout[0] = (phw_cf)normal_lines(trial, 0, SIGMA, s->doppler_hz * time_s);
}

/* The filter's amplitude response set to the power spectrum: its square, which is
 * narrower by a factor sqrt(1/2), comes out. */
static void normal_squared(const test_source *s, phw_cf *inout, uint32_t trial,
                           double time_s)
{
    inout[0] =
        (phw_cf)normal_lines(trial, 0, SIGMA * M_SQRT1_2, s->doppler_hz * time_s);
}

Test(validation, a_filter_with_the_power_spectrum_as_its_amplitude_is_seen)
{
    test_source source = {.n = 1,
                          .doppler_hz = 5,
                          .power = {1},
                          .spectrum = {.entry = &normal},
                          .spoil = normal_right};
    validate(&source, "correlation");
    test_expect_pass(&found, "a normal spectrum");
    source.spoil = normal_squared;
    validate(&source, "correlation");
    expect_off("Doppler second moment over fd^2");
    expect_off("autocorrelation, real");
}

/* srsRAN's angles, which do not depend on the sinusoid: one pair of lines a tap. */
static void one_line(const test_source *s, phw_cf *inout, uint32_t trial, double time_s)
{
    for (size_t i = 0; i < s->n; ++i) {
        const phw_rng rng = {
            .seed = 81, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, i), .trial = trial};
        const double shift = cos(M_PI * ((double)i + 0.5) / 2 / (double)s->n);
        const double turns = shift * s->doppler_hz * time_s;
        phw_cf a[2];
        phw_rng_normal_complex(a, &rng, 0.5, 0, 2);
        inout[i] =
            (phw_cf)(sqrt(s->power[i]) * ((double complex)a[0] * test_turn(turns) +
                                          (double complex)a[1] * test_turn(-turns)));
    }
}

Test(validation, one_line_a_tap_is_seen)
{
    test_source wrong = right;
    wrong.spoil = one_line;
    validate(&wrong, "correlation");
    expect_off("autocorrelation, real");
    validate(&wrong, "run");
    expect_off("power of one run, over the expected");
    validate(&wrong, "prediction");
    expect_off("error of the next value foreseen, dB");
}

/* Xiao, Zheng and Beaulieu's sum of 16, right in all but that it goes on for ever. */
static void sixteen_lines(const test_source *s, phw_cf *inout, uint32_t trial,
                          double time_s)
{
    for (size_t i = 0; i < s->n; ++i) {
        const phw_rng rng = {
            .seed = 82, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, i), .trial = trial};
        float u[32];
        double complex h = 0;
        phw_rng_uniform(u, &rng, 0, 32);
        for (size_t k = 0; k < 16; ++k) {
            const double shift = cos(2 * M_PI * ((double)k + (double)u[2 * k]) / 16);
            h += test_turn(shift * s->doppler_hz * time_s + (double)u[2 * k + 1]);
        }
        inout[i] = (phw_cf)(sqrt(s->power[i]) * h / 4);
    }
}

Test(validation, sixteen_lines_without_redraw_are_foreseen)
{
    test_source wrong = right;
    wrong.spoil = sixteen_lines;
    validate(&wrong, "prediction");
    expect_off("error of the next value foreseen, dB");
    validate(&wrong, "correlation");
    test_expect_pass(&found, "the ensemble's correlation");
}

/* Jakes, Microwave Mobile Communications, 1974, 1.7: nine oscillators, nothing drawn.
 */
static void jakes_1974(const test_source *s, phw_cf *inout, uint32_t trial,
                       double time_s)
{
    enum {
        OSCILLATORS = 8
    };

    (void)trial;
    const double turns = s->doppler_hz * time_s;
    double complex h = M_SQRT2 * cos(2 * M_PI * turns);
    for (int k = 1; k <= OSCILLATORS; ++k) {
        const double beta = M_PI * k / OSCILLATORS;
        const double shift = cos(2 * M_PI * k / (4 * OSCILLATORS + 2));
        h += 2 * CMPLX(cos(beta), sin(beta)) * cos(2 * M_PI * shift * turns);
    }
    inout[0] = (phw_cf)(h / sqrt(2 * OSCILLATORS + 1));
}

Test(validation, jakes_sum_of_1974_is_seen)
{
    test_source wrong = {.n = 1, .doppler_hz = 5, .power = {1}, .spoil = jakes_1974};
    validate(&wrong, "moments");
    expect_off("ensemble power, worst instant");
    validate(&wrong, "independence");
    expect_off("pseudo-correlation, real");
    validate(&wrong, "prediction");
    expect_off("error of the next value foreseen, dB");
}

/* Sionna's `normalize`: each realisation's power, and with it its fading, made one. */
static void realisations(const test_source *s, phw_cf *inout, uint32_t trial,
                         double time_s)
{
    (void)trial;
    (void)time_s;
    double sum = 0;
    for (size_t i = 0; i < s->n; ++i)
        sum += phw_cf_power(inout[i]);
    for (size_t i = 0; i < s->n; ++i)
        inout[i] /= (float)sqrt(sum);
}

Test(validation, realisations_made_equally_strong_are_seen)
{
    test_source wrong = right;
    wrong.spoil = realisations;
    validate(&wrong, "moments");
    expect_off("kurtosis E|h|^4");
    validate(&wrong, "envelope");
    expect_off("envelope, KS distance");
    expect_off("envelope, chi-square over freedom");
}

/* MEDS frequencies used twice, one angle for all taps, a copied buffer. */
static void shared(const test_source *s, phw_cf *inout, uint32_t trial, double time_s)
{
    (void)trial;
    (void)time_s;
    const double part = 0.5;
    const double complex first = (double complex)inout[0] / sqrt(s->power[0]);
    const double complex own = (double complex)inout[1] / sqrt(s->power[1]);
    inout[1] =
        (phw_cf)(sqrt(s->power[1]) * (part * first + sqrt(1 - part * part) * own));
}

Test(validation, taps_that_hang_together_are_seen)
{
    test_source wrong = right;
    wrong.spoil = shared;
    validate(&wrong, "independence");
    expect_off("cross-correlation of taps, worst pair");
    validate(&wrong, "delay");
    expect_off("frequency correlation, real");
}

static void quadratures(const test_source *s, phw_cf *inout, uint32_t trial,
                        double time_s)
{
    (void)trial;
    (void)time_s;
    for (size_t i = 0; i < s->n; ++i)
        inout[i] =
            CMPLXF(crealf(inout[i]), 0.6F * crealf(inout[i]) + 0.8F * cimagf(inout[i]));
}

Test(validation, quadratures_that_hang_together_are_seen)
{
    test_source wrong = right;
    wrong.spoil = quadratures;
    validate(&wrong, "independence");
    expect_off("correlation of quadratures, twice");
    validate(&wrong, "envelope");
    expect_off("phase, chi-square over freedom");
}

static const test_source line = {
    .n = 2, .doppler_hz = 5, .power = {0.8, 0.2}, .steady = {0.75, 0}};

/* A K factor of 3 dB for one of 3: 1.995. */
static void weak_line(const test_source *s, phw_cf *inout, uint32_t trial,
                      double time_s)
{
    const double turns =
        PHW_PROCESS_STEADY_SHIFT * s->doppler_hz * time_s + test_uniform(trial, 0);
    const double complex steady = sqrt(s->steady[0]) * test_turn(turns);
    const double complex diffuse =
        ((double complex)inout[0] / sqrt(s->power[0]) - steady) /
        sqrt(1 - s->steady[0]);
    const double k = pow(10, 0.3);
    inout[0] = (phw_cf)(sqrt(s->power[0]) * (sqrt(k / (k + 1)) * test_turn(turns) +
                                             sqrt(1 / (k + 1)) * diffuse));
}

Test(validation, a_k_factor_in_the_wrong_unit_is_seen)
{
    validate(&line, "moments");
    test_expect_pass(&found, "K = 3");
    test_source wrong = line;
    wrong.spoil = weak_line;
    validate(&wrong, "moments");
    expect_off("K factor");
    validate(&wrong, "envelope");
    expect_off("envelope, KS distance, worst tap");
    validate(&wrong, "crossings");
    expect_off("level crossing rate over fd");
}

/* A line of sight whose phase everybody knows. */
static void known_phase(const test_source *s, phw_cf *inout, uint32_t trial,
                        double time_s)
{
    (void)s;
    (void)time_s;
    inout[0] *= (phw_cf)test_turn(-test_uniform(trial, 0));
}

Test(validation, a_line_that_starts_at_phase_zero_is_seen)
{
    test_source wrong = line;
    wrong.spoil = known_phase;
    validate(&wrong, "moments");
    expect_off("mean, in phase, worst tap");
}
