#include "channel/calibration.h"

#include <math.h>

#include <criterion/criterion.h>

#include "channel/front_end.h"

#include "tests/channel/statistics.h"

enum {
    TONES = 52,
    FRAMES = 50,
    SIZE = TONES * FRAMES
};

static phw_cf ab[SIZE];
static phw_cf ba[SIZE];
static phw_cf truth[TONES];

static phw_rng address(uint32_t sub, uint32_t trial)
{
    return (phw_rng){
        .seed = 21, .purpose = PHW_RNG_PURPOSE(PHW_RNG_TEST, sub), .trial = trial};
}

/* m = (r_B t_A) / (r_A t_B) of two radios at a subcarrier of 312.5 kHz. */
static phw_cf mismatch(const phw_front_end *a, const phw_front_end *b, int k)
{
    const double f = (k - TONES / 2) * 312.5e3;
    return phw_front_end_gain(b, false, f) * phw_front_end_gain(a, true, f) /
           (phw_front_end_gain(a, false, f) * phw_front_end_gain(b, true, f));
}

static void draw_truth(void)
{
    const phw_front_end_config config = {
        .tx_filter = {.gain_db = 1.5, .phase_rad = 0.4, .ripple_db = -20},
        .rx_filter = {.gain_db = -1, .phase_rad = -1, .ripple_db = -20}};
    phw_front_end *radio[2] = {NULL, NULL};
    for (uint32_t i = 0; i < 2; ++i) {
        const phw_rng rng = address(i * PHW_FRONT_END_STREAMS, 0);
        cr_assert_eq(phw_front_end_create(&radio[i], &config, 20e6, &rng, &rng),
                     PHW_OK);
    }
    for (int k = 0; k < TONES; ++k)
        truth[k] = mismatch(radio[0], radio[1], k);
    phw_front_end_destroy(radio[0]);
    phw_front_end_destroy(radio[1]);
}

/* Frames of independent Rayleigh channels, noise of that variance, and a phase for each
 * pair when asked for. */
static void draw_frames(uint32_t trial, double noise, bool turned)
{
    const phw_rng channel = address(40, trial);
    const phw_rng first = address(41, trial);
    const phw_rng second = address(42, trial);
    phw_rng_normal_complex(ba, &channel, 1, 0, SIZE);
    for (size_t i = 0; i < SIZE; ++i) {
        const double turns = turned ? 0.37 * (double)(i / TONES * (i / TONES)) : 0;
        ab[i] = truth[i % TONES] * ba[i] * (phw_cf)phasor(turns);
    }
    for (size_t i = 0; i < SIZE; ++i) {
        phw_cf z[2];
        phw_rng_normal_complex(&z[0], &first, noise, i, 1);
        phw_rng_normal_complex(&z[1], &second, noise, i, 1);
        ab[i] += z[0];
        ba[i] += z[1];
    }
}

/* The phase between two estimates of m, which the first frame's turn makes arbitrary.
 */
static double complex common_turn(const phw_cf *m)
{
    double complex along = 0;
    for (size_t k = 0; k < TONES; ++k)
        along += (double complex)m[k] * conj((double complex)truth[k]);
    return along / cabs(along);
}

Test(calibration, is_exact_without_noise)
{
    phw_cf m[TONES];
    draw_truth();
    for (int turned = 0; turned < 2; ++turned) {
        draw_frames(0, 0, turned != 0);
        cr_assert_eq(phw_calibration_estimate(m, ab, ba, FRAMES, TONES, turned != 0),
                     PHW_OK, "%s", phw_error_message());
        for (size_t k = 0; k < TONES; ++k)
            cr_expect_lt(cabsf(m[k] - truth[k]), 1e-5F, "%zu", k);
    }
}

/* |error|^2 of each tone, each over its own channel power, is exponential about the
 * first-order form: the mean of TONES * TRIALS has variance 1 / (TONES * TRIALS);
 * second order at 20 dB and 50 frames adds about 1 / (100 * 50) and is within that. The
 * common phase takes half a degree of freedom of TONES. */
Test(calibration, leaves_the_error_of_its_closed_form)
{
    enum {
        TRIALS = 40
    };

    const double noise = 0.01;
    draw_truth();
    for (int turned = 0; turned < 2; ++turned) {
        double ratio = 0;
        for (uint32_t trial = 0; trial < TRIALS; ++trial) {
            phw_cf m[TONES];
            draw_frames(trial, noise, turned != 0);
            cr_assert_eq(
                phw_calibration_estimate(m, ab, ba, FRAMES, TONES, turned != 0),
                PHW_OK);
            const double complex turn = turned ? common_turn(m) : 1;
            for (size_t k = 0; k < TONES; ++k) {
                double power = 0;
                for (size_t f = 0; f < FRAMES; ++f)
                    power += (phw_cf_power(ba[f * TONES + k]) - noise) / FRAMES;
                const double expected = phw_calibration_variance(
                    noise, power, phw_cf_power(truth[k]), FRAMES);
                ratio += power_of((double complex)m[k] * conj(turn) -
                                  (double complex)truth[k]) /
                         expected / (TONES * TRIALS);
            }
        }
        cr_expect_float_eq(ratio, 1,
                           tolerance(1, TONES * TRIALS) + (turned ? 0.5 / TONES : 0),
                           "%d: %g", turned, ratio);
    }
}

/* A quotient of sums has the factor 1 / (1 + noise) at 0 dB; the principal axis has
 * none. 5 sigma of the closed form with its second order doubled. */
Test(calibration, noise_does_not_pull_it_down)
{
    phw_cf m[TONES];
    double complex mean = 0;
    draw_truth();
    for (size_t k = 0; k < TONES; ++k)
        truth[k] = 1;
    draw_frames(7, 0.5, false);
    cr_assert_eq(phw_calibration_estimate(m, ab, ba, FRAMES, TONES, false), PHW_OK);
    for (size_t k = 0; k < TONES; ++k)
        mean += (double complex)m[k] / TONES;
    const double variance = 2 * phw_calibration_variance(0.5, 1, 1, FRAMES);
    cr_expect_lt(cabs(mean - 1), tolerance(variance, TONES), "%g", creal(mean));
}

Test(calibration, applied_makes_both_directions_equal)
{
    phw_cf m[TONES];
    draw_truth();
    draw_frames(1, 0, false);
    cr_assert_eq(phw_calibration_estimate(m, ab, ba, FRAMES, TONES, false), PHW_OK);
    phw_calibration_apply(ba, m, FRAMES, TONES);
    for (size_t i = 0; i < SIZE; ++i)
        cr_expect_lt(cabsf(ab[i] - ba[i]), 2e-5F);
}

Test(calibration, residuals_have_the_variance_asked_for)
{
    const phw_rng rng = address(50, 0);
    double power = 0;
    phw_calibration_residual(ab, SIZE, 0.01, &rng);
    for (size_t i = 0; i < SIZE; ++i)
        power += phw_cf_power(ab[i] - 1) / SIZE;
    cr_expect_float_eq(power, 0.01, tolerance(1e-4, SIZE));
}

Test(calibration, what_holds_no_channel_is_refused)
{
    phw_cf m[2] = {7, 7};
    const phw_cf some[4] = {1, 2, 3, 4};
    const phw_cf hole[4] = {1, 0, 3, 0};
    cr_expect_eq(phw_calibration_estimate(m, some, some, 0, 2, true), PHW_EARG);
    cr_expect_eq(phw_calibration_estimate(m, some, some, 2, 0, true), PHW_EARG);
    cr_expect_eq(phw_calibration_estimate(m, some, hole, 2, 2, true), PHW_ESHORT);
    cr_expect_eq(phw_calibration_estimate(m, hole, some, 2, 2, false), PHW_ESHORT);
    cr_expect_eq(m[0], 7.0F);
}
