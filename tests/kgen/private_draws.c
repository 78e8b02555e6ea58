#include "kgen/private_draws.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "core/signal.h"

#define N 200000

static phw_cf *draws(phw_draw_law law)
{
    const phw_rng rng = {3, PHW_RNG_PURPOSE(PHW_RNG_TEST, 0x7264), 0};
    uint32_t *word = malloc(2 * N * sizeof *word);
    phw_cf *out = malloc(N * sizeof *out);
    cr_assert(word != NULL && out != NULL);
    phw_rng_words(word, &rng, 0, 2 * N);
    phw_private_draws(out, word, N, law);
    free(word);
    return out;
}

/* |x|^2 is exponential: mean 1, standard deviation 1, fourth moment E|x|^4 = 2 with
 * variance E|x|^8 - 4 = 24 - 4. 5 standard errors each. */
Test(private_draws, are_complex_normal_of_power_one)
{
    phw_cf *x = draws(PHW_DRAW_GAUSSIAN);
    double power = 0;
    double fourth = 0;
    double re = 0;
    double im = 0;
    for (size_t i = 0; i < N; ++i) {
        const double p = phw_cf_power(x[i]);
        power += p / N;
        fourth += p * p / N;
        re += (double)crealf(x[i]) / N;
        im += (double)cimagf(x[i]) / N;
    }
    cr_expect_float_eq(power, 1, 5 / sqrt(N));
    cr_expect_float_eq(fourth, 2, 5 * sqrt(20.0 / N));
    cr_expect_float_eq(re, 0, 5 * sqrt(0.5 / N));
    cr_expect_float_eq(im, 0, 5 * sqrt(0.5 / N));
    free(x);
}

Test(private_draws, of_a_phase_alone_have_amplitude_one)
{
    phw_cf *x = draws(PHW_DRAW_PHASE);
    double re = 0;
    double square = 0; /* E x^2 = 0: any phase, not one of two */
    for (size_t i = 0; i < N; ++i) {
        cr_expect_float_eq(phw_cf_power(x[i]), 1, 1e-6);
        re += (double)crealf(x[i]) / N;
        square += (double)crealf(x[i] * x[i]) / N;
    }
    cr_expect_float_eq(re, 0, 5 * sqrt(0.5 / N));
    cr_expect_float_eq(square, 0, 5 * sqrt(0.5 / N));
    free(x);
}

Test(private_draws, stay_finite_at_the_ends_of_the_words)
{
    const uint32_t word[4] = {0, 0, UINT32_MAX, UINT32_MAX};
    phw_cf x[2];
    phw_private_draws(x, word, 2, PHW_DRAW_GAUSSIAN);
    cr_expect(isfinite(crealf(x[0])) && isfinite(crealf(x[1])));
    cr_expect_gt(phw_cf_power(x[0]), 20); /* -ln 2^-33 */
    cr_expect_lt(phw_cf_power(x[1]), 1e-6);
}
