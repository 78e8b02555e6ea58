#include "auth/widely_linear.h"

#include <math.h>

#include <criterion/criterion.h>

#include "core/rng.h"

enum {
    N = 1280
};

static const double pi = 3.14159265358979323846;

static phw_rng stream(uint32_t sub, uint32_t trial)
{
    return (phw_rng){
        .seed = 22, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), .trial = trial};
}

/* Proper, of unit power, and not of constant modulus. */
static void draw_symbols(phw_cf *x, size_t n, uint32_t trial)
{
    const phw_rng rng = stream(50, trial);
    phw_rng_normal_complex(x, &rng, 1, 0, n);
}

/* The model of the header, tap by tap. */
static void transmit(phw_cf *y, const phw_cf *x, size_t n, const double complex *h,
                     size_t n_taps, const double complex term[3])
{
    for (size_t i = 0; i < n; ++i) {
        double complex sum = 0;
        for (size_t k = 0; k < n_taps && k <= i; ++k) {
            const double complex s = (double complex)x[i - k];
            sum += h[k] *
                   (s + term[0] * conj(s) + term[1] * s * cabs(s) * cabs(s) + term[2]);
        }
        y[i] = (phw_cf)sum;
    }
}

/* Image rejection of reference mixers, dB. */
Test(widely_linear, image_rejection_is_the_known_one)
{
    static const struct {
        double gain_db, phase_deg, want;
    } row[] = {
        {0.1, 0.5, 42.8254}, {0.2, 1, 36.8049}, {0.5, 2, 29.4591}, {1, 5, 22.8294}};

    for (size_t i = 0; i < sizeof row / sizeof row[0]; ++i) {
        const double phase = row[i].phase_deg * pi / 180;
        double re = 0;
        double im = 0;
        double gain = 0;
        double back = 0;
        cr_expect_float_eq(phw_imbalance_rejection_db(row[i].gain_db, phase),
                           row[i].want, 5.1e-5);
        phw_imbalance_image(&re, &im, row[i].gain_db, phase);
        cr_expect_float_eq(-10 * log10(re * re + im * im), row[i].want, 5.1e-5);
        phw_imbalance_of_image(&gain, &back, re, im);
        cr_expect_float_eq(gain, row[i].gain_db, 1e-12);
        cr_expect_float_eq(back, phase, 1e-13);
    }
}

Test(widely_linear, a_clean_frame_gives_every_term_back_through_any_channel)
{
    static phw_cf x[N];
    static phw_cf y[N];
    const double complex h[] = {CMPLX(0.8, -0.3), CMPLX(0.2, 0.5), CMPLX(-0.1, 0.2),
                                CMPLX(0.05, 0)};
    const double complex term[] = {CMPLX(0.03, -0.02), CMPLX(-0.02, 0.01),
                                   CMPLX(0.01, 0.02)};
    draw_symbols(x, N, 0);
    for (size_t n_taps = 1; n_taps <= 4; ++n_taps) {
        const phw_widely_linear_config config = {n_taps, true, true, true};
        phw_widely_linear f = {0};
        transmit(y, x, N, h, n_taps, term);
        cr_assert_eq(phw_widely_linear_fit(&f, y, x, N, &config), PHW_OK);
        /* Single precision samples: 6e-8 each, averaged. */
        cr_expect_float_eq(f.image_re, creal(term[0]), 1e-7);
        cr_expect_float_eq(f.image_im, cimag(term[0]), 1e-7);
        cr_expect_float_eq(f.cubic_re, creal(term[1]), 1e-7);
        cr_expect_float_eq(f.cubic_im, cimag(term[1]), 1e-7);
        cr_expect_float_eq(f.constant_re, creal(term[2]), 1e-7);
        cr_expect_float_eq(f.constant_im, cimag(term[2]), 1e-7);
        cr_expect_float_eq(f.gain_re[0], creal(h[0]), 1e-7);
        cr_expect_float_eq(f.gain_im[n_taps - 1], cimag(h[n_taps - 1]), 1e-7);
        cr_expect_lt(f.noise_variance, 1e-13);
        cr_expect_gt(f.open, 0.2);
    }
}

/* Either part of the image has variance 1 / (2 N SNR), and of the cubic term 1 / (4 N
 * SNR): of x|x|^2, E|x|^6 = 6 for normal x, its likeness to x takes 4. Through a
 * channel the same holds for the power received. Over T frames the mean square of both
 * parts is that times a chi-square of 2 T freedoms over 2 T: within 5 sqrt(2 / (2 T)).
 * The other columns take 6 of N freedoms, and N samples of x scatter about their law (1
 * / sqrt N a frame): a part in 100 in all. The noise's own variance is a chi-square of
 * 2 N T. */
static void check_variance(size_t n_taps, uint32_t sub)
{
    enum {
        T = 400
    };

    static phw_cf x[N];
    static phw_cf y[N];
    static phw_cf noise[N];
    const double snr = 100;
    const double complex term[3] = {CMPLX(0.02, 0.01), CMPLX(-0.03, 0.02), 0};
    const phw_widely_linear_config config = {n_taps, .image = true, .cubic = true};
    double image = 0;
    double cubic = 0;
    double variance = 0;
    for (uint32_t t = 0; t < T; ++t) {
        const phw_rng rng = stream(sub, t);
        const phw_rng channel = stream(sub + 1, t);
        phw_widely_linear f = {0};
        phw_cf tap[4];
        double complex h[4];
        double power = 0;
        draw_symbols(x, N, t);
        phw_rng_normal_complex(tap, &channel, 1, 0, n_taps);
        for (size_t i = 0; i < n_taps; ++i)
            power += phw_cf_power(tap[i]);
        for (size_t i = 0; i < n_taps; ++i)
            h[i] = (double complex)tap[i] / sqrt(power);
        transmit(y, x, N, h, n_taps, term);
        phw_rng_normal_complex(noise, &rng, 1 / snr, 0, N);
        for (size_t i = 0; i < N; ++i)
            y[i] += noise[i];
        cr_assert_eq(phw_widely_linear_fit(&f, y, x, N, &config), PHW_OK);
        image += pow(f.image_re - 0.02, 2) + pow(f.image_im - 0.01, 2);
        cubic += pow(f.cubic_re + 0.03, 2) + pow(f.cubic_im - 0.02, 2);
        variance += f.noise_variance;
    }
    const double want = 1 / (2 * N * snr);
    const double share = 5 / sqrt(T) + 0.01;
    cr_expect_float_eq(image / (2 * T), want, want * share, "%zu taps", n_taps);
    cr_expect_float_eq(cubic / (2 * T), want / 2, want / 2 * share, "%zu taps", n_taps);
    cr_expect_float_eq(variance / T, 1 / snr, 5 / snr / sqrt((double)N * T));
}

Test(widely_linear, terms_have_the_variance_of_the_formula)
{
    check_variance(1, 51);
}

Test(widely_linear, terms_lose_nothing_to_the_channel)
{
    check_variance(4, 54);
}

Test(widely_linear, constant_modulus_is_refused_by_the_cubic_columns_name)
{
    static phw_cf x[N];
    const phw_rng rng = stream(52, 0);
    phw_widely_linear f = {.open = 7};
    for (size_t i = 0; i < N; ++i)
        x[i] = (phw_cf)cexp(CMPLX(0, pi / 2 * phw_rng_below(&rng, i, 4) + 0.3));
    phw_widely_linear_config config = {1, .image = true, .cubic = true};
    cr_expect_eq(phw_widely_linear_fit(&f, x, x, N, &config), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "x|x|^2") != NULL, "%s", phw_error_message());
    cr_expect(strstr(phw_error_message(), "constant") != NULL);
    cr_expect_eq(f.open, 7, "untouched");
    config.cubic = false;
    cr_expect_eq(phw_widely_linear_fit(&f, x, x, N, &config), PHW_OK);
}

Test(widely_linear, bpsk_is_refused_by_the_images_name)
{
    static phw_cf x[N];
    const phw_rng rng = stream(53, 0);
    phw_widely_linear f = {0};
    for (size_t i = 0; i < N; ++i)
        x[i] = (phw_cf)((2.0 * phw_rng_below(&rng, i, 2) - 1) * CMPLX(0.6, 0.8));
    const phw_widely_linear_config config = {1, .image = true, .constant = true};
    cr_expect_eq(phw_widely_linear_fit(&f, x, x, N, &config), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "conj(x)") != NULL, "%s",
              phw_error_message());
    cr_expect(strstr(phw_error_message(), "BPSK") != NULL);
}

Test(widely_linear, silence_and_short_and_broken_frames_are_refused)
{
    static phw_cf x[N];
    static phw_cf zero[N];
    phw_widely_linear f = {0};
    const phw_widely_linear_config config = {2, true, true, true};
    const phw_widely_linear_config none = {0, true, true, true};
    const phw_widely_linear_config many = {PHW_WIDELY_LINEAR_TAPS_MAX + 1, 0, 0, 0};
    draw_symbols(x, N, 0);
    cr_expect_eq(phw_widely_linear_fit(&f, zero, zero, N, &config), PHW_EINPUT);
    /* 5 columns, and a sample of memory. */
    cr_expect_eq(phw_widely_linear_fit(&f, x, x, 10, &config), PHW_ESHORT);
    cr_expect_eq(phw_widely_linear_fit(&f, x, x, 11, &config), PHW_OK);
    cr_expect_eq(phw_widely_linear_fit(&f, x, x, N, &none), PHW_EARG);
    cr_expect_eq(phw_widely_linear_fit(&f, x, x, N, &many), PHW_EARG);
    x[N - 1] = CMPLXF((float)NAN, 0);
    cr_expect_eq(phw_widely_linear_fit(&f, zero, x, N, &config), PHW_EINPUT);
    cr_expect(strstr(phw_error_message(), "1279") != NULL);
}
