/* What holds for every entry: blocks, bins and power. */
#include "phy/soundings.h"

#include <complex.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>

#include "phy/sounding_waveform.h"

static const char *const forms[] = {
    "wifi-ltf",
    "ofdm-comb",
    "ofdm-comb:n_fft=128:carriers=72:spacing=6:offset=3:sequence=77",
    "zadoff-chu",
    "zadoff-chu:length=64:root=5:repeats=3",
    "m-sequence",
    "m-sequence:order=5:repeats=4:prefix=0.5",
    "gold",
    "gold:order=6:index=64",
    "gold:order=5:index=1",
    "chirp",
    "chirp:length=100:share=1:direction=down",
    "lora",
    "lora:sf=5:preamble=4:sync=18",
    "tone",
    "tone:length=32:bin=-16",
    "golay",
    "golay:order=4:repeats=1",
};

#define N_FORMS (sizeof forms / sizeof forms[0])

/* Every block of the burst is its core, and `guard` samples before it continue it, for
 * every oversampling. */
Test(soundings, blocks_are_whole_cores_behind_their_guard)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        for (size_t q = 1; q <= 3; ++q) {
            phw_sounding_waveform w = {0};
            cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], q), PHW_OK, "%s: %s",
                         forms[i], phw_error_message());
            cr_assert_geq(w.n_blocks, 2);
            for (size_t b = 0; b < w.n_blocks; ++b) {
                const phw_cf *core = w.core + w.block[b].core * w.n_core;
                cr_assert_geq(w.block[b].at, w.guard, "%s", forms[i]);
                cr_assert_leq(w.block[b].at + w.n_core, w.n_samples, "%s", forms[i]);
                for (size_t n = 0; n < w.guard + w.n_core; ++n) {
                    const phw_cf sent = w.sample[w.block[b].at - w.guard + n];
                    const size_t at = (n + w.n_core - w.guard) % w.n_core;
                    cr_assert_float_eq(cabsf(sent - core[at]), 0, 1e-6,
                                       "%s b %zu n %zu", forms[i], b, n);
                }
            }
            phw_sounding_waveform_free(&w);
        }
    }
}

Test(soundings, blocks_have_mean_power_1_at_any_rate)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        for (size_t q = 1; q <= 4; ++q) {
            phw_sounding_waveform w = {0};
            cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], q), PHW_OK);
            for (size_t c = 0; c < w.n_cores; ++c) {
                double power = 0;
                for (size_t n = 0; n < w.n_core; ++n)
                    power += phw_cf_power(w.core[c * w.n_core + n]);
                cr_expect_float_eq(power / (double)w.n_core, 1, 1e-5, "%s q %zu: %g",
                                   forms[i], q, power / (double)w.n_core);
            }
            phw_sounding_waveform_free(&w);
        }
    }
}

static double energy_of_bin_zero(const phw_sounding_waveform *w)
{
    double energy = 0;
    for (size_t c = 0; c < w->n_cores; ++c) {
        phw_cf sum = 0;
        for (size_t n = 0; n < w->n_core; ++n)
            sum += w->core[c * w->n_core + n];
        energy += phw_cf_power(sum);
    }
    return energy;
}

/* At one sample a chip the energy that the bins have is all but what those left out
 * hold: bin 0's, and at most 1 % of the mean each of others. */
Test(soundings, bins_hold_the_energy_and_rise)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, forms[i], 1), PHW_OK);
        double energy = 0;
        bool zero = false;
        for (size_t k = 0; k < w.n_used; ++k)
            zero = zero || w.bin[k] == 0;
        if (!zero)
            energy += energy_of_bin_zero(&w);
        for (size_t k = 0; k < w.n_used * w.n_cores; ++k)
            energy += phw_cf_power(w.known[k]);
        const double all = (double)(w.n_core * w.n_core * w.n_cores);
        const double lost = 0.01 * (double)(w.n_core - w.n_used) / (double)w.n_core;
        cr_expect_float_eq(energy / all, 1, lost + 1e-5, "%s: %g", forms[i],
                           energy / all);
        for (size_t k = 1; k < w.n_used; ++k)
            cr_expect_gt(w.frequency[k], w.frequency[k - 1]);
        cr_expect_geq(w.frequency[0], -0.5);
        cr_expect_lt(w.frequency[w.n_used - 1], 0.5);
        phw_sounding_waveform_free(&w);
    }
}

/* Oversampled three times, samples 0, 3, 6 ... are those at one a chip. */
Test(soundings, more_samples_go_through_the_same_ones)
{
    for (size_t i = 0; i < N_FORMS; ++i) {
        phw_sounding_waveform one = {0};
        phw_sounding_waveform three = {0};
        cr_assert_eq(phw_sounding_waveform_make(&one, forms[i], 1), PHW_OK);
        cr_assert_eq(phw_sounding_waveform_make(&three, forms[i], 3), PHW_OK);
        cr_assert_eq(three.n_samples, 3 * one.n_samples);
        for (size_t n = 0; n < one.n_samples; ++n)
            cr_assert_float_eq(cabsf(one.sample[n] - three.sample[3 * n]), 0, 1e-5,
                               "%s n %zu", forms[i], n);
        phw_sounding_waveform_free(&one);
        phw_sounding_waveform_free(&three);
    }
}

Test(soundings, zadoff_chu_and_golay_are_flat)
{
    static const char *const flat[] = {"zadoff-chu", "zadoff-chu:length=64:root=5",
                                       "golay", "golay:order=10", "m-sequence"};
    for (size_t i = 0; i < sizeof flat / sizeof flat[0]; ++i) {
        phw_sounding_waveform w = {0};
        cr_assert_eq(phw_sounding_waveform_make(&w, flat[i], 1), PHW_OK);
        const double first = phw_cf_power(w.known[0]) +
                             (w.n_cores > 1 ? phw_cf_power(w.known[w.n_used]) : 0);
        for (size_t k = 0; k < w.n_used; ++k) {
            double power = 0;
            for (size_t c = 0; c < w.n_cores; ++c)
                power += phw_cf_power(w.known[c * w.n_used + k]);
            cr_expect_float_eq(power / first, 1, 1e-4, "%s bin %d: %g", flat[i],
                               w.bin[k], power / first);
        }
        phw_sounding_waveform_free(&w);
    }
}

/* Cross correlations of a family take the values -1, -t, t - 2 with t = 2^((m + 1) / 2)
 * + 1 for odd m, 2^((m + 2) / 2) + 1 for even m (Gold 1967). */
Test(soundings, gold_families_have_three_valued_cross_correlations)
{
    static const unsigned order[] = {5, 6, 7, 9, 10, 11};
    for (size_t i = 0; i < sizeof order / sizeof order[0]; ++i) {
        const long t = (1L << ((order[i] + 2) / 2)) + 1;
        phw_sounding_waveform w[2] = {{0}, {0}};
        for (int s = 0; s < 2; ++s) {
            char text[64];
            (void)snprintf(text, sizeof text, "gold:order=%u:index=%d", order[i],
                           s == 0 ? 0 : 7);
            cr_assert_eq(phw_sounding_waveform_make(&w[s], text, 1), PHW_OK);
        }
        const size_t n = w[0].n_core;
        for (size_t shift = 0; shift < n; shift += n / 31 + 1) {
            double sum = 0;
            for (size_t k = 0; k < n; ++k)
                sum += (double)crealf(w[0].core[k] * w[1].core[(k + shift) % n]);
            const long c = lround(sum);
            cr_expect(c == -1 || c == -t || c == t - 2, "order %u shift %zu: %ld",
                      order[i], shift, c);
        }
        phw_sounding_waveform_free(&w[0]);
        phw_sounding_waveform_free(&w[1]);
    }
}

Test(soundings, the_long_training_symbols_are_those_of_a_frame)
{
    phw_sounding_waveform w = {0};
    cr_assert_eq(phw_sounding_waveform_make(&w, "wifi-ltf", 1), PHW_OK);
    cr_expect_eq(w.n_samples, 160);
    cr_expect_eq(w.block[0].at, 32);
    cr_expect_eq(w.block[1].at, 96);
    cr_expect_eq(w.n_used, 52);
    phw_sounding_waveform_free(&w);
}

Test(soundings, what_does_not_go_together_is_refused)
{
    static const char *const bad[] = {
        "none",
        "zadoff-chu:length=140:root=7",
        "zadoff-chu:length=139:root=139",
        "zadoff-chu:lenght=139",
        "gold:order=8",
        "gold:order=5:index=33",
        "ofdm-comb:carriers=64",
        "ofdm-comb:spacing=2:offset=2",
        "chirp:length=16:share=0.05",
        "tone:bin=0",
        "tone:length=16:bin=8",
        "lora:sf=13",
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; ++i) {
        phw_sounding_waveform w = {0};
        cr_expect_eq(phw_sounding_waveform_make(&w, bad[i], 1), PHW_EARG, "%s", bad[i]);
        cr_expect_gt(strlen(phw_error_message()), 20);
        cr_expect_null(w.sample);
    }
    phw_sounding_waveform w = {0};
    cr_expect_eq(phw_sounding_waveform_make(&w, "tone", 0), PHW_EARG);
    cr_expect_eq(phw_sounding_waveform_make(&w, "tone", 257), PHW_EARG);
    cr_expect_eq(phw_sounding_waveform_make(&w, "zadoff-chu:length=8192", 9), PHW_EARG);
}
