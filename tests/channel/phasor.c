#include "channel/phasor.h"

#include <math.h>
#include <string.h>

#include <criterion/criterion.h>

#include "core/rng.h"

#include "tests/channel/statistics.h"

#define N 1000

static void draw(double *turn, double scale)
{
    const phw_rng rng = {.seed = 40};
    float u[N];
    phw_rng_uniform(u, &rng, 0, N);
    for (size_t i = 0; i < N; ++i)
        turn[i] = scale * ((double)u[i] - 0.5);
}

/* libm's phasor of the phase less its whole turns, which is exact. */
static double complex exact(double turn)
{
    return phasor(turn - nearbyint(turn));
}

Test(phasor, phasors_are_cosine_and_sine_within_a_millionth)
{
    static double turn[N];
    static float re[N];
    static float im[N];
    const double scale[] = {0.5, 1, 10, 1e6, 0x1p40};
    for (size_t s = 0; s < sizeof scale / sizeof scale[0]; ++s) {
        draw(turn, scale[s]);
        phw_phasors(re, im, turn, N);
        for (size_t i = 0; i < N; ++i) {
            const double complex z = CMPLX((double)re[i], (double)im[i]);
            cr_expect_lt(cabs(z - exact(turn[i])), 1e-6, "%.17g turns", turn[i]);
        }
    }
}

Test(phasor, quarters_of_a_turn_are_where_they_belong)
{
    const double turn[] = {0, 0.25, 0.5, 0.75, 1, -0.25, -0.5, 1e9 + 0.25};
    const double c[] = {1, 0, -1, 0, 1, 0, -1, 0};
    const double s[] = {0, 1, 0, -1, 0, -1, 0, 1};
    float re[8];
    float im[8];
    phw_phasors(re, im, turn, 8);
    for (size_t i = 0; i < 8; ++i) {
        cr_expect_float_eq((double)re[i], c[i], 1e-6, "%g", turn[i]);
        cr_expect_float_eq((double)im[i], s[i], 1e-6, "%g", turn[i]);
    }
}

Test(phasor, a_sum_is_that_of_libm_for_any_number_of_sinusoids)
{
    static double frequency[N];
    static double phase[N];
    draw(frequency, 2);
    draw(phase, 1);
    const size_t size[] = {0, 1, 7, 8, 9, 16, 23, 255, 256, 257, 263, 520, N};
    for (size_t k = 0; k < sizeof size / sizeof size[0]; ++k) {
        for (double x = -1e5; x <= 1e5; x += 31234.567) {
            double complex sum = 0;
            for (size_t i = 0; i < size[k]; ++i)
                sum += exact(frequency[i] * x + phase[i]);
            const phw_cf h = phw_phasor_sum(frequency, phase, size[k], x);
            /* Errors of a millionth each, and of the sum's rounding. */
            const double bound = 1e-6 * (double)size[k];
            cr_expect_leq(cabs((double complex)h - sum), bound, "%zu at %g: %g",
                          size[k], x, cabs((double complex)h - sum));
        }
    }
}

Test(phasor, rotation_stays_with_the_phase_for_a_whole_run)
{
    static _Alignas(32) float re[PHW_PHASOR_RUN_MAX];
    static _Alignas(32) float im[PHW_PHASOR_RUN_MAX];
    const double begin = 0.3;
    const double step[] = {0, 1e-9, 0.001, 0.02, 0.2501, -0.37, 0.5, 1234.567};
    for (size_t s = 0; s < sizeof step / sizeof step[0]; ++s) {
        memset(re, 0, sizeof re);
        memset(im, 0, sizeof im);
        phw_phasor_run(re, im, &begin, &step[s], 1, PHW_PHASOR_RUN_MAX);
        double most = 0;
        for (size_t k = 0; k < PHW_PHASOR_RUN_MAX; ++k) {
            const double complex z = CMPLX((double)re[k], (double)im[k]);
            most = fmax(most, cabs(z - exact(begin + step[s] * (double)k)));
        }
        cr_expect_lt(most, 1e-5, "step %g: %g", step[s], most);
    }
}

Test(phasor, runs_add_and_begin_alike_whatever_their_length)
{
    static _Alignas(32) float long_re[PHW_PHASOR_RUN_MAX];
    static _Alignas(32) float long_im[PHW_PHASOR_RUN_MAX];
    static _Alignas(32) float re[PHW_PHASOR_LANES];
    static _Alignas(32) float im[PHW_PHASOR_LANES];
    const double turn[] = {0.1, 0.7, 0.4};
    const double step[] = {0.013, -0.4, 0.2};
    phw_phasor_run(long_re, long_im, turn, step, 3, PHW_PHASOR_RUN_MAX);
    phw_phasor_run(re, im, turn, step, 3, PHW_PHASOR_LANES);
    cr_expect_eq(memcmp(re, long_re, sizeof re), 0);
    cr_expect_eq(memcmp(im, long_im, sizeof im), 0);
    for (size_t k = 0; k < PHW_PHASOR_LANES; ++k) {
        double complex sum = 0;
        for (int i = 0; i < 3; ++i)
            sum += exact(turn[i] + step[i] * (double)k);
        cr_expect_lt(cabs(CMPLX((double)re[k], (double)im[k]) - sum), 5e-6, "%zu", k);
    }
    phw_phasor_run(re, im, turn, step, 3, PHW_PHASOR_LANES);
    for (size_t k = 0; k < PHW_PHASOR_LANES; ++k)
        cr_expect_float_eq((double)re[k], 2 * (double)long_re[k], 1e-5);
}
