#include "encrypt/noise_gaussian.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

/* Words of a simulation stream: what is tested is the transform. |x|^2 is exponential,
 * variance 1; x^2 has parts of variance 1; 5 sigma of N draws. */
Test(noise_gaussian, draws_circular_normals_of_power_1)
{
    enum {
        N = 100000
    };

    static uint32_t word[2 * N];
    static phw_cf x[N];
    const phw_rng rng = {.seed = 1, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, 1)};
    phw_rng_words(word, &rng, 0, (size_t)2 * N);
    phw_noise_gaussian_draw(x, word, N);
    double power = 0;
    double complex pseudo = 0;
    double complex mean = 0;
    for (size_t i = 0; i < N; ++i) {
        const double complex v = (double complex)x[i];
        power += phw_cf_power(x[i]) / N;
        pseudo += v * v / N;
        mean += v / N;
    }
    cr_expect_float_eq(power, 1, 5 / sqrt(N));
    cr_expect_lt(cabs(pseudo), 5 * sqrt(2.0 / N));
    cr_expect_lt(cabs(mean), 5 / sqrt(N));
}

/* e^f / pi integrates to 1 over the plane. */
Test(noise_gaussian, has_a_density)
{
    const phw_cf a = CMPLXF(0.6F, -0.8F);
    const double step = 0.05;
    double sum = 0;
    for (int i = -200; i <= 200; ++i) {
        for (int k = -200; k <= 200; ++k) {
            const phw_cf x = CMPLXF((float)(i * step), (float)(k * step));
            sum += exp(phw_noise_gaussian_log_density(x, a, 0.5)) / M_PI * step * step;
        }
    }
    cr_expect_float_eq(sum, 1, 1e-5);
}
