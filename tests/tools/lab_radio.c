/* What a scenario's keys say of radios is what its radios do: one key at a time, held
 * against its closed form. */
#include "tools/lab_radio.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "channel/converter.h"
#include "core/rng.h"
#include "tools/scenario.h"

/* Samples of a signal, and the turns of its tone in them: 1/16 a sample. */
#define N       4096
#define TURNS   256
#define RATE_HZ 1e6

/* Keys of a node whose radio changes nothing. */
#define IDEAL "snr_db: 20"

/* Two nodes with those keys. Its own process for each test: one plan at a time. */
static const phw_lab_plan *plan(const char *a, const char *b)
{
    static phw_scenario s;
    static phw_lab_plan p;
    char text[512];
    (void)snprintf(text, sizeof text,
                   "bandwidth_hz: 1e6\nsubcarriers: 2\nnodes:\n"
                   "  a: {position_m: [0, 0, 0], %s}\n"
                   "  b: {position_m: [9, 0, 0], %s}\n",
                   a, b);
    cr_assert_eq(phw_scenario_parse(&s, "test", text, strlen(text)), PHW_OK, "%s",
                 phw_error_message());
    cr_assert_eq(phw_lab_plan_make(&p, &s), PHW_OK, "%s", phw_error_message());
    return &p;
}

static phw_lab_radio *radio(const phw_lab_plan *p, uint64_t seed)
{
    phw_lab_radio *r = NULL;
    cr_assert_eq(phw_lab_radio_create(&r, p, seed, 0), PHW_OK, "%s",
                 phw_error_message());
    return r;
}

static double complex unit(double turns)
{
    const double angle = 2 * M_PI * fmod(turns, 1);
    return CMPLX(cos(angle), sin(angle));
}

static void make_tone(phw_cf *out)
{
    for (size_t i = 0; i < N; ++i)
        out[i] = (phw_cf)unit((double)(i * TURNS) / N);
}

/* What is in x[N] of a tone of so many turns. */
static double complex part(const phw_cf *x, double turns)
{
    double complex sum = 0;
    for (size_t i = 0; i < N; ++i)
        sum += (double complex)x[i] * conj(unit(turns * (double)i / N));
    return sum / N;
}

/* A signal through node 0 of a scenario, one way. */
static void pass(phw_cf *out, const phw_cf *in, const char *fields, bool transmit)
{
    phw_lab_radio *r = radio(plan(fields, IDEAL), 5);
    memcpy(out, in, N * sizeof *out);
    if (transmit)
        cr_assert_eq(phw_lab_radio_transmit(r, out, in, N, 0, 0), PHW_OK);
    else
        cr_assert_eq(phw_lab_radio_receive(r, out, N, 0, 0, 0), PHW_OK);
    phw_lab_radio_destroy(r);
}

/* y = mu x + nu x*, mu = (1 + w) / 2 and nu = (1 - w*) / 2 of w = g e^{j phi}: the
 * image of a tone, at the negative frequency, is nu, within a float's rounding. */
Test(lab_radio, has_the_image_of_its_imbalance)
{
    static phw_cf in[N];
    static phw_cf out[N];
    const double complex w = pow(10, 1.0 / 20) * unit(5.0 / 360);
    make_tone(in);
    for (int transmit = 0; transmit < 2; ++transmit) {
        pass(out, in, "iq_gain_db: 1, iq_phase_deg: 5", transmit);
        cr_expect_lt(cabs(part(out, TURNS) - (1 + w) / 2), 1e-6);
        cr_expect_lt(cabs(part(out, -TURNS) - (1 - conj(w)) / 2), 1e-6, "image %g",
                     cabs(part(out, -TURNS)));
        pass(out, in, "iq_gain_db: 1", transmit);
        cr_expect_lt(cabs(part(out, -TURNS) - (1 - pow(10, 0.05)) / 2), 1e-6);
    }
}

/* -20 dB under a power of 1 is an amplitude of 0.1. */
Test(lab_radio, has_the_constant_of_its_mixer)
{
    static phw_cf in[N];
    static phw_cf out[N];
    make_tone(in);
    for (int transmit = 0; transmit < 2; ++transmit) {
        pass(out, in, "dc_dbc: -20", transmit);
        cr_expect_lt(fabs(cabs(part(out, 0)) - 0.1), 1e-6, "%g", cabs(part(out, 0)));
        cr_expect_lt(cabs(part(out, TURNS) - 1), 1e-6);
    }
}

/* A clock that is fast by e samples x(k / (1 + e)), and what it sends at k is heard at
 * k / (1 + e): sample k is then x(k (1 + e)). In the middle of 4096 samples 200 ppm are
 * 0.4 samples. The interpolator's errors are below -70 dB: 3.2e-4 of the tone. */
Test(lab_radio, slides_with_its_clock)
{
    static phw_cf in[N];
    static phw_cf out[N];
    make_tone(in);
    for (int transmit = 0; transmit < 2; ++transmit) {
        const double step = transmit ? 1 + 2e-4 : 1 / (1 + 2e-4);
        pass(out, in, "clock_ppm: 200", transmit);
        for (size_t k = N / 2; k < N / 2 + 64; ++k) {
            const double complex expected = unit(TURNS * step * (double)k / N);
            cr_expect_lt(cabs((double complex)out[k] - expected), 3.2e-4,
                         "transmit %d, sample %zu: %g", transmit, k,
                         carg((double complex)out[k] / expected));
        }
    }
}

/* Distortion of normal samples over their power, against the integral over the
 * quantiser's cells; five standard errors of 2 x 4096 rails' squared errors. */
Test(lab_radio, has_the_distortion_of_its_converter)
{
    static phw_cf in[N];
    static phw_cf out[N];
    const phw_rng rng = {.seed = 5, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 0)};
    phw_rng_normal_complex(in, &rng, 1, 0, N);
    static const char *const fields[] = {"adc_bits: 4", "adc_bits: 6, adc_clip: 2"};
    const double expected_db[] = {phw_converter_sqnr_db(4, phw_converter_best_clip(4)),
                                  phw_converter_sqnr_db(6, 2)};
    for (size_t i = 0; i < 2; ++i) {
        double sum = 0;
        double squares = 0;
        pass(out, in, fields[i], false);
        for (size_t k = 0; k < N; ++k) {
            const double off = phw_cf_power(out[k] - in[k]);
            sum += off;
            squares += off * off;
        }
        const double expected = pow(10, -expected_db[i] / 10);
        const double error = sqrt(squares / N - pow(sum / N, 2)) / sqrt(N);
        cr_expect_float_eq(sum / N, expected, 5 * error, "%s: %g, expected %g +- %g",
                           fields[i], sum / N, expected, error);
    }
}

/* Radios of which a statistic is taken. Each |x|^2 below is that of a circular normal
 * number, exponential: five standard errors of the mean are 5 / sqrt(RADIOS) of it. */
#define RADIOS    2000
#define TOLERANCE (5 / sqrt(RADIOS))

#define CARRIERS 2

static const double offset_hz[CARRIERS] = {-0.2 * RATE_HZ, 0.2 * RATE_HZ};

/* What the radios make of node 0's sounding at node 1 and of 1's at 0. */
static void factors(phw_cf *there, phw_cf *back, const phw_lab_plan *p, uint64_t seed)
{
    phw_lab_radio *r = radio(p, seed);
    phw_lab_radio_factors(r, there, offset_hz, CARRIERS, 0, 1, 0);
    phw_lab_radio_factors(r, back, offset_hz, CARRIERS, 1, 0, 0);
    phw_lab_radio_destroy(r);
}

/* Both chains are 1 and that power of ripple, each its own. */
Test(lab_radio, has_filters_that_differ_both_ways)
{
    const phw_lab_plan *p = plan("mismatch_db: -20", IDEAL);
    double sum[3] = {0};
    for (uint64_t seed = 0; seed < RADIOS; ++seed) {
        phw_cf there[CARRIERS];
        phw_cf back[CARRIERS];
        factors(there, back, p, seed);
        sum[0] += phw_cf_power(there[1] - 1) / RADIOS;
        sum[1] += phw_cf_power(back[1] - 1) / RADIOS;
        sum[2] += phw_cf_power(there[1] - back[1]) / RADIOS;
    }
    cr_expect_float_eq(sum[0], 0.01, TOLERANCE * 0.01, "sender %g", sum[0]);
    cr_expect_float_eq(sum[1], 0.01, TOLERANCE * 0.01, "receiver %g", sum[1]);
    cr_expect_float_eq(sum[2], 0.02, TOLERANCE * 0.02, "difference %g", sum[2]);
}

/* The Fourier sum of a chain's answer to one sample is its factor, in floats. */
Test(lab_radio, has_the_same_filters_at_both_levels)
{
    static phw_cf in[N] = {1};
    static phw_cf out[N];
    phw_cf factor[2][CARRIERS];
    const char *fields = "mismatch_db: -10";
    factors(factor[1], factor[0], plan(fields, IDEAL), 5);
    for (int transmit = 0; transmit < 2; ++transmit) {
        pass(out, in, fields, transmit);
        for (size_t k = 0; k < CARRIERS; ++k) {
            const double complex gain = N * part(out, offset_hz[k] / RATE_HZ * N);
            cr_expect_lt(cabs(gain - (double complex)factor[transmit][k]), 1e-6);
            cr_expect_gt(cabs(gain - 1), 0.01, "no filter");
        }
    }
}

/* Calibrated radios see one channel but for what calibration leaves of each subcarrier:
 * of one at -20 dB and one at -100 dB the first alone. The filters' own difference at
 * -10 dB is twenty times as strong. */
Test(lab_radio, keeps_what_calibration_leaves)
{
    const phw_lab_plan *p = plan("mismatch_db: -10, calibration_db: -20",
                                 "mismatch_db: -10, calibration_db: -100");
    double sum = 0;
    double complex cross = 0;
    for (uint64_t seed = 0; seed < RADIOS; ++seed) {
        phw_cf there[CARRIERS];
        phw_cf back[CARRIERS];
        double complex left[CARRIERS];
        factors(there, back, p, seed);
        for (size_t k = 0; k < CARRIERS; ++k) {
            left[k] = (double complex)back[k] / (double complex)there[k] - 1;
            sum += pow(cabs(left[k]), 2) / (RADIOS * CARRIERS);
        }
        cross += left[0] * conj(left[1]) / RADIOS;
    }
    cr_expect_float_eq(sum, 0.01, TOLERANCE / sqrt(CARRIERS) * 0.01, "%g", sum);
    /* E|mean of the products|^2 is 0.01^2 / RADIOS. */
    cr_expect_lt(cabs(cross), TOLERANCE * 0.01, "%g", cabs(cross));
}

Test(lab_radio, is_ideal_unless_a_key_says_otherwise)
{
    static const char *const fields[] = {IDEAL, "calibration_db: -20", "dc_dbc: -50",
                                         "cfo_hz: 10"};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; ++i) {
        phw_lab_radio *r = radio(plan(IDEAL, fields[i]), 5);
        cr_expect_eq(phw_lab_radio_is_ideal(r), i == 0, "%s", fields[i]);
        phw_lab_radio_destroy(r);
    }
}

enum {
    TONES = 8
};

/* What two radios make of a flat channel 20 ms into a trial. */
static void later(phw_cf factor[TONES], const phw_lab_plan *p, uint64_t seed,
                  uint32_t trial)
{
    double tone_hz[TONES];
    phw_lab_radio *r = NULL;
    for (int k = 0; k < TONES; ++k)
        tone_hz[k] = (k - TONES / 2) * RATE_HZ / 20;
    cr_assert_eq(phw_lab_radio_create(&r, p, seed, trial), PHW_OK, "%s",
                 phw_error_message());
    phw_lab_radio_factors(r, factor, tone_hz, TONES, 0, 1, 0.02);
    phw_lab_radio_destroy(r);
}

/* How far apart the sizes are, at most. */
static double sizes_apart(const phw_cf *a, const phw_cf *b)
{
    double most = 0;
    for (size_t k = 0; k < TONES; ++k)
        most = fmax(most, fabs((double)cabsf(a[k]) - (double)cabsf(b[k])));
    return most;
}

/* -20 dB of ripple in each of two chains. */
Test(lab_radio, filters_stay_and_phase_noise_goes_on_over_trials)
{
    const phw_lab_plan *p =
        plan("mismatch_db: -20, linewidth_hz: 1000", "mismatch_db: -20");
    phw_cf first[TONES];
    phw_cf second[TONES];
    phw_cf other[TONES];
    later(first, p, 5, 0);
    later(second, p, 5, 1);
    later(other, p, 6, 0);
    cr_expect_lt(sizes_apart(first, second), 1e-6);
    cr_expect_gt(sizes_apart(first, other), 0.01);
    cr_expect_gt((double)cabsf(first[0] - second[0]), 0.01);
}
