#include "tools/spectrum_survey.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#define N 262144

static phw_cf x[N];

static void noise(double power)
{
    const phw_rng rng = {4, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x51A), 0};
    phw_rng_normal_complex(x, &rng, power, 0, N);
}

static void add_tone(double amplitude, double frequency)
{
    for (size_t i = 0; i < N; ++i) {
        const double phase = 2 * M_PI * fmod(frequency * (double)i, 1);
        x[i] +=
            CMPLXF((float)(amplitude * cos(phase)), (float)(amplitude * sin(phase)));
    }
}

static phw_spectrum_facts facts(double *sum)
{
    phw_spectrum_survey *s = NULL;
    phw_spectrum_facts f;
    double power[PHW_SURVEY_BINS];
    cr_assert_eq(phw_spectrum_survey_create(&s), PHW_OK);
    for (size_t at = 0; at < N; at += 1000)
        phw_spectrum_survey_push(s, x + at, N - at < 1000 ? N - at : 1000);
    phw_spectrum_survey_facts(&f, s);
    phw_spectrum_survey_power(s, power);
    *sum = 0;
    for (size_t k = 0; k < PHW_SURVEY_BINS; ++k)
        *sum += power[k];
    phw_spectrum_survey_destroy(s);
    return f;
}

/* The window's weights make N samples worth half as many: deviation sqrt(2 / N). */
Test(spectrum_survey, white_noise_occupies_nothing)
{
    double sum = 0;
    noise(0.01);
    const phw_spectrum_facts f = facts(&sum);
    cr_expect_eq(f.n_blocks, N / PHW_SURVEY_BINS);
    cr_expect_float_eq(sum / 0.01, 1, 5 * sqrt(2.0 / N));
    cr_expect_eq(f.occupied, 0);
    cr_expect_not(f.is_line);
    cr_expect_eq(f.low, 0);
    cr_expect_eq(f.high, 0);
    /* 256 spectra in the mean: the quietest quarter is within 20 % of it. */
    cr_expect_float_eq(f.floor * PHW_SURVEY_BINS / 0.01, 0.93, 0.13);
}

Test(spectrum_survey, a_tone_is_a_line_at_its_frequency)
{
    double sum = 0;
    noise(0.01);
    add_tone(0.1, -0.2);
    const phw_spectrum_facts f = facts(&sum);
    cr_expect(f.is_line);
    cr_expect_float_eq(f.peak, -0.2, 1.0 / PHW_SURVEY_BINS);
    cr_expect(f.low <= -0.2 && f.high >= -0.2 && f.high - f.low < 0.01);
    cr_expect_float_eq(sum, 0.02, 0.0003);
}

/* Noise through a mean over four samples: 3 dB down at about 0.11. */
Test(spectrum_survey, a_band_is_occupied_between_its_edges)
{
    double sum = 0;
    noise(1);
    for (size_t i = 0; i + 4 < N; ++i)
        x[i] = x[i] + x[i + 1] + x[i + 2] + x[i + 3];
    const phw_rng rng = {5, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x51A), 1};
    for (size_t i = 0; i < N; i += 1024) {
        phw_cf white[1024];
        phw_rng_normal_complex(white, &rng, 0.5, i, 1024);
        for (size_t k = 0; k < 1024; ++k)
            x[i + k] += white[k];
    }
    const phw_spectrum_facts f = facts(&sum);
    cr_expect_not(f.is_line);
    cr_expect_gt(f.high, 0.15);
    cr_expect_lt(f.high, 0.45);
    cr_expect_float_eq(f.low, -f.high, 0.02);
    cr_expect_gt(f.occupied, 0.3);
}
