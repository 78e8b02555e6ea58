#include "auth/fingerprint_image.h"

#include <complex.h>
#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"
#include "phy/ofdm.h"

#define N_LONG PHW_OFDM_N_USED
#define N_ROWS PHW_FINGERPRINT_N_ROWS
#define TRIALS 1000

static phw_rng stream(uint32_t sub, uint32_t trial)
{
    return (phw_rng){1, PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), trial};
}

static phw_fingerprint_fit *create(void)
{
    phw_fingerprint_fit *f = NULL;
    cr_assert_eq(phw_fingerprint_fit_create(&f), PHW_OK);
    return f;
}

/* A channel of paths at delays anywhere in the span that counts as smooth. */
typedef struct channel {
    double delay[6];
    phw_cf gain[6];
    size_t n;
} channel;

static channel flat(void)
{
    return (channel){.gain = {1}, .n = 1};
}

static channel draw(uint32_t trial)
{
    channel c = {.n = 6};
    const phw_rng delays = stream(0x901, trial);
    const phw_rng gains = stream(0x902, trial);
    float u[6];
    phw_rng_uniform(u, &delays, 0, 6);
    phw_rng_normal_complex(c.gain, &gains, 1.0 / 6, 0, 6);
    for (size_t i = 0; i < 6; ++i)
        c.delay[i] =
            -PHW_FINGERPRINT_DELAY_BEFORE +
            (double)u[i] * (PHW_FINGERPRINT_DELAY_BEFORE + PHW_FINGERPRINT_DELAY_AFTER);
    return c;
}

static double complex response(const channel *c, int carrier)
{
    double complex sum = 0;
    for (size_t i = 0; i < c->n; ++i)
        sum += (double complex)c->gain[i] *
               cexp(CMPLX(0, -2 * M_PI * carrier * c->delay[i] / 64));
    return sum;
}

/* What the carriers show of (x + rho conj(x)), short training (1 + gamma) times as
 * strong, with noise of that variance on a carrier of long training. */
static void make_rows(phw_cf row[N_ROWS], const channel *c, double complex rho,
                      double complex gamma, double variance, uint32_t trial)
{
    const phw_rng rng = stream(0x903, trial);
    phw_cf noise[N_ROWS];
    phw_rng_normal_complex(noise, &rng, variance, 0, N_ROWS);
    for (size_t i = 0; i < N_LONG; ++i) {
        const double sign = phw_ofdm_long[i] * phw_ofdm_long[N_LONG - 1 - i];
        row[i] =
            (phw_cf)(response(c, phw_ofdm_carrier[i]) * (1 + rho * sign)) + noise[i];
    }
    for (size_t i = 0; i < PHW_FINGERPRINT_N_SHORT; ++i) {
        const double complex x = (double complex)phw_fingerprint_short_value(i);
        const double complex mirror = (double complex)phw_fingerprint_short_value(
            PHW_FINGERPRINT_N_SHORT - 1 - i);
        row[N_LONG + i] = (phw_cf)(response(c, phw_fingerprint_short_carrier(i)) *
                                   (1 + rho * conj(mirror) / x) * (1 + gamma)) +
                          noise[N_LONG + i] * (float)sqrt(12.0 / 52);
    }
}

Test(fingerprint_image, short_training_is_that_of_the_standard)
{
    /* Equation 17-6, from carrier -24 to 24. */
    static const int sign[] = {1, -1, 1, -1, -1, 1, -1, -1, 1, 1, 1, 1};
    double power = 0;
    for (size_t i = 0; i < PHW_FINGERPRINT_N_SHORT; ++i) {
        const int carrier = (int)(4 * i) - 24 + (i >= 6 ? 4 : 0);
        const phw_cf x = phw_fingerprint_short_value(i);
        cr_expect_eq(phw_fingerprint_short_carrier(i), carrier);
        cr_expect_float_eq(crealf(x), (float)sign[i] * 1.4719601F, 1e-6F);
        cr_expect_eq(crealf(x), cimagf(x));
        power += phw_cf_power(x);
    }
    cr_expect_float_eq(power, PHW_OFDM_N_USED, 1e-5);
}

/* Without noise what is left is what 20 dimensions leave of the channel: delays are
 * eigenvectors down to -60 dB, and single precision. An image of 0.1 is gain 1.7 dB. */
Test(fingerprint_image, an_image_comes_back_from_any_smooth_channel)
{
    static const double size[] = {0, 1e-3, 0.01, 0.1};
    phw_fingerprint_fit *f = create();
    double worst[4] = {0};
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        for (size_t k = 0; k < 4; ++k) {
            const channel c = trial == 0 ? flat() : draw(trial);
            const double complex rho = size[k] * cexp(CMPLX(0, trial));
            phw_cf row[N_ROWS];
            phw_fingerprint_image image;
            make_rows(row, &c, rho, 0, 0, trial);
            phw_fingerprint_fit_run(f, &image, row);
            worst[k] = fmax(worst[k], cabs(CMPLX(image.re, image.im) - rho));
        }
    }
    cr_expect_lt(worst[0], 2e-3, "%g", worst[0]);
    cr_expect_lt(worst[1], 2e-3, "%g", worst[1]);
    cr_expect_lt(worst[2], 2e-3, "%g", worst[2]);
    cr_expect_lt(worst[3], 4e-3, "%g", worst[3]);
    phw_fingerprint_fit_destroy(f);
}

/* Normalised by its own standard deviation the error has mean 0 and variance 1 in both
 * parts: 2 TRIALS normals, so within 5 / sqrt(TRIALS) (each part's mean) and
 * 5 sqrt(2 / (2 TRIALS)) (the variance) of them. The same of what the fit leaves: 84 of
 * its real dimensions, of variance/2 each. */
static void expect_honest(bool smooth, double complex gamma, double variance)
{
    phw_fingerprint_fit *f = create();
    double complex mean = 0;
    double square = 0;
    double left = 0;
    for (uint32_t trial = 0; trial < TRIALS; ++trial) {
        const channel c = smooth ? draw(trial) : flat();
        const double complex rho = 0.03 * cexp(CMPLX(0, trial));
        phw_cf row[N_ROWS];
        phw_fingerprint_image image;
        make_rows(row, &c, rho, gamma, variance, trial);
        phw_fingerprint_fit_run(f, &image, row);
        const double complex error =
            (CMPLX(image.re, image.im) - rho) / sqrt(variance / 2 / image.open);
        mean += error / TRIALS;
        square +=
            (creal(error) * creal(error) + cimag(error) * cimag(error)) / (2 * TRIALS);
        left += image.left / (variance / 2 * 84) / TRIALS;
    }
    cr_expect_float_eq(creal(mean), 0, 5 / sqrt(TRIALS));
    cr_expect_float_eq(cimag(mean), 0, 5 / sqrt(TRIALS));
    cr_expect_float_eq(square, 1, 5 / sqrt(TRIALS), "%g", square);
    cr_expect_float_eq(left, 1, 5 * sqrt(2.0 / 84 / TRIALS), "%g", left);
    phw_fingerprint_fit_destroy(f);
}

Test(fingerprint_image, its_standard_deviation_is_the_formulas_in_a_flat_channel)
{
    expect_honest(false, 0, 1e-3);
    expect_honest(false, CMPLX(0.1, -0.2), 1e-2);
}

Test(fingerprint_image, its_standard_deviation_is_the_formulas_in_multipath)
{
    expect_honest(true, 0, 1e-4);
    expect_honest(true, CMPLX(0.1, -0.2), 1e-4);
}

/* 104 is all the energy of 52 rows of power 1 and of short training; the channel can
 * make up a part of the image. */
Test(fingerprint_image, a_flat_channel_leaves_two_thirds_of_the_image_open)
{
    phw_fingerprint_fit *f = create();
    const channel c = flat();
    phw_cf row[N_ROWS];
    phw_fingerprint_image image;
    make_rows(row, &c, 0, 0, 0, 0);
    phw_fingerprint_fit_run(f, &image, row);
    cr_expect_lt(image.open, 104);
    cr_expect_gt(image.open, 52, "%g", image.open);
    cr_expect_eq(phw_fingerprint_fit_rank(f), 22);
    phw_fingerprint_fit_destroy(f);
}
