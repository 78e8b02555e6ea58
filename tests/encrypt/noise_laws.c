#include "encrypt/noise_laws.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"
#include "encrypt/noise_law_binary.h"
#include "encrypt/noise_law_shaped.h"
#include "phy/line_code_manchester.h"

Test(noise_laws, are_found_by_name)
{
    size_t n = 0;
    const phw_noise_law *const *laws = phw_noise_law_list(&n);
    cr_assert_geq(n, 5);
    for (size_t i = 0; i < n; ++i) {
        const phw_noise_law *law = NULL;
        cr_assert_eq(phw_noise_law_find(&law, laws[i]->name), PHW_OK);
        cr_expect_eq(law, laws[i]);
        cr_expect_eq(law->taps != NULL, law->n_taps != NULL);
        cr_expect(law->taps == NULL || law->unit == PHW_NOISE_SAMPLE);
    }
    const phw_noise_law *law = NULL;
    cr_expect_eq(phw_noise_law_find(&law, "pink"), PHW_EARG);
    cr_expect(strstr(phw_error_message(), "shaped") != NULL);
}

/* Every law's density over the plane sums to the Gaussian's constant, pi (and what
 * depends on the variance alone is the same for all shifts): the mean of e^f under the
 * draws a j is a density too. Numerically: the ratio of densities at two points is that
 * of a histogram of a j + z. Here the moments: E|a j + z|^2 = |a|^2 + v by summing
 * |x|^2 e^f over the plane. */
Test(noise_laws, densities_have_the_power_of_their_draws)
{
    size_t n = 0;
    const phw_noise_law *const *laws = phw_noise_law_list(&n);
    const phw_cf a = CMPLXF(0.9F, 0.5F);
    const double variance = 0.3;
    const double step = 0.04;
    for (size_t l = 0; l < n; ++l) {
        double sum = 0;
        double power = 0;
        for (int i = -250; i <= 250; ++i) {
            for (int k = -250; k <= 250; ++k) {
                const phw_cf x = CMPLXF((float)(i * step), (float)(k * step));
                const double p = exp(laws[l]->log_density(x, a, variance));
                sum += p;
                power += p * phw_cf_power(x);
            }
        }
        cr_expect_float_eq(power / sum, phw_cf_power(a) + variance, 1e-4, "%s: %g",
                           laws[l]->name, power / sum);
    }
}

Test(noise_laws, binary_draws_are_signs_and_both_as_often)
{
    enum {
        N = 40000
    };

    static uint32_t word[PHW_NOISE_WORDS * N];
    static phw_cf x[N];
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1)};
    phw_rng_words(word, &rng, 0, (size_t)PHW_NOISE_WORDS * N);
    phw_noise_law_binary.draw(x, word, N);
    double mean = 0;
    for (size_t i = 0; i < N; ++i) {
        cr_assert_eq(fabsf(crealf(x[i])), 1);
        cr_assert_eq(cimagf(x[i]), 0);
        mean += (double)crealf(x[i]) / N;
    }
    cr_expect_lt(fabs(mean), 5 / sqrt(N));
}

/* Far from a the mixture is one Gaussian: no overflow, no lost digit. */
Test(noise_laws, binary_density_holds_far_out)
{
    const double at = phw_noise_law_binary.log_density(1001, 1000, 1e-3);
    cr_expect_float_eq(at, -1 / 1e-3 - M_LN2, 1e-3);
}

/* Power of the taps at f, cycles a sample. */
static double response(const float *tap, size_t n, double f)
{
    double complex sum = 0;
    for (size_t i = 0; i < n; ++i)
        sum += (double)tap[i] *
               CMPLX(cos(2 * M_PI * f * (double)i), -sin(2 * M_PI * f * (double)i));
    return creal(sum) * creal(sum) + cimag(sum) * cimag(sum);
}

/* With 20 samples a half bit the sampled pulse's spectrum is the continuous one to 1 %
 * up to 3 / Tb. The peak at 0.74 / Tb is where |S| and |S|^2 differ least from a shape
 * alone, so ratios to it are compared: |S| has 0.49 of its peak at 2.9 / Tb, |S|^2
 * 0.25. A filter of 64 bits leaves 2 % of the peak of ripple. */
Test(noise_laws, shaped_has_the_amplitude_spectrum_as_its_power_spectrum)
{
    enum {
        LENGTH = 20
    };

    const phw_params params = {.value = {0, 64}};
    const size_t n = phw_noise_law_shaped.n_taps(LENGTH, &params);
    float *tap = NULL;
    cr_assert_eq(phw_array_alloc(&tap, n, sizeof *tap), PHW_OK);
    cr_assert_eq(phw_noise_law_shaped.taps(tap, n, LENGTH, &params), PHW_OK);
    const double peak = response(tap, n, 0.74 / (2 * LENGTH));
    const double want_peak = sqrt(phw_line_code_manchester.spectrum(0.74));
    for (double f_tb = 0.1; f_tb < 3; f_tb += 0.1) {
        const double got = response(tap, n, f_tb / (2 * LENGTH)) / peak;
        const double want = sqrt(phw_line_code_manchester.spectrum(f_tb)) / want_peak;
        cr_expect_float_eq(got, want, 0.02, "at %g / Tb: %g, not %g", f_tb, got, want);
    }
    free(tap);
}

/* Averaged over rates from 0.8 to 1.2, the spectrum's zero at 2 / Tb fills up. */
Test(noise_laws, smearing_fills_the_zeros)
{
    enum {
        LENGTH = 20
    };

    double filled[2];
    for (int smeared = 0; smeared < 2; ++smeared) {
        const phw_params params = {.value = {smeared ? 0.2 : 0, 64}};
        const size_t n = phw_noise_law_shaped.n_taps(LENGTH, &params);
        float *tap = NULL;
        cr_assert_eq(phw_array_alloc(&tap, n, sizeof *tap), PHW_OK);
        cr_assert_eq(phw_noise_law_shaped.taps(tap, n, LENGTH, &params), PHW_OK);
        filled[smeared] = response(tap, n, 2.0 / (2 * LENGTH)) /
                          response(tap, n, 0.74 / (2 * LENGTH));
        free(tap);
    }
    cr_expect_lt(filled[0], 0.01);
    cr_expect_gt(filled[1], 0.03);
}
