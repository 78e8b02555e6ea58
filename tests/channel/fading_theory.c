#include "channel/fading_theory.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/profiles.h"
#include "channel/spectra.h"

/* All numbers here come from an independent program, to the digits shown. */
Test(fading_theory, crossings_and_durations_have_the_known_values)
{
    static const double known[][4] = {
        {0, 0.1, 0.248169, 0.0400944}, {0, 0.316228, 0.717234, 0.132680},
        {0, 0.5, 0.976082, 0.226619},  {0, 1, 0.922137, 0.685495},
        {1, 0.1, 0.130397, 0.0564227}, {1, 0.5, 0.619367, 0.291733},
        {1, 1, 0.750500, 0.807066},    {3, 0.1, 0.026946, 0.0768525},
        {3, 0.5, 0.328673, 0.285582},  {3, 1, 0.721197, 0.794640},
        {10, 0.5, 0.054005, 0.208549}, {10, 1, 0.711443, 0.763371},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        const double *a = known[i];
        cr_expect_float_eq(phw_crossing_rate(a[1], a[0]), a[2], 2e-6, "%g %g: %.8g",
                           a[0], a[1], phw_crossing_rate(a[1], a[0]));
        cr_expect_float_eq(phw_fade_duration(a[1], a[0]), a[3], 2e-5 * a[3],
                           "%g %g: %.8g", a[0], a[1], phw_fade_duration(a[1], a[0]));
    }
    cr_expect_float_eq(phw_crossing_rate(M_SQRT1_2, 0), 1.0750, 5e-5);
    cr_expect(isfinite(phw_crossing_rate(1, 1e4)));
}

Test(fading_theory, envelope_correlation_has_the_known_values)
{
    static const double known[][2] = {{0, 0},          {0.5, 0.23256},  {0.9, 0.79052},
                                      {0.95, 0.89030}, {0.99, 0.97706}, {1, 1}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        cr_expect_float_eq(phw_envelope_correlation(known[i][0]), known[i][1], 6e-6,
                           "%g", known[i][0]);
        cr_expect_float_eq(phw_envelope_correlation(-known[i][0]), known[i][1], 6e-6);
    }
}

static double clarke(double x)
{
    double re = 0;
    double im = 0;
    phw_spectrum_correlation(&re, &im, &(phw_spectrum_choice){0}, x);
    return re;
}

static double linear(double db)
{
    return pow(10, db / 10);
}

Test(fading_theory, two_ends_share_the_known_bits)
{
    static const double known[][4] = {
        {0, 0, 0.500000, 0.4150},     {5, 0, 0.759747, 1.2420},
        {10, 0, 0.909091, 2.5265},    {10, 0.01, 0.908194, 2.5131},
        {10, 0.05, 0.886798, 2.2271}, {15, 0, 0.969347, 4.0501},
        {20, 0, 0.990099, 5.6654},    {20, 0.001, 0.990089, 5.6640},
        {20, 0.01, 0.989122, 5.5303}, {20, 0.05, 0.965820, 3.8956},
        {25, 0, 0.996848, 7.3117},    {30, 0, 0.999001, 8.9679},
        {30, 0.01, 0.998015, 7.9783}, {30, 0.05, 0.974503, 4.3121},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        const double *a = known[i];
        const double rho = phw_reciprocity(clarke(a[1]), linear(a[0]), linear(a[0]));
        cr_expect_float_eq(rho, a[2], 6e-7, "%g dB %g", a[0], a[1]);
        cr_expect_float_eq(phw_shared_bits(rho), a[3], 6e-5, "%g dB %g", a[0], a[1]);
    }
    cr_expect_float_eq(phw_reciprocity(1, 1, 1e9), M_SQRT1_2, 1e-9);
}

/* Eve at a distance in wavelengths from Bob among scatterers all around. */
Test(fading_theory, what_eve_leaves_has_the_known_values)
{
    static const double distance[] = {0, 0.01, 0.05, 0.1, 0.2, 0.3827, 0.5, 1};
    static const double known[3][8] = {
        {0.3710, 0.3797, 0.5776, 1.0555, 1.9605, 2.5265, 2.4174, 2.4704},
        {0.4103, 0.5027, 1.8731, 3.3682, 4.9220, 5.6654, 5.5289, 5.5954},
        {0.4146, 1.1832, 4.6696, 6.5362, 8.2023, 8.9679, 8.8282, 8.8964},
    };
    for (size_t i = 0; i < 3; ++i) {
        const double snr = linear(10 * ((double)i + 1));
        for (size_t d = 0; d < 8; ++d) {
            const double r = clarke(distance[d]);
            const phw_three_estimates t = {1, r, r, snr, snr, snr};
            cr_expect_float_eq(phw_secret_bits(&t), known[i][d], 6e-5, "%zu: %g", i,
                               distance[d]);
        }
    }
    const phw_three_estimates far = {0.9, 0, 0, 10, 20, 5};
    cr_expect_float_eq(phw_secret_bits(&far),
                       phw_shared_bits(phw_reciprocity(0.9, 10, 20)), 1e-12);
    const phw_three_estimates never = {1, 1, -1, 1e9, 1e9, 1e9};
    cr_expect(isnan(phw_secret_bits(&never)));
}

Test(fading_theory, coherence_times_are_the_known_ones)
{
    const phw_spectrum_choice jakes = {0};
    cr_expect_float_eq(phw_coherence_time(&jakes, 0.5), 0.24210, 6e-6);
    cr_expect_float_eq(phw_coherence_time(&jakes, M_SQRT1_2), 0.17927, 6e-6);
    cr_expect_float_eq(phw_coherence_time(&jakes, 0.9), 0.10196, 6e-6);
    cr_expect_float_eq(phw_coherence_time(&jakes, 0.99), 0.03187, 6e-6);
    cr_expect_float_eq(phw_coherence_time(&jakes, 1), 0, 1e-12);
    phw_spectrum_choice line = {0};
    cr_assert_eq(phw_spectrum_choose(&line, "line"), PHW_OK);
    cr_expect_eq(phw_coherence_time(&line, 0.9), HUGE_VAL);
}

/* In units of 1/DS, first fall to 0.9, 0.7 and 0.5. */
Test(fading_theory, coherence_bandwidths_of_the_tables_are_the_known_ones)
{
    static const struct {
        const char *name;
        double fall[3];
    } known[] = {
        {"tdl-a", {0.0785, 0.288, 1.51}},
        {"tdl-b", {0.0765, 0.186, 0.346}},
        {"tdl-c", {0.104, 0.336, 0.546}},
    };

    static const double level[3] = {0.9, 0.7, 0.5};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; ++i) {
        phw_taps t = {0};
        cr_assert_eq(phw_profile_taps(&t, phw_profile_find(known[i].name), 1e-7, 0),
                     PHW_OK);
        for (int k = 0; k < 3; ++k) {
            const double want = known[i].fall[k];
            cr_expect_float_eq(phw_coherence_bandwidth(&t, level[k]) * 1e-7, want,
                               0.006 * want, "%s %g: %g", known[i].name, level[k],
                               phw_coherence_bandwidth(&t, level[k]) * 1e-7);
        }
    }
}

/* Two equal taps 1 us apart: |cos(pi df tau)|. */
Test(fading_theory, two_taps_beat_at_half_their_delays_inverse)
{
    const phw_taps t = {.n = 2, .delay_s = {2e-6, 3e-6}, .power = {3, 3}};
    double re = 0;
    double im = 0;
    phw_frequency_correlation(&re, &im, &t, 0.25e6);
    cr_expect_float_eq(hypot(re, im), M_SQRT1_2, 1e-12);
    phw_frequency_correlation(&re, &im, &t, 0);
    cr_expect(re == 1 && im == 0);
    cr_expect_float_eq(phw_coherence_bandwidth(&t, 0.5), 1e6 / 3, 1e-3);
    const phw_taps one = {.n = 1, .delay_s = {1e-6}, .power = {1}};
    cr_expect_eq(phw_coherence_bandwidth(&one, 0.5), HUGE_VAL);
}
